#include "server/net/order_text.hpp"

#include "server/circulation/trail.hpp"
#include "server/net/order_members.hpp"
#include "server/net/order_walk.hpp"

#include <array>
#include <type_traits>
#include <utility>

namespace circ::net {

using namespace circulation;
using order_walk::described_by;
using order_walk::read_as;
using order_walk::writer;
using order_walk::written;
using storage::order_subject;

namespace {

/// An operation that is kept, and how it and its outcome are read again.
struct kept_row {
    std::string_view name;
    std::size_t index; ///< in any_operation
    std::optional<any_operation> (*order)(std::string_view);
    std::optional<any_outcome> (*answer)(std::string_view); ///< null: its repeat is done again
};

template <class Operation, std::size_t At = 0>
constexpr std::size_t index_of() {
    if constexpr (std::is_same_v<std::variant_alternative_t<At, any_operation>, Operation>)
        return At;
    else
        return index_of<Operation, At + 1>();
}

/// What does no harm when it is done again, and is told with what nobody keeps of a reader.
template <class Operation>
constexpr kept_row kept_without_answer(std::string_view name) {
    return {name,
            index_of<Operation>(),
            [](std::string_view text) -> std::optional<any_operation> {
                return read_as<Operation>(text);
            },
            nullptr};
}

template <class Operation>
constexpr kept_row kept_as(std::string_view name) {
    kept_row made = kept_without_answer<Operation>(name);
    made.answer = [](std::string_view text) -> std::optional<any_outcome> {
        auto told = read_as<outcome_of<Operation>>(text);
        if (!told) return std::nullopt;
        told->repeated = true;
        return any_outcome(std::move(*told));
    };
    return made;
}

constexpr std::array kept{kept_as<checkout>("checkout"),
                          kept_as<checkin>("checkin"),
                          kept_as<undo_checkout>("undo_checkout"),
                          kept_as<undo_checkin>("undo_checkin"),
                          kept_as<renew>("renew"),
                          kept_as<renew_all>("renew_all"),
                          kept_as<place_hold>("place_hold"),
                          kept_as<change_hold>("change_hold"),
                          kept_as<cancel_hold>("cancel_hold"),
                          kept_as<pay_fee>("pay_fee"),
                          kept_without_answer<block_patron>("block_patron"),
                          kept_without_answer<enable_patron>("enable_patron")};

const kept_row* row_of(std::string_view name) {
    for (const auto& each : kept)
        if (each.name == name) return &each;
    return nullptr;
}

} // namespace

std::string_view order_name(const any_operation& what) {
    for (const auto& each : kept)
        if (each.index == what.index()) return each.name;
    return {};
}

std::string order_text(const any_operation& what, const std::vector<relay::loan_before>& before) {
    return std::visit(
        [&](const auto& each) -> std::string {
            using operation = std::decay_t<decltype(each)>;
            if constexpr (described_by<writer, operation>) {
                order_walk::kept_order<operation> kept{each, before};
                kept.what.by.when = judged_as(each); // its device's rules are not kept
                return written(std::move(kept));
            } else {
                return {};
            }
        },
        what);
}

std::optional<any_operation> read_order(std::string_view name, std::string_view text) {
    const auto* const row = row_of(name);
    return row == nullptr ? std::nullopt : row->order(text);
}

std::vector<relay::loan_before> read_loans_before(std::string_view text) {
    auto read = read_as<order_walk::kept_loans>(text);
    return read ? std::move(read->before) : std::vector<relay::loan_before>{};
}

order_subject subject_of(const any_operation& what) {
    return std::visit(
        [](const auto& each) {
            order_subject made;
            if constexpr (requires { each.card; }) made.card = each.card;
            if constexpr (requires {
                              { each.item } -> std::convertible_to<std::string>;
                          })
                made.item = each.item;
            if constexpr (requires { each.what.title; })
                made.item = each.what.item.empty() ? each.what.title : each.what.item;
            return made;
        },
        what);
}

std::string answer_text(const any_outcome& what) {
    return std::visit(
        [](const auto& each) -> std::string {
            using result = std::decay_t<decltype(each)>;
            if constexpr (described_by<writer, result>)
                return written(each);
            else
                return {};
        },
        what);
}

std::optional<any_outcome> read_answer(std::string_view operation, std::string_view text) {
    const auto* const row = row_of(operation);
    return row == nullptr || row->answer == nullptr ? std::nullopt : row->answer(text);
}

} // namespace circ::net
