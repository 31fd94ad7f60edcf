// Loans that go another way than back over the desk: lost, claimed returned, claimed and found at
// home; and those whose due date or terms staff changes.

#include "server/circulation/desk_request.hpp"
#include "server/circulation/lending.hpp"
#include "server/circulation/loan_return.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/lost.hpp"
#include "server/circulation/notice.hpp"
#include "server/circulation/overdue_fee.hpp"
#include "server/circulation/trail.hpp"

#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::loan_state;

/// What stands against a loan becoming this; nullopt if nothing does.
std::optional<code> objection(loan_state now, loan_state wanted) {
    if (wanted == loan_state::open)
        return now == loan_state::claimed_returned ? std::nullopt
                                                   : std::optional{code::not_claimed};
    if (now == wanted) return code::already_so;
    if (now == loan_state::lost) return code::loan_lost; // its fees stand: it is paid, or found
    return std::nullopt;
}

/// The loan of an item as the desk finds it.
struct desk_loan {
    std::optional<storage::item_facts> item;
    requester by;
    std::vector<reason> reasons;
};

/// @param against what the state of the loan has against it; nullopt if nothing
template <class Objection>
desk_loan find_loan(storage::reader& from,
                    const requester& by,
                    const std::string& barcode,
                    std::string_view why,
                    Objection against) {
    desk_loan found{from.item_by_barcode(by.institution, barcode), by, {}};
    demand(found.reasons, why, "reason");
    if (!found.item) {
        found.reasons.push_back({.code = code::item_unknown});
    } else if (!found.item->open_loan) {
        found.reasons.push_back({.code = code::not_on_loan});
    } else {
        const auto& loan = *found.item->open_loan;
        found.by = at_branch(by, loan.branch);
        if (const std::optional<code> objection = against(loan.state))
            found.reasons.push_back({.code = *objection});
    }
    return found;
}

desk_loan find_loan(storage::reader& from,
                    const requester& by,
                    const std::string& barcode,
                    std::string_view why,
                    loan_state wanted) {
    return find_loan(from, by, barcode, why, [wanted](loan_state now) { return objection(now, wanted); });
}

desk_outcome done_for(const storage::loan& of) {
    desk_outcome made;
    made.whose = of.patron;
    return made;
}

storage::event make_loan_event(storage::unit_of_work& unit,
                               const requester& by,
                               const surroundings& with,
                               std::string_view kind,
                               std::string_view why,
                               const storage::loan& of) {
    storage::event event = make_event(unit, by, with.now, kind, why);
    event.patron = of.patron;
    event.item = of.item;
    event.loan = of.id;
    return event;
}

/// The overdue fees that the claim assessed: it would have run on without it.
std::vector<charged_fee> fees_of_claim(storage::reader& from, const storage::loan& claimed) {
    std::vector<charged_fee> found;
    for (auto& fee : from.fees_of_loan(claimed.id)) {
        if (fee.kind != storage::fee_kind::overdue) continue;
        if (claimed.claimed_at && fee.assessed_at >= *claimed.claimed_at)
            found.push_back(load_charge(from, std::move(fee)));
    }
    return found;
}

} // namespace

desk_outcome
perform(storage::unit_of_work& unit, const lose_item& asked, const surroundings& with) {
    const auto [item, by, reasons] =
        find_loan(unit, asked.by, asked.item, asked.why, loan_state::lost);
    if (!reasons.empty()) return refused_with<desk_outcome>(reasons);
    const scene at = load_scene(unit, by, with);
    auto made = done_for(*item->open_loan);
    made.charged = lose_loan(unit, at, *item, by, asked.why, with);
    return made;
}

desk_outcome
perform(storage::unit_of_work& unit, const claim_returned& asked, const surroundings& with) {
    const auto [item, by, reasons] =
        find_loan(unit, asked.by, asked.item, asked.why, loan_state::claimed_returned);
    if (!reasons.empty()) return refused_with<desk_outcome>(reasons);
    const scene at = load_scene(unit, by, with);
    const storage::loan& before = *item->open_loan;
    storage::loan after = before;
    after.state = loan_state::claimed_returned;
    after.claimed_at = with.now;
    unit.change(before, after);
    const auto overdue =
        overdue_fee(before, with.now, load_calendar_of(unit, *at.library, before));
    const auto fee = charge(unit, after, storage::fee_kind::overdue, overdue, with.now);

    auto event = make_loan_event(unit, by, with, event_loan_claimed, asked.why, after);
    event.fee = fee;
    unit.add(event);
    count_event(unit, by, *at.library, with.now, {&item->item, nullptr}, event_loan_claimed);
    auto made = done_for(after);
    if (const auto charged = fee ? unit.find_fee(fee) : std::nullopt)
        made.charged.push_back(*charged);
    return made;
}

desk_outcome
perform(storage::unit_of_work& unit, const withdraw_claim& asked, const surroundings& with) {
    const auto [item, by, reasons] =
        find_loan(unit, asked.by, asked.item, asked.why, loan_state::open);
    if (!reasons.empty()) return refused_with<desk_outcome>(reasons);
    const storage::loan& before = *item->open_loan;
    auto made = done_for(before);
    std::vector<storage::fee_entry> entries;
    for (const auto& each : fees_of_claim(unit, before)) {
        give_back(entries, each, asked.why);
        made.amount += each.open + each.paid;
    }
    storage::loan after = before;
    after.state = loan_state::open;
    after.claimed_at.reset();
    unit.change(before, after);
    add_entries(unit, std::move(entries), by, with.now);
    unit.add(make_loan_event(unit, by, with, event_claim_withdrawn, asked.why, after));
    const scene at = load_scene(unit, by, with);
    count_event(unit, by, *at.library, with.now, {&item->item, nullptr}, event_claim_withdrawn);
    return made;
}

namespace {

/// What stands against another due date.
void judge_due(std::vector<reason>& found, const storage::item& what, const storage::loan& loan, instant due) {
    if (loan.recalled_at) found.push_back({.code = code::recall_already, .at = loan.recall_due_at});
    if (due <= loan.lent_at)
        found.push_back({.code = code::request_incomplete, .at = loan.lent_at, .field = "day"});
    if (due == loan.due_at) found.push_back({.code = code::already_so});
    if (what.wanted_back && due > *what.wanted_back)
        found.push_back({.code = code::lender_wants_it, .at = what.wanted_back});
}

/// What was to be told of the old due date.
void call_off_reminders(storage::unit_of_work& unit, const storage::loan& before, std::string_view zone, instant now) {
    const auto cause = cause_of(before, date_in(before.due_at, zone));
    for (const auto kind : {notice_due_soon, notice_overdue_1, notice_overdue_2, notice_overdue_3})
        static_cast<void>(call_off_notice(unit, kind, cause, now));
}

/// The loan, which has to go on: neither lost nor claimed.
desk_loan find_open_loan(storage::reader& from, const requester& by, const std::string& barcode, std::string_view why) {
    return find_loan(from, by, barcode, why, [](loan_state now) -> std::optional<code> {
        if (now == loan_state::lost) return code::loan_lost;
        return now == loan_state::claimed_returned ? std::optional{code::renewal_claimed} : std::nullopt;
    });
}

} // namespace

desk_outcome perform(storage::unit_of_work& unit, const change_due& asked, const surroundings& with) {
    auto [item, by, reasons] = find_open_loan(unit, asked.by, asked.item, asked.why);
    if (!reasons.empty()) return refused_with<desk_outcome>(std::move(reasons));
    const scene at = load_scene(unit, by, with);
    const storage::loan& before = *item->open_loan;
    const auto& zone = at.branch(hours_of(before)).time_zone;
    storage::loan after = before;
    after.due_at = asked.hour ? to_instant(wall_time{asked.day + *asked.hour}, zone) : end_of_day(asked.day, zone);
    judge_due(reasons, item->item, before, after.due_at);
    if (!reasons.empty()) return refused_with<desk_outcome>(std::move(reasons));
    unit.change(before, after);
    call_off_reminders(unit, before, zone, with.now);
    short_form kept;
    kept.put("due", before.due_at);
    auto event = make_loan_event(unit, by, with, event_due_changed, asked.why, after);
    event.detail = kept.text();
    unit.add(event);
    count_event(unit, by, *at.library, with.now, {&item->item, nullptr}, event_due_changed);
    return done_for(after);
}

desk_outcome perform(storage::unit_of_work& unit, const reprice_loan& asked, const surroundings& with) {
    auto [item, by, reasons] = find_open_loan(unit, asked.by, asked.item, asked.why);
    if (!reasons.empty()) return refused_with<desk_outcome>(std::move(reasons));
    const scene at = load_scene(unit, by, with);
    const storage::loan& before = *item->open_loan;
    const auto who = unit.find_patron(before.patron);
    const auto subject = subject_of(who ? &*who : nullptr, &item->item, before.branch, *at.library, at.today);
    storage::loan after = before;
    after.terms = make_loan_terms(with.rules.find(subject), item->item, with.rules.loan_rule(subject));
    if (after.terms == before.terms) return refused_with<desk_outcome>({{.code = code::already_so}});
    unit.change(before, after);
    unit.add(make_loan_event(unit, by, with, event_loan_repriced, asked.why, after));
    count_event(unit, by, *at.library, with.now, {&item->item, nullptr}, event_loan_repriced);
    return done_for(after);
}

} // namespace circ::circulation
