#include "server/circulation/recall.hpp"

#include "server/circulation/hold_queue.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/notice.hpp"
#include "server/circulation/standing.hpp"

#include <algorithm>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using std::chrono::days;
using storage::loan_state;
using storage::notice_state;

constexpr std::string_view event_recall = "recall_placed";
constexpr std::string_view event_given_up = "recall_given_up";
constexpr storage::page copies_looked_at{.first = 0, .count = 200};

/// Once per loan and hold: called back again for another reader, the borrower is told again.
std::string cause_of(const storage::loan& of) {
    return "loan " + std::to_string(of.id.value) + " hold " + std::to_string(of.recalled_for.value);
}

} // namespace

recall_decision decide_recall(const recall_facts& facts) {
    const storage::loan& loan = facts.loan;
    recall_decision made;
    // Called back before recalls were switched off, it is called back all the same.
    if (loan.recalled_at) {
        made.refusals.push_back({.code = code::recall_already, .at = loan.recall_due_at});
        return made;
    }
    if (loan.state != loan_state::open) made.refusals.push_back({.code = code::item_lost});
    if (!facts.by.recall) made.refusals.push_back({.code = code::recall_not_allowed});
    if (!made.refusals.empty()) return made;

    const instant earliest = std::max({loan.lent_at + days{facts.by.recall_guaranteed_days},
                                       facts.now + days{facts.by.recall_days},
                                       facts.wanted.value_or(facts.now)});
    const instant until = due_on(facts.where, date_in(earliest, facts.where.time_zone));
    recall_plan plan{loan, loan};
    plan.after.recalled_at = facts.now;
    plan.after.due_before_recall = loan.due_at;
    plan.after.due_at = std::min(loan.due_at, until);
    // Of what is overdue already the days to bring it back still count for the rate.
    plan.after.recall_due_at = loan.due_at < facts.now ? until : plan.after.due_at;
    made.plan = plan;
    return made;
}

recall_facts load_recall_facts(storage::reader& from,
                               const scene& at,
                               const surroundings& with,
                               const storage::item_facts& copy) {
    const storage::loan& loan = *copy.open_loan;
    const auto borrower = from.find_patron(loan.patron);
    return {.loan = loan,
            .by = terms_for(at, with, borrower ? &*borrower : nullptr, &copy.item, loan.branch),
            .where = load_calendar(from, *at.library, loan.branch, with.now),
            .now = with.now};
}

namespace {

bool suits(const storage::item& copy,
           const scene& at,
           const surroundings& with,
           const storage::patron& who,
           const storage::hold& wanted) {
    const terms by = terms_for(at, with, &who, &copy, wanted.pickup);
    return asks_for(wanted, copy) && may_have(who, by, at.today) &&
           may_be_fetched_at(wanted.pickup, by, copy, *at.library, with.rules);
}

/// Takes the better of two: a plan before none, the earlier due before the later.
void take_better(recall_decision& best, recall_decision other) {
    if (best.plan && (!other.plan || other.plan->after.due_at >= best.plan->after.due_at)) return;
    if (other.plan || best.refusals.empty()) best = std::move(other);
}

} // namespace

recall_decision find_recall(storage::reader& from,
                            const scene& at,
                            const surroundings& with,
                            const storage::patron& asking,
                            const storage::hold& wanted,
                            storage::item_id of) {
    recall_decision best;
    for (const auto& copy : from.items_of(wanted.title, copies_looked_at)) {
        if (of && copy.id != of) continue;
        const auto facts = from.item_with_facts(copy.id);
        if (!facts || !suits(copy, at, with, asking, wanted)) continue;
        if (is_available(*facts)) {
            const auto& where = at.branch(copy.place).name;
            return {{{.code = code::hold_available_on_shelf, .place = where}}, {}};
        }
        if (!facts->open_loan) continue;
        if (facts->open_loan->patron == asking.id)
            take_better(best, {{{.code = code::hold_has_loan}}, {}});
        else
            take_better(best, decide_recall(load_recall_facts(from, at, with, *facts)));
    }
    if (!best.plan && best.refusals.empty())
        best.refusals.push_back({.code = code::recall_not_allowed});
    return best;
}

namespace {

void tell_borrower(storage::unit_of_work& unit, const scene& at, const storage::loan& of, instant now) {
    const auto cause = cause_of(of);
    if (auto told = unit.find_notice(notice_recall, cause)) {
        told->state = notice_state::waiting;
        told->done_at.reset();
        unit.change(*told);
        return;
    }
    const auto borrower = unit.find_patron(of.patron);
    if (!borrower) return;
    auto notice = make_notice(unit, at, *borrower, now, notice_recall, cause);
    notice.item = of.item;
    notice.loan = of.id;
    unit.add(notice);
}

void add_event(storage::unit_of_work& unit,
               const storage::loan& of,
               storage::hold_id behind,
               const requester& by,
               instant now,
               std::string_view kind,
               std::string_view why,
               const short_form& kept) {
    storage::event event = make_event(unit, by, now, kind, why);
    event.patron = of.patron;
    event.item = of.item;
    event.loan = of.id;
    event.hold = behind;
    event.detail = kept.text();
    unit.add(event);
    const auto item = unit.find_item(of.item);
    const auto who = unit.find_patron(of.patron);
    count_event(unit,
                by,
                *load_library(unit, by.institution),
                now,
                {item ? &*item : nullptr, who ? &*who : nullptr},
                kind);
}

} // namespace

void apply(storage::unit_of_work& unit,
           const scene& at,
           recall_plan plan,
           const storage::hold& behind,
           const requester& by,
           instant now,
           std::string_view why) {
    plan.after.recalled_for = behind.id;
    unit.change(plan.before, plan.after);
    tell_borrower(unit, at, plan.after, now);
    short_form kept;
    kept.put("due", plan.before.due_at);
    kept.put("recalled_until", plan.after.recall_due_at);
    add_event(unit, plan.before, behind.id, by, now, event_recall, why, kept);
}

void give_up_recall(storage::unit_of_work& unit,
                    storage::hold_id behind,
                    const requester& by,
                    instant now,
                    short_form& kept) {
    if (const auto recalled = unit.loan_recalled_for(behind))
        give_up_recall(unit, *recalled, by, now, kept);
}

void give_up_recall(storage::unit_of_work& unit,
                    const storage::loan& of,
                    const requester& by,
                    instant now,
                    short_form& kept,
                    std::string_view why) {
    static_cast<void>(call_off_notice(unit, notice_recall, cause_of(of), now));
    storage::loan after = of;
    after.due_at = of.due_before_recall.value_or(of.due_at);
    after.recalled_at.reset();
    after.recall_due_at.reset();
    after.due_before_recall.reset();
    after.recalled_for = {};
    unit.change(of, after);
    short_form event;
    event.put("due", of.due_at);
    add_event(unit, after, of.recalled_for, by, now, event_given_up, why, event);
    kept.put("recall", of.id.value);
    kept.put("recall.hold", of.recalled_for.value);
    kept.put("recall.at", of.recalled_at);
    kept.put("recall.until", of.recall_due_at);
    kept.put("recall.due", of.due_at);
    kept.put("recall.before", of.due_before_recall);
}

void put_recall_back(storage::unit_of_work& unit, const short_form& kept) {
    const auto id = kept.number("recall");
    const auto now = id ? unit.find_loan(storage::loan_id{*id}) : std::nullopt;
    if (!now || !now->is_open() || now->recalled_at || now->due_at != kept.at("recall.before"))
        return;
    storage::loan before = *now;
    before.recalled_at = kept.at("recall.at");
    before.recall_due_at = kept.at("recall.until");
    before.due_at = kept.at("recall.due").value_or(now->due_at);
    before.due_before_recall = kept.at("recall.before");
    before.recalled_for = storage::hold_id{kept.number("recall.hold").value_or(0)};
    unit.change(*now, before);
    call_notice_again(unit, notice_recall, cause_of(before));
}

void forget_recall(storage::unit_of_work& unit, const storage::loan& of) {
    if (of.recalled_for) unit.remove_notices(notice_recall, cause_of(of));
}

} // namespace circ::circulation
