#include "tools/circdesk/relay/comparison.hpp"

#include "server/circulation/facts.hpp"
#include "server/circulation/perform.hpp"
#include "server/circulation/reason.hpp"
#include "tools/circdesk/rules.hpp"
#include "tools/circdesk/tool.hpp"

#include <set>
#include <utility>

namespace circ::tool {

using namespace circulation;
using storage::difference_kind;

namespace {

constexpr int cards_at_once = 200;

/// Nothing is asked for in its turn: it has happened at the other side.
std::shared_ptr<const device_rules> rules_of_mending() {
    device_rules rules;
    rules.offline_ok = true;
    rules.pin = pin_rule::none;
    rules.details_without_pin = device_rules::details::full;
    rules.holds = hold_handling::tell_only;
    rules.assesses_fees = false;
    return std::make_shared<const device_rules>(rules);
}

std::string reasons_of(const outcome& of) {
    if (of.result == verdict::done) return {};
    std::string all;
    for (const auto& each : of.reasons)
        all.append(all.empty() ? "" : ", ").append(reason_name(each.code));
    return all.empty() ? "not done" : all;
}

/// What is to be done at a side that is to say what the other one says.
/// @return nothing for what no operation changes
std::optional<any_operation>
operation_for(const reader_difference& from, bool by_ours, requester by) {
    const auto& due = by_ours ? from.what.our_due : from.what.their_due;
    const bool is_missing = (by_ours ? from.what.theirs : from.what.ours) == "-";
    switch (from.what.kind) {
    case difference_kind::loan:
        if (!is_missing) {
            checkin back;
            back.by = std::move(by);
            back.item = from.what.subject;
            return back;
        } else {
            checkout lent;
            lent.by = std::move(by);
            lent.card = from.card;
            lent.item = from.what.subject;
            lent.due_given = due;
            return lent;
        }
    case difference_kind::due_date: {
        renew longer;
        longer.by = std::move(by);
        longer.card = from.card;
        longer.what.item = from.what.subject;
        longer.due_given = due;
        return longer;
    }
    case difference_kind::hold:
    case difference_kind::fees:
    case difference_kind::block:
        break;
    }
    return std::nullopt;
}

constexpr std::string_view by_hand =
    "no message of NCIP mends it: settle it by hand at the side that is wrong, or accept it";

} // namespace

comparison::comparison(tool& with, const config::ncip_backend& which)
    : with_(&with), institution_(with.institution()), rules_(policy_of(with)),
      there_(with, which) {}

requester comparison::asker() const {
    requester by;
    by.operator_name = with_->how().operator_name;
    by.institution = institution_.id;
    by.received = with_->now();
    by.rules = rules_of_mending();
    return by;
}

patron_view comparison::ours(const std::string& card) {
    patron_account asked;
    asked.by = asker();
    asked.card = card;
    asked.parts.lists = {
        list_kind::loans, list_kind::ready_holds, list_kind::waiting_holds, list_kind::fees};
    outcome told;
    with_->store().read([&](storage::reader& from) {
        if (const auto who = from.holder_of(institution_.id, card)) asked.by.branch = who->branch;
        told = circulation::perform(
            from, asked, {.rules = rules_, .now = with_->now(), .pin = pin_state::not_needed});
    });
    return told.patron.value_or(patron_view{});
}

std::optional<patron_view> comparison::theirs(const std::string& card) {
    patron_account asked;
    asked.by = asker();
    asked.card = card;
    asked.parts.lists = {
        list_kind::loans, list_kind::ready_holds, list_kind::waiting_holds, list_kind::fees};
    const auto told = there_.perform(std::move(asked));
    const auto& of = common(told);
    if (of.result == verdict::unavailable)
        throw complaint("the library system does not say what it has of card " + card +
                            "; nothing has been taken down",
                        unavailable);
    if (of.result == verdict::refused || !of.patron || !of.patron->known) return std::nullopt;
    return of.patron;
}

std::vector<reader_difference> comparison::of_card(const std::string& card) {
    std::vector<reader_difference> all;
    const relay::telling how{
        .time_zone = institution_.time_zone,
        .money = {.code = institution_.currency, .decimals = institution_.decimals}};
    for (auto& each : relay::compare_accounts(ours(card), theirs(card), how))
        all.push_back({card, std::move(each)});
    return all;
}

std::vector<reader_difference> comparison::walk(const progress& tell) {
    std::set<std::string> differing;
    std::string last;
    std::size_t readers = 0;
    for (bool more = true; more;) {
        std::vector<std::string> cards; // the one in use of each reader
        std::size_t read = 0;
        with_->store().end_turn();
        with_->store().read([&](storage::reader& from) {
            const auto page = from.cards_after(institution_.id, last, cards_at_once);
            read = page.size();
            for (const auto& each : page)
                if (card_number_of(from, each.patron) == each.number) cards.push_back(each.number);
            if (!page.empty()) last = page.back().number;
        });
        for (const auto& card : cards) {
            if (!of_card(card).empty()) differing.insert(card);
            tell(++readers, differing.size());
        }
        more = read == cards_at_once;
    }
    std::vector<reader_difference> all;
    with_->store().end_turn();
    for (const auto& card : differing)
        for (auto& each : of_card(card))
            all.push_back(std::move(each));
    return all;
}

std::string comparison::mend_there(const reader_difference& what) {
    requester by = asker();
    by.when = timing::already_happened;
    by.said = by.received;
    auto order = operation_for(what, true, std::move(by));
    if (!order) return std::string(by_hand);
    return reasons_of(common(there_.perform(std::move(*order))));
}

std::string comparison::mend_here(const reader_difference& what) {
    requester by = asker();
    by.when = timing::already_happened;
    by.said = by.received;
    const auto order = operation_for(what, false, std::move(by));
    if (!order) return std::string(by_hand);
    std::string why_not;
    storage::write_and_wait(with_->store(), [&](storage::unit_of_work& unit) {
        std::visit(
            [&](auto asked) {
                using operation = std::decay_t<decltype(asked)>;
                if constexpr (std::is_same_v<operation, checkin> ||
                              std::is_same_v<operation, checkout> ||
                              std::is_same_v<operation, renew>) {
                    const auto item = unit.item_by_barcode(institution_.id, what.what.subject);
                    if (item) asked.by.branch = item->item.place;
                    why_not = reasons_of(circulation::perform(
                        unit,
                        asked,
                        {.rules = rules_, .now = with_->now(), .pin = pin_state::not_needed}));
                }
            },
            *order);
    });
    return why_not;
}

} // namespace circ::tool
