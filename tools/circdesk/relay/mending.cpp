#include "tools/circdesk/relay/mending.hpp"

#include "server/circulation/reason.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace circ::tool {

using namespace circulation;
using storage::difference_kind;

namespace {

using orders = std::vector<any_operation>;

constexpr std::string_view why = "both books are to say the same";

/// What is asked of the side that is wrong.
struct view_of_both {
    const reader_difference& what;
    side_to_mend at;
    const mender& as;
    storage::reader& here;

    [[nodiscard]] bool at_theirs() const { return at == side_to_mend::theirs; }
    [[nodiscard]] const std::string& by_the_book() const {
        return at_theirs() ? what.what.ours : what.what.theirs;
    }
    [[nodiscard]] const std::string& to_be_mended() const {
        return at_theirs() ? what.what.theirs : what.what.ours;
    }
    template <class Operation>
    [[nodiscard]] Operation asked() const {
        Operation made;
        made.by = as.by;
        if constexpr (requires { made.card; }) made.card = what.card;
        return made;
    }
};

orders mend_loan(const view_of_both& of) {
    if (of.to_be_mended() != relay::nothing_there) {
        auto back = of.asked<checkin>();
        back.item = of.what.what.subject;
        return {back};
    }
    auto lent = of.asked<checkout>();
    lent.item = of.what.what.subject;
    lent.due_given = of.at_theirs() ? of.what.what.our_due : of.what.what.their_due;
    return {lent};
}

orders mend_due_date(const view_of_both& of) {
    auto longer = of.asked<renew>();
    longer.what.item = of.what.what.subject;
    longer.due_given = of.at_theirs() ? of.what.what.our_due : of.what.what.their_due;
    return {longer};
}

/// What our own hold is for, as both sides call it.
std::optional<place_hold> same_as_ours(const view_of_both& of, storage::hold_id which) {
    const auto hold = of.here.find_hold(which);
    const auto title = hold ? of.here.find_title(hold->title) : std::nullopt;
    if (!title) return std::nullopt;
    auto made = of.asked<place_hold>();
    made.what.title = title->control_number;
    if (hold->level == storage::hold_level::item) {
        made.level = storage::hold_level::item;
        made.what.item = of.what.what.hold->barcode;
    } else if (const auto copies = of.here.items_of(hold->title, {.first = 0, .count = 1});
               !copies.empty()) {
        made.what.item = copies.front().barcode; // by a copy they find their own record of the title
    }
    made.pickup = of.what.what.hold->pickup;
    return made;
}

orders mend_hold(const view_of_both& of) {
    const auto& hold = of.what.what.hold;
    if (!hold) return {};
    if (of.to_be_mended() != relay::nothing_there) {
        auto gone = of.asked<cancel_hold>();
        gone.which.id = hold->id; // none: of another system, which is told the thing
        gone.what.item = hold->barcode;
        if (hold->barcode.empty()) gone.what.title = hold->title;
        return {gone};
    }
    if (of.at_theirs()) {
        const auto same = same_as_ours(of, hold->id);
        return same ? orders{*same} : orders{};
    }
    if (hold->barcode.empty()) return {}; // a title by its words alone may be several here
    auto made = of.asked<place_hold>();
    made.what.item = hold->barcode;
    made.pickup = hold->pickup;
    return {made};
}

/// Lets off what is owed too much, the oldest first.
orders let_off(const view_of_both& of, money too_much) {
    orders made;
    for (const auto& each : of.at_theirs() ? of.what.what.their_fees : of.what.what.our_fees) {
        const money part = std::min(each.open, too_much);
        if (part.minor <= 0 || each.fee_identifier.empty()) continue;
        auto gone = of.asked<answer_fee>();
        gone.how = settling::waive;
        gone.amount = part;
        gone.why = why;
        gone.reference.agency = of.as.of.code;
        gone.reference.value = of.as.reference;
        gone.reference.value.append("-").append(std::to_string(made.size() + 1));
        (of.at_theirs() ? gone.fee.theirs.value : gone.fee.ours) = each.fee_identifier;
        made.push_back(std::move(gone));
        too_much -= part;
    }
    return made;
}

orders mend_fees(const view_of_both& of) {
    const auto& book = of.at_theirs() ? of.what.what.our_fees : of.what.what.their_fees;
    const auto& other = of.at_theirs() ? of.what.what.their_fees : of.what.what.our_fees;
    const money missing = relay::sum_of(book) - relay::sum_of(other);
    if (missing.minor < 0) return let_off(of, money{-missing.minor});
    auto made = of.asked<charge_fee>();
    made.amount = missing;
    made.currency = of.as.of.currency;
    made.why = why;
    made.reference = {of.as.of.code, of.as.reference};
    const auto same = std::ranges::find(book, missing, &fee_entry_view::open);
    if (same != book.end()) made.kind = same->kind;
    return {made};
}

orders mend_block(const view_of_both& of) {
    if (of.by_the_book() == relay::may_borrow) return {of.asked<enable_patron>()};
    auto made = of.asked<block_patron>();
    made.reason = why;
    return {made};
}

struct kind_row {
    difference_kind kind;
    orders (*mend)(const view_of_both&);
    std::string_view ends_here; ///< our own command; {} is the card
};

constexpr std::array rows{
    kind_row{difference_kind::loan, &mend_loan, "circdesk loan list {}"},
    kind_row{difference_kind::due_date, &mend_due_date, "circdesk loan list {}"},
    kind_row{difference_kind::hold, &mend_hold, "circdesk hold list {}"},
    kind_row{difference_kind::fees, &mend_fees, "circdesk fee list {}"},
    kind_row{difference_kind::block, &mend_block, "circdesk patron show {}"},
};
static_assert(rows.size() == storage::difference_kind_count);

const kind_row& row_of(difference_kind kind) {
    return *std::ranges::find(rows, kind, &kind_row::kind);
}

} // namespace

std::vector<any_operation> orders_to_mend(const reader_difference& what,
                                          side_to_mend at,
                                          const mender& as,
                                          storage::reader& here) {
    return row_of(what.what.kind).mend({what, at, as, here});
}

std::string reasons_against(const outcome& of) {
    if (of.result == verdict::done) return {};
    std::string all;
    for (const auto& each : of.reasons)
        all.append(all.empty() ? "" : ", ").append(reason_name(each.code));
    return all.empty() ? "not done" : all;
}

std::string way_out(const reader_difference& what, side_to_mend at, std::string_view number) {
    std::string made = at == side_to_mend::ours ? "look at `" : "settle it there by hand";
    if (at == side_to_mend::ours) {
        const bool is_of_item = what.card.empty();
        const std::string_view command =
            is_of_item ? "circdesk item show {}" : row_of(what.what.kind).ends_here;
        made.append(command.substr(0, command.find("{}")))
            .append(is_of_item ? what.what.subject : what.card)
            .append("`");
    }
    return made.append(", or end it by `circdesk relay reconcile --accept ")
        .append(number)
        .append(" --reason \"...\"`");
}

} // namespace circ::tool
