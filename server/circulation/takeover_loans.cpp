#include "server/circulation/hold_end.hpp"
#include "server/circulation/lending.hpp"
#include "server/circulation/recall.hpp"
#include "server/circulation/scene.hpp"
#include "server/circulation/takeover.hpp"

#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::item_state;
using storage::loan_state;

using taken_loan = taken_over<storage::loan>;

/// Where it was lent: the branch that is named, else the item's own.
std::optional<storage::branch_id>
branch_of(const open_loan& asked, const library_facts& of, const storage::item& what) {
    if (asked.branch.empty()) return what.branch;
    for (const auto& each : of.branches)
        if (each.code == asked.branch) return each.id;
    return std::nullopt;
}

/// One that nobody calls back has no hold behind it.
void tell_recall(storage::loan& loan, const told_recall& told) {
    loan.recalled_at = told.at;
    loan.recall_due_at = told.at ? std::optional(told.due_at.value_or(loan.due_at)) : std::nullopt;
    loan.due_before_recall = told.at ? told.due_before : std::nullopt;
    if (!told.at) loan.recalled_for = {};
}

/// What the old system says of a loan that is there.
storage::loan as_told(storage::loan loan, const open_loan& asked, instant now) {
    loan.lent_at = asked.lent_at;
    loan.due_at = asked.due_at;
    loan.renewals = asked.renewals;
    if (asked.terms) loan.terms = *asked.terms;
    if (asked.recall) tell_recall(loan, *asked.recall);
    if (loan.state != asked.state) {
        loan.state = asked.state;
        const auto since = asked.since.value_or(now);
        loan.lost_at = asked.state == loan_state::lost ? std::optional(since) : std::nullopt;
        loan.claimed_at =
            asked.state == loan_state::claimed_returned ? std::optional(since) : std::nullopt;
    }
    return loan;
}

bool is_same(const storage::loan& one, const storage::loan& other) {
    return one.lent_at == other.lent_at && one.due_at == other.due_at &&
           one.renewals == other.renewals && one.state == other.state &&
           one.recalled_at == other.recalled_at && one.recall_due_at == other.recall_due_at &&
           one.due_before_recall == other.due_before_recall && one.terms == other.terms;
}

/// A loan that was made, renewed, recalled or booked as lost here is no longer the old system's.
bool is_ours_now(storage::reader& from, const storage::loan& loan) {
    if (loan.terminal || loan.renewed_at) return true;
    return from.has_event(loan);
}

taken_loan update(storage::unit_of_work& unit,
                  const storage::loan& before,
                  const open_loan& asked,
                  instant now) {
    taken_loan made;
    made.record = before.id.value;
    const auto after = as_told(before, asked, now);
    if (is_same(before, after) || is_ours_now(unit, before)) return made;
    unit.change(before, after);
    made.what = taken_as::updated;
    made.before = before;
    made.after = after;
    return made;
}

/// What is in a reader's hands is neither missing nor on order.
void find_item(storage::unit_of_work& unit, const storage::item& what, taken_loan& made) {
    if (what.state != item_state::missing && what.state != item_state::on_order &&
        what.state != item_state::in_process)
        return;
    made.item_before = what;
    made.item_after = what;
    made.item_after->state = item_state::usable;
    unit.change(what, *made.item_after);
}

/// What lapsed on the shelf and is still to be cleared is kept for nobody.
bool is_kept_for_other(const storage::item_facts& what, storage::patron_id who) {
    return what.trapping_hold && storage::is_open(what.trapping_hold->state) &&
           what.trapping_hold->patron != who;
}

/// The reader has fetched what was kept: the hold is filled. One that is over lets go of the item.
void end_hold(storage::unit_of_work& unit,
              const storage::item_facts& what,
              storage::loan& loan,
              taken_loan& made,
              requester by,
              instant now) {
    if (!what.trapping_hold) return;
    const storage::hold& before = *what.trapping_hold;
    storage::hold after = before;
    after.trapped_item = {};
    if (storage::is_open(before.state)) {
        after.state = storage::hold_state::filled;
        after.closed_at = now;
        loan.filled_hold = before.id;
    }
    unit.change(before, after);
    static_cast<void>(give_up_ready_notice(unit, before, now));
    by.branch = loan.branch;
    short_form nothing_to_undo;
    give_up_recall(unit, before.id, by, now, nothing_to_undo);
    made.hold_before = before;
    made.hold_after = std::move(after);
}

void end_transit(storage::unit_of_work& unit, const storage::item_facts& what, instant now) {
    if (!what.open_transit) return;
    storage::transit ended = *what.open_transit;
    ended.ended_at = now;
    unit.change(ended);
}

} // namespace

taken_loan
take_over(storage::unit_of_work& unit, const open_loan& asked, const surroundings& with) {
    const auto library = load_library(unit, asked.by.institution);
    const auto who = unit.holder_of(asked.by.institution, asked.card);
    const auto what = unit.item_by_barcode(asked.by.institution, asked.item);
    std::vector<reason> against;
    if (!who) against.push_back({.code = code::patron_unknown});
    if (!what) against.push_back({.code = code::item_unknown});
    const auto where = what ? branch_of(asked, *library, what->item) : storage::branch_id{};
    if (!where) against.push_back({.code = code::branch_unknown, .field = asked.branch});
    if (!against.empty()) return refused_with<taken_loan>(std::move(against));
    if (what->open_loan && what->open_loan->patron == who->id)
        return update(unit, *what->open_loan, asked, with.now);
    if (what->open_loan) return refused_with<taken_loan>({{.code = code::item_on_loan_to_other}});
    if (is_kept_for_other(*what, who->id)) return refused_with<taken_loan>({{.code = code::item_trapped_for_other}});
    if (what->item.state == item_state::withdrawn) return refused_with<taken_loan>({{.code = code::item_withdrawn}});

    const auto subject = subject_of(&*who,
                                    &what->item,
                                    *where,
                                    *library,
                                    date_in(with.now, library->branch(*where).time_zone));
    const auto terms = with.rules.find(subject);
    storage::loan loan;
    loan.id = unit.new_id<storage::loan_id>();
    loan.item = what->item.id;
    loan.patron = who->id;
    loan.branch = *where;
    if (const auto owner = hours_owner_of(terms, what->item, *where); owner != *where)
        loan.hours_of = owner;
    loan.terms = make_loan_terms(terms, what->item, with.rules.loan_rule(subject));
    loan = as_told(std::move(loan), asked, with.now);
    taken_loan made;
    made.what = taken_as::added;
    end_hold(unit, *what, loan, made, asked.by, with.now);
    end_transit(unit, *what, with.now);
    find_item(unit, what->item, made);
    unit.add(loan);
    made.record = loan.id.value;
    made.after = std::move(loan);
    return made;
}

bool end_taken_over(storage::unit_of_work& unit,
                    const storage::loan& one,
                    const requester& /*by*/,
                    instant now) {
    if (!one.is_open() || is_ours_now(unit, one)) return false;
    storage::loan after = one;
    after.state = loan_state::returned;
    after.closed_at = now;
    after.return_seen_at = now;
    unit.change(one, after);
    return true;
}

} // namespace circ::circulation
