#include "server/circulation/renew.hpp"

#include "server/circulation/hold_queue.hpp"
#include "server/circulation/lending.hpp"
#include "server/circulation/loan_return.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/overdue_fee.hpp"
#include "server/circulation/standing.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::loan_state;

/// From when on it may be renewed: the whole of that day, which is what the reader is told; a loan by the
/// hour from that hour on.
instant renewable_from(const storage::loan& loan, std::chrono::days before, std::string_view zone) {
    if (loan.terms.hourly) return loan.due_at - before;
    return to_instant(wall_time{date_in(loan.due_at, zone) - before}, zone);
}

void judge_loan(std::vector<reason>& found, const renewal_facts& facts, instant moment) {
    const storage::loan& loan = *facts.item.open_loan;
    const terms& by = facts.by;
    if (loan.state == loan_state::claimed_returned)
        found.push_back({.code = code::renewal_claimed});
    else if (loan.state != loan_state::open)
        found.push_back({.code = code::item_lost});
    if (loan.terms.max_renewals == 0)
        found.push_back({.code = code::renewal_not_allowed});
    else if (loan.renewals >= loan.terms.max_renewals)
        found.push_back({.code = code::renewal_limit, .limit = loan.terms.max_renewals});
    if (by.renew_not_before_days) {
        const instant from = renewable_from(
            loan, std::chrono::days(*by.renew_not_before_days), facts.here.time_zone);
        if (moment < from) found.push_back({.code = code::renewal_not_yet, .at = from});
    }
    if (loan.recalled_at) found.push_back({.code = code::renewal_recalled});
    if (facts.wanted_by_other && !by.renew_while_queued)
        found.push_back({.code = code::renewal_queued});
    if (loan.due_at < moment && !by.renew_while_overdue)
        found.push_back({.code = code::renewal_while_overdue});
}

instant new_due(const renewal_facts& facts, std::optional<instant> due_given, instant moment) {
    if (due_given) return *due_given;
    const storage::loan& loan = *facts.item.open_loan;
    const bool from_due = facts.by.renew_from == renew_base::due && loan.due_at > moment;
    return due_for_lender(
        due_of(facts.by, facts.patron.patron, from_due ? loan.due_at : moment, facts.here, moment),
        facts.item.item);
}

/// Why a renewal would not be longer: its lender's date, or the terms themselves.
reason no_gain(const renewal_facts& facts) {
    const auto& wanted_back = facts.item.item.wanted_back;
    const instant due = facts.item.open_loan->due_at;
    if (wanted_back && *wanted_back <= due) return {.code = code::lender_wants_it, .at = wanted_back};
    return {.code = code::renewal_no_gain, .at = due};
}

} // namespace

renewal_decision decide_renewal(const renewal_facts& facts,
                                const fee_agreement& agreed,
                                const requester& by,
                                std::optional<instant> due_given,
                                instant moment) {
    renewal_decision made;
    const storage::loan& loan = *facts.item.open_loan;
    made.refusals = standing(facts.patron,
                             facts.by,
                             {.what = purpose::renewal,
                              .today = facts.today,
                              .running = facts.running,
                              .item_type = type_on(facts.item.item, facts.today)});
    judge_loan(made.refusals, facts, moment);
    const instant due = new_due(facts, due_given, moment);
    // Nothing else to say: then also whether it would help.
    if (made.refusals.empty() && due <= loan.due_at)
        made.refusals.push_back(no_gain(facts));
    const money renewal_fee = by.rules->assesses_fees ? facts.by.renewal_fee : money{};
    if (auto fee = fee_objection(renewal_fee, agreed, by))
        made.refusals.push_back(std::move(*fee));
    if (!made.refusals.empty() && !is_posted(by)) return made;

    renewal_plan plan{loan, loan, {}, renewal_fee};
    plan.after.due_before_renewal = loan.due_at;
    plan.after.due_at = std::max(due, loan.due_at); // never earlier
    plan.after.renewals = loan.renewals + 1;
    plan.after.renewed_at = moment;
    plan.after.hours_of = facts.hours_of == loan.branch ? storage::branch_id{} : facts.hours_of;
    if (loan.due_at < moment && by.rules->assesses_fees)
        plan.overdue = overdue_fee(loan, moment, facts.lender);
    made.plan = plan;
    return made;
}

renewal_facts load_renewal_facts(storage::reader& from,
                                 const scene& at,
                                 const requester& by,
                                 const surroundings& with,
                                 storage::patron_facts who,
                                 storage::item_facts what,
                                 const terms& own) {
    renewal_facts facts;
    facts.by = own;
    facts.hours_of = hours_owner_of(facts.by, what.item, by.branch);
    facts.here = calendar_at(from, at, by, facts.hours_of);
    facts.lender = facts.here;
    const auto& loan = what.open_loan;
    if (loan && loan->due_at < at.moment) facts.lender = load_calendar_of(from, *at.library, *loan);
    facts.today = at.today;
    facts.running = running_fees(from, who, *at.library, with.now);
    // The borrower may wait for it too: placed while it was here, or under a record that was merged since.
    const auto waiting =
        holds_to_fill(from, what, *at.library, with.rules, at.today, most_waiting_counted);
    facts.wanted_by_other = std::ranges::any_of(
        waiting, [&](const auto& each) { return each.patron != who.patron.id; });
    facts.patron = std::move(who);
    facts.item = std::move(what);
    return facts;
}

made_renewal apply(storage::unit_of_work& unit,
                   const renewal_plan& plan,
                   const renewal_facts& facts,
                   const scene& at,
                   const requester& by,
                   instant now) {
    unit.change(plan.before, plan.after);
    const auto overdue = charge(unit, plan.before, storage::fee_kind::overdue, plan.overdue, now);
    const auto renewal = charge(unit, plan.before, storage::fee_kind::rental, plan.fee, now);
    short_form kept;
    kept.put("due", plan.before.due_at);
    kept.put("renewals", plan.before.renewals);
    kept.put("renewed", plan.before.renewed_at);
    kept.put("before", plan.before.due_before_renewal);
    if (plan.before.hours_of) kept.put("hours", plan.before.hours_of.value);
    if (overdue) kept.put("fee", overdue.value);
    if (renewal) kept.put("rental", renewal.value);
    storage::event event = make_event(unit, by, now, event_renew);
    event.patron = plan.before.patron;
    event.item = plan.before.item;
    event.loan = plan.before.id;
    event.detail = kept.text();
    unit.add(event);
    count_event(unit, by, *at.library, now, {&facts.item.item, &facts.patron.patron}, event_renew);
    return {event.id, renewal};
}

} // namespace circ::circulation
