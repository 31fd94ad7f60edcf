#include "server/circulation/checkin.hpp"

#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::hold_state;
using storage::item_state;
using storage::loan_state;

bool is_out_of_circulation(item_state state) {
    return state == item_state::damaged || state == item_state::in_repair ||
           state == item_state::withdrawn;
}
bool is_not_ready(item_state state) {
    return state == item_state::on_order || state == item_state::in_process;
}

/// Whether something was found that staff should know of.
bool was_given_up(const checkin_facts& facts) {
    const auto& loan = facts.item.open_loan;
    return facts.item.item.state == item_state::missing ||
           (loan && loan->state != loan_state::open);
}

/// The hold is told, and where its item belongs; nothing is done about it.
void tell_of(checkin_plan& plan, const storage::hold& hold, const checkin_facts& facts) {
    plan.for_hold = hold;
    plan.only_told = true;
    plan.alert = hold.pickup == facts.here ? alert_kind::hold_here : alert_kind::hold_elsewhere;
    plan.destination = hold.pickup;
}

void keep_for(checkin_plan& plan, const storage::hold& hold, const checkin_facts& facts) {
    const auto& transit = facts.item.open_transit;
    const bool is_there = hold.state == hold_state::on_shelf && hold.pickup == facts.here;
    const bool is_coming = transit && transit->to == hold.pickup && transit->hold == hold.id;
    tell_of(plan, hold, facts);
    if (is_there || (is_coming && hold.pickup != facts.here)) return;
    plan.only_told = false;
    plan.ends_transit =
        transit.has_value(); // it has arrived, was on its way home, or the pickup has changed
    plan.to_shelf = hold.pickup == facts.here;
    if (!plan.to_shelf) plan.send_to = hold.pickup;
}

/// On to that branch, unless it is there or on its way.
void send_to(checkin_plan& plan, const checkin_facts& facts, storage::branch_id where) {
    const auto& transit = facts.item.open_transit;
    const bool is_there = where == facts.here;
    const bool is_coming = transit && transit->to == where && !transit->hold;
    plan.ends_transit = transit.has_value() && (is_there || !is_coming);
    if (!is_there && !is_coming) plan.send_to = where;
}

void send_home_or_shelve(checkin_plan& plan, const checkin_facts& facts) {
    const storage::branch_id home = facts.floats ? facts.here : facts.item.item.branch;
    send_to(plan, facts, home);
    if (home == facts.here) return;
    plan.alert = alert_kind::transit;
    plan.destination = home;
}

/// Another library's: back from its reader, or wanted by nobody here, it goes back there.
bool goes_to_its_lender(const checkin_facts& facts, bool is_kept) {
    return facts.interlibrary_desk && (facts.item.open_loan || (!is_kept && !facts.next));
}

void send_to_its_lender(checkin_plan& plan, const checkin_facts& facts) {
    send_to(plan, facts, facts.interlibrary_desk);
    plan.alert = alert_kind::hold_interlibrary;
    plan.destination = facts.interlibrary_desk;
}

/// What this device is not to take.
std::optional<reason> device_objection(const checkin_facts& facts, bool is_kept) {
    if (facts.type_refused) return reason{.code = code::item_type_refused};
    const bool has_hold = is_kept || facts.next;
    if (facts.holds == hold_handling::refuse && has_hold)
        return reason{.code = code::holds_not_here};
    return std::nullopt;
}

code objection_to(item_state state) {
    if (state == item_state::damaged) return code::item_damaged;
    return state == item_state::in_repair ? code::item_in_repair : code::item_withdrawn;
}

/// Where the item goes: to the hold it is kept for, to the next one, or home.
void decide_route(checkin_plan& plan, const checkin_facts& facts, bool is_kept) {
    const auto& trapping = facts.item.trapping_hold;
    plan.clears_hold = trapping && !is_kept;
    if (goes_to_its_lender(facts, is_kept)) return send_to_its_lender(plan, facts);
    const auto& hold = is_kept ? trapping : facts.next;
    if (!hold)
        send_home_or_shelve(plan, facts);
    else if (facts.holds == hold_handling::tell_only)
        tell_of(plan, *hold, facts);
    else
        keep_for(plan, *hold, facts);
}

/// Whether staff has to look at it although it goes nowhere.
bool needs_a_look(const checkin_facts& facts) {
    return was_given_up(facts) || !facts.item.item.note.empty() || facts.item.item.parts > 1;
}

} // namespace

checkin_decision decide_checkin(const checkin_facts& facts) {
    const auto& item = facts.item;
    const bool is_kept = item.trapping_hold && keeps_its_item(*item.trapping_hold, facts.today);
    checkin_decision made;
    checkin_plan& plan = made.plan;
    if (auto why = device_objection(facts, is_kept)) {
        plan.accepted = facts.has_happened;
        plan.alert = alert_kind::other;
        (facts.has_happened ? made.overruled : made.refusals).push_back(std::move(*why));
        if (!plan.accepted) return made;
    }
    plan.closes_loan = item.open_loan.has_value();
    plan.state = item.item.state;
    if (is_out_of_circulation(item.item.state)) {
        plan.ends_transit = item.open_transit.has_value();
        plan.frees_hold = plan.ends_transit && is_kept;
        plan.clears_hold = plan.ends_transit && item.trapping_hold && !is_kept;
        plan.accepted = plan.closes_loan;
        plan.alert = alert_kind::other;
        if (!plan.accepted) made.refusals.push_back({.code = objection_to(item.item.state)});
        return made;
    }
    if (is_not_ready(item.item.state)) {
        plan.state = item_state::in_process; // received, to the workroom
        plan.alert = alert_kind::other;
        return made;
    }
    plan.state = item_state::usable;
    decide_route(plan, facts, is_kept);
    const bool was_expected = plan.closes_loan || item.open_transit || item.trapping_hold ||
                              item.item.state != item_state::usable ||
                              plan.alert != alert_kind::none;
    if (!was_expected && !facts.not_on_loan_ok) {
        plan.accepted = facts.has_happened; // the book is here
        (facts.has_happened ? made.overruled : made.refusals).push_back({.code = code::not_on_loan});
    }
    if (plan.alert == alert_kind::none && needs_a_look(facts)) plan.alert = alert_kind::other;
    return made;
}

} // namespace circ::circulation
