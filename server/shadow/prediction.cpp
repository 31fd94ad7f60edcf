#include "server/shadow/prediction.hpp"

#include "server/circulation/trail.hpp"

#include <algorithm>
#include <array>

namespace circ::shadow {

using namespace circulation;
using code = reason_code;

namespace {

// clang-format off
constexpr std::array seen_reasons{
    code::patron_unknown, code::patron_expired, code::patron_blocked, code::card_lost, code::card_replaced,
    code::too_many_loans, code::too_many_overdues, code::fees_over_limit, code::too_many_claims, code::too_many_lost,
    code::item_unknown, code::item_on_loan_to_other, code::item_already_yours, code::item_trapped_for_other,
    code::not_on_loan, code::not_on_loan_to_patron, code::hold_duplicate, code::hold_has_loan, code::hold_not_found};
// clang-format on

constexpr std::size_t no_renewals = 1;
constexpr std::size_t no_holds = 3;
constexpr std::size_t lost_card = 4;

decision done() {
    decision made;
    made.result = verdict::done;
    return made;
}

decision refused(code why) {
    decision made;
    made.result = verdict::refused;
    made.reasons.push_back(why);
    return made;
}

/// Nobody who could be asked for it, or nothing to ask for.
std::optional<decision> missing(const side& there) {
    if (there.reader && !there.reader->known) return refused(code::patron_unknown);
    if (there.item && there.item->barcode.empty()) return refused(code::item_unknown);
    if (there.reader && there.reader->flags[lost_card]) return refused(code::card_lost);
    return std::nullopt;
}

/// @return nothing when it is not told: which of its copies a title is waited for may be its policy's,
///         and what is not fetched or cancelled stays on the hold shelf until somebody clears it.
std::optional<bool> is_kept_for_somebody(const item_view& what, instant now) {
    const bool is_on_shelf = what.status == circulation_status::on_hold_shelf;
    const bool is_wanted = what.queue_length > 0;
    if (!is_on_shelf && !is_wanted) return false;
    const bool is_left = what.shelf_until && *what.shelf_until < now;
    if (is_on_shelf && is_wanted && !is_left) return true;
    return std::nullopt;
}

/// Of an item that stands where whatever can be lent stands.
decision lend_what_is_there(const side& there, instant now) {
    if (is_held(there)) return done();
    const auto is_kept = is_kept_for_somebody(*there.item, now);
    if (!is_kept) return {};
    return *is_kept ? refused(code::item_trapped_for_other) : done();
}

decision rule(const checkout& what, const side& there) {
    if (!there.reader || !there.item) return {};
    const auto has = holder_of(there);
    if (has == holder::this_reader) {
        if (!what.renewal_allowed) return refused(code::item_already_yours);
        return there.reader->flags[no_renewals] ? refused(code::patron_blocked) : decision{};
    }
    if (has == holder::somebody_else) return refused(code::item_on_loan_to_other);
    if (may_not_borrow(*there.reader)) return refused(code::patron_blocked);
    return has == holder::nobody ? lend_what_is_there(there, what.by.received) : decision{};
}

decision rule(const checkin& what, const side& there) {
    if (!there.item) return {};
    decision made = done();
    made.for_a_reader = is_kept_for_somebody(*there.item, what.by.received);
    return made;
}

decision rule(const renew& what, const side& there) {
    if (!there.reader || !there.item)
        return {}; // a title alone: which of its loans is meant is not known
    const auto has = holder_of(there);
    if (has == holder::nobody) return refused(code::not_on_loan);
    if (has == holder::somebody_else)
        return what.third_party ? decision{} : refused(code::not_on_loan_to_patron);
    if (there.reader->flags[no_renewals]) return refused(code::patron_blocked);
    if (!has || there.item->queue_length > 0) return {};
    return there.item->status == circulation_status::recalled ? decision{} : done();
}

decision rule(const renew_all&, const side& there) {
    const bool may_not = there.reader && there.reader->flags[no_renewals];
    return may_not ? refused(code::patron_blocked) : decision{};
}

decision rule(const place_hold&, const side& there) {
    if (!there.reader) return {}; // a partner's
    if (there.reader->flags[no_holds]) return refused(code::patron_blocked);
    if (!there.item) return {};
    if (is_held(there)) return refused(code::hold_duplicate);
    if (holder_of(there) == holder::this_reader) return refused(code::hold_has_loan);
    // What stands on the shelf is to be fetched, with some.
    return there.item->status == circulation_status::available ? decision{} : done();
}

decision of_standing_hold(const side& there) {
    if (!there.reader || !there.item) return {};
    return is_held(there) ? done() : refused(code::hold_not_found);
}
decision rule(const change_hold&, const side& there) { return of_standing_hold(there); }
decision rule(const cancel_hold&, const side& there) { return of_standing_hold(there); }

decision rule(const pay_fee& what, const side& there) {
    const bool is_owed = what.amount && there.reader && *what.amount <= there.reader->owed;
    return is_owed && what.fee_identifier.empty() ? done() : decision{};
}

decision rule(const block_patron&, const side&) { return done(); }
decision rule(const enable_patron&, const side&) { return done(); }
decision rule(const update_item_properties&, const side&) { return done(); }

template <class Operation>
concept has_rule = requires(const Operation& what, const side& there) { rule(what, there); };

bool was_out(const side& of) {
    return of.item && (of.item->status == circulation_status::charged ||
                       of.item->status == circulation_status::recalled);
}

/// How the two tell that it came to pass there as well.
bool is_done(const checkout&, const side& before, const side& there) {
    return holder_of(before) != holder::this_reader && holder_of(there) == holder::this_reader;
}
bool is_done(const checkin&, const side& before, const side& there) {
    return was_out(before) && there.item && !there.item->barcode.empty() && !was_out(there);
}
bool is_done(const renew&, const side& before, const side& there) {
    const auto was = due_of(before);
    const auto now = due_of(there);
    return was && now && *now > *was;
}
bool is_done(const place_hold&, const side& before, const side& there) {
    return !is_held(before) && is_held(there);
}
bool is_done(const cancel_hold&, const side& before, const side& there) {
    return is_held(before) && there.reader && !is_held(there);
}
bool is_done(const pay_fee&, const side& before, const side& there) {
    return before.reader && there.reader && there.reader->owed < before.reader->owed;
}

} // namespace

decision predict(const any_operation& what, const side& there) {
    const bool is_told = std::visit(
        [](const auto& each) { return judged_as(each) == timing::already_happened; }, what);
    if (is_told) return {}; // nobody decides any more
    if (auto no = missing(there)) return *no;
    return std::visit(
        [&]<class Operation>(const Operation& each) {
            if constexpr (has_rule<Operation>)
                return rule(each, there);
            else
                return decision{};
        },
        what);
}

bool is_done_there(const any_operation& what, const side& before, const side& there) {
    return std::visit(
        [&](const auto& each) {
            if constexpr (requires { is_done(each, before, there); })
                return is_done(each, before, there);
            else
                return false;
        },
        what);
}

decision look_up(const any_operation& what, const side& there) {
    decision made = done();
    if (std::holds_alternative<checkout>(what) || std::holds_alternative<renew>(what))
        made.due_at = due_of(there);
    if (const auto* const back = std::get_if<checkin>(&what))
        made.for_a_reader = is_kept_for_somebody(*there.item, back->by.received);
    return made;
}

bool can_be_seen(reason_code why) noexcept {
    return std::ranges::find(seen_reasons, why) != seen_reasons.end();
}

} // namespace circ::shadow
