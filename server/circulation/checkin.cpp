#include "server/circulation/checkin.hpp"

#include "server/circulation/journal.hpp"
#include "server/circulation/loan_return.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/make_views.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::hold_state;
using storage::item_state;
using storage::loan_state;

constexpr std::string_view operation_checkin = "checkin";

bool is_out_of_circulation(item_state state) {
    return state == item_state::damaged || state == item_state::in_repair || state == item_state::withdrawn;
}
bool is_not_ready(item_state state) { return state == item_state::on_order || state == item_state::in_process; }

/// Whether something was found that staff should know of.
bool was_given_up(const checkin_facts& facts) {
    const auto& loan = facts.item.open_loan;
    return facts.item.item.state == item_state::missing || (loan && loan->state != loan_state::open);
}

void keep_for(checkin_plan& plan, const storage::hold& hold, const checkin_facts& facts) {
    plan.for_hold = hold;
    if (hold.pickup == facts.here) {
        plan.to_shelf = true;
        plan.ends_transit = facts.item.open_transit.has_value();
        plan.alert = alert_kind::hold_here;
        return;
    }
    plan.alert = alert_kind::hold_elsewhere;
    plan.destination = hold.pickup;
    const auto& transit = facts.item.open_transit;
    const bool on_its_way = transit && transit->to == hold.pickup && transit->hold == hold.id;
    if (on_its_way) {
        plan.told_again = true;
        return;
    }
    plan.ends_transit = transit.has_value(); // its pickup has changed, or it was on its way home
    plan.send_to = hold.pickup;
}

void send_home_or_shelve(checkin_plan& plan, const checkin_facts& facts) {
    const auto& transit = facts.item.open_transit;
    const bool at_home = facts.item.item.branch == facts.here || facts.floats;
    plan.ends_transit = transit.has_value() && (at_home || transit->to != facts.item.item.branch);
    if (at_home) return;
    plan.alert = alert_kind::transit;
    plan.destination = facts.item.item.branch;
    if (transit && transit->to == facts.item.item.branch && !facts.item.open_loan)
        plan.told_again = true;
    else
        plan.send_to = facts.item.item.branch;
}

checkin_decision refused(code why) {
    checkin_decision made;
    made.refusals.push_back({.code = why});
    made.plan.accepted = false;
    made.plan.alert = alert_kind::other;
    return made;
}

} // namespace

checkin_decision decide_checkin(const checkin_facts& facts) {
    const auto& item = facts.item;
    const auto& trapping = item.trapping_hold;
    const bool still_kept = trapping && keeps_its_item(*trapping, facts.today);
    if (facts.type_refused) return refused(code::item_type_refused);
    if (facts.holds == hold_handling::refuse && (still_kept || facts.next)) return refused(code::holds_not_here);

    checkin_decision made;
    checkin_plan& plan = made.plan;
    plan.closes_loan = item.open_loan.has_value();
    plan.state = item.item.state;
    if (is_out_of_circulation(item.item.state)) {
        plan.accepted = plan.closes_loan;
        plan.alert = alert_kind::other;
        if (!plan.accepted)
            made.refusals.push_back({.code = item.item.state == item_state::damaged     ? code::item_damaged
                                             : item.item.state == item_state::in_repair ? code::item_in_repair
                                                                                        : code::item_withdrawn});
        return made;
    }
    if (is_not_ready(item.item.state)) {
        plan.state = item_state::in_process; // received, to the workroom
        plan.alert = alert_kind::other;
        return made;
    }
    plan.state = item_state::usable;
    plan.clears_hold = trapping && !still_kept;
    if (still_kept)
        keep_for(plan, *trapping, facts);
    else if (facts.next && facts.holds == hold_handling::trap)
        keep_for(plan, *facts.next, facts);
    else
        send_home_or_shelve(plan, facts);
    if (still_kept && trapping->state == hold_state::on_shelf && trapping->pickup == facts.here) plan.told_again = true;
    if (!still_kept && facts.next && facts.holds == hold_handling::tell_only)
        plan.alert = facts.next->pickup == facts.here ? alert_kind::hold_here : alert_kind::hold_elsewhere;
    if (plan.alert == alert_kind::none && was_given_up(facts)) plan.alert = alert_kind::other;
    const bool was_anywhere = plan.closes_loan || item.open_transit || trapping || item.item.state != item_state::usable;
    if (!was_anywhere && plan.alert == alert_kind::none) plan.accepted = facts.not_on_loan_ok;
    if (!plan.accepted) made.refusals.push_back({.code = code::not_on_loan});
    return made;
}

namespace {

/// When the item came back: now, what the device says as far as it is believed, or the end of the
/// last open day for what was found in the morning.
instant back_at(const checkin& asked, const scene& at) {
    const device_rules& rules = *asked.by.rules;
    if (rules.returns_dated == return_dating::last_open_day)
        return std::min(at.moment, end_of_day(last_open_day_before(at.here, at.today), at.here.time_zone));
    if (is_posted(asked.by)) return asked.returned ? std::min(*asked.returned, at.moment) : at.moment;
    const bool believed = rules.returns_backdated && asked.returned && *asked.returned < at.moment &&
                          at.moment - *asked.returned <= rules.trust_return_date;
    return believed ? *asked.returned : at.moment;
}

checkin_facts load_facts(storage::reader& from, const scene& at, const requester& by, const surroundings& with,
                         const storage::item_facts& item, const terms& own) {
    checkin_facts facts;
    facts.item = item;
    facts.here = by.branch;
    facts.today = at.today;
    facts.floats = own.floats;
    facts.not_on_loan_ok = by.rules->checkin_not_on_loan_ok;
    facts.holds = by.rules->holds;
    const auto& refused_types = by.rules->refused_item_types;
    facts.type_refused = std::ranges::find(refused_types, item.item.item_type) != refused_types.end();
    storage::item_facts free = item; // as it will be once it is back
    free.open_loan.reset();
    auto next = holds_to_fill(from, free, at.library, with.rules, at.today, 1);
    if (!next.empty()) facts.next = std::move(next.front());
    return facts;
}

/// Changes the hold that the item is kept for, or was; what it was before is kept for an undo.
void move_hold(storage::unit_of_work& unit, const checkin_plan& plan, const checkin_facts& facts, const scene& at,
               const surroundings& with, short_form& kept) {
    if (plan.clears_hold) {
        const storage::hold& before = *facts.item.trapping_hold;
        put_hold(kept, "cleared", before);
        storage::hold after = before;
        after.trapped_item = {};
        if (storage::is_open(after.state)) {
            after.state = hold_state::lapsed;
            after.closed_at = with.now;
        }
        unit.change(before, after);
    }
    if (!plan.for_hold || plan.told_again) return;
    const storage::hold& before = *plan.for_hold;
    put_hold(kept, "hold", before);
    storage::hold after = before;
    after.trapped_item = facts.item.item.id;
    after.trapped_at = with.now;
    after.state = plan.to_shelf ? hold_state::on_shelf : hold_state::in_transit;
    after.shelf_until.reset();
    if (plan.to_shelf) {
        const auto patron = unit.find_patron(before.patron);
        const terms by = terms_for(at, with, patron ? &*patron : nullptr, &facts.item.item, before.pickup);
        after.shelf_until = add_open_days(at.here, at.today, static_cast<int>(by.hold_shelf_open_days));
        storage::notice notice;
        notice.id = unit.new_id<storage::notice_id>();
        notice.patron = before.patron;
        notice.kind = "hold_ready";
        notice.cause = "hold " + std::to_string(before.id.value);
        notice.item = facts.item.item.id;
        notice.hold = before.id;
        notice.created_at = with.now;
        unit.add(notice);
        kept.put("notice", before.id.value);
    }
    unit.change(before, after);
}

void move_item(storage::unit_of_work& unit, const checkin_plan& plan, const checkin_facts& facts, const requester& by,
               const surroundings& with, instant seen, short_form& kept) {
    if (plan.ends_transit) {
        kept.put("ended", facts.item.open_transit->id.value);
        storage::transit ended = *facts.item.open_transit;
        ended.ended_at = with.now;
        unit.change(ended);
    }
    if (plan.send_to) {
        storage::transit sent;
        sent.id = unit.new_id<storage::transit_id>();
        sent.item = facts.item.item.id;
        sent.from = by.branch;
        sent.to = plan.send_to;
        if (plan.for_hold) sent.hold = plan.for_hold->id;
        sent.sent_at = with.now;
        unit.add(sent);
        kept.put("sent", sent.id.value);
    }
    kept.put("state", static_cast<std::int64_t>(facts.item.item.state));
    kept.put("place", facts.item.item.place.value);
    kept.put("seen", facts.item.item.seen_at);
    storage::item item = facts.item.item;
    item.state = plan.state;
    item.place = by.branch;
    item.seen_at = seen;
    unit.change(item);
}

struct made_checkin {
    storage::event_id event;
    storage::fee_id fee;
    money overdue;
};

made_checkin apply(storage::unit_of_work& unit, const checkin_plan& plan, const checkin_facts& facts, const scene& at,
                   const checkin& asked, const surroundings& with, const terms& own) {
    made_checkin made;
    short_form kept;
    const storage::patron_id borrower = plan.closes_loan ? facts.item.open_loan->patron : storage::patron_id{};
    std::optional<storage::patron> who;
    if (plan.closes_loan) {
        const storage::loan& loan = *facts.item.open_loan;
        who = unit.find_patron(loan.patron);
        const auto back = decide_return(loan, load_charged(unit, loan), own, at.here,
                                        {.back = back_at(asked, at), .now = with.now, .terminal = asked.by.terminal});
        made.fee = circulation::apply(unit, back, asked.by, with.now);
        made.overdue = back.overdue;
        kept.put("loan_state", static_cast<std::int64_t>(loan.state));
        if (made.fee) kept.put("fee", made.fee.value);
        kept.put("entries", static_cast<std::int64_t>(back.entries.size()));
    }
    move_hold(unit, plan, facts, at, with, kept);
    move_item(unit, plan, facts, asked.by, with, at.moment, kept);

    const bool used_in_house = !plan.closes_loan && !facts.item.open_transit && !facts.item.trapping_hold && own.in_house_use;
    const auto kind = plan.closes_loan ? event_checkin : used_in_house ? event_in_house_use : event_seen;
    storage::event event = make_event(unit, asked.by, with.now, kind);
    event.patron = borrower;
    event.item = facts.item.item.id;
    if (plan.closes_loan) event.loan = facts.item.open_loan->id;
    if (plan.for_hold) event.hold = plan.for_hold->id;
    event.fee = made.fee;
    event.detail = kept.text();
    unit.add(event);
    made.event = event.id;
    count_event(unit, asked.by, at.library, with.now, {&facts.item.item, who ? &*who : nullptr}, kind);
    return made;
}

void tell_route(checkin_outcome& made, storage::reader& from, const checkin_plan& plan, const scene& at) {
    made.alert = plan.alert;
    if (plan.destination) made.destination = make_place(at.branch(plan.destination));
    switch (plan.alert) {
    case alert_kind::hold_here: made.notices.push_back({.code = code::hold_here}); break;
    case alert_kind::hold_elsewhere:
        made.notices.push_back({.code = code::hold_elsewhere, .place = plan.destination ? at.branch(plan.destination).name : ""});
        break;
    case alert_kind::transit:
        made.notices.push_back({.code = code::transit_to, .place = at.branch(plan.destination).name});
        break;
    default: break;
    }
    if (!plan.for_hold) return;
    made.hold_card = card_number_of(from, plan.for_hold->patron);
    if (const auto who = from.find_patron(plan.for_hold->patron)) made.hold_name = display_name(*who);
}

/// A repeat is told from where the item stands now: the effect is still the last thing that happened.
checkin_plan plan_as_it_stands(const storage::item_facts& item, storage::branch_id here) {
    checkin_plan plan;
    plan.for_hold = item.trapping_hold;
    if (item.open_transit) {
        plan.destination = item.open_transit->to;
        plan.alert = item.trapping_hold ? alert_kind::hold_elsewhere : alert_kind::transit;
    } else if (item.trapping_hold && item.trapping_hold->pickup == here) {
        plan.alert = alert_kind::hold_here;
    }
    return plan;
}

checkin_outcome unknown_item(storage::unit_of_work& unit, const checkin& asked, const surroundings& with) {
    auto made = refused_with<checkin_outcome>({{.code = code::item_unknown}});
    made.alert = alert_kind::other;
    auto row = make_review(unit, asked.by, with.now, is_posted(asked.by) ? "could_not_post" : "unknown_item", operation_checkin);
    row.barcode = asked.item;
    row.reasons = reason_list(made.reasons);
    review_once(unit, asked.by, with, row);
    return made;
}

/// Told off-line, of a moment before the loan that stands now: that loan is another one.
bool is_older_than_loan(const checkin& asked, const scene& at, const storage::item_facts& item) {
    return is_posted(asked.by) && item.open_loan && item.open_loan->lent_at > back_at(asked, at);
}

checkin_outcome leave_for_review(storage::unit_of_work& unit, const checkin& asked, const surroundings& with,
                                 const storage::item_facts& item, checkin_outcome made) {
    auto row = make_review(unit, asked.by, with.now, "older_than_loan", operation_checkin);
    row.item = item.item.id;
    row.patron = item.open_loan->patron;
    review_once(unit, asked.by, with, row);
    made.alert = alert_kind::other;
    made.resensitize = true;
    return made;
}

} // namespace

checkin_outcome perform(storage::unit_of_work& unit, const checkin& asked, const surroundings& with) {
    const requester& by = asked.by;
    const auto item = unit.item_by_barcode(by.institution, asked.item);
    if (!item) return unknown_item(unit, asked, with);
    const scene at = load_scene(unit, by, with);
    const auto borrower = item->open_loan ? unit.find_patron(item->open_loan->patron) : std::nullopt;
    const terms own = terms_for(at, with, borrower ? &*borrower : nullptr, &item->item, by.branch);
    checkin_outcome made;
    show_item(made, at, *item, own);
    if (const auto entry = find_repeat(unit, by, with, operation_checkin)) {
        const auto last = last_move_of(unit, item->item.id);
        if (last && last->id == entry->event) {
            made.repeated = made.resensitize = true;
            tell_route(made, unit, plan_as_it_stands(*item, by.branch), at);
            if (short_form(entry->facts).number("alert") == static_cast<std::int64_t>(alert_kind::other)) made.alert = alert_kind::other;
            if (last->patron) made.borrower_card = card_number_of(unit, last->patron);
            return made;
        }
    }
    if (is_older_than_loan(asked, at, *item)) return leave_for_review(unit, asked, with, *item, std::move(made));

    const auto facts = load_facts(unit, at, by, with, *item, own);
    auto decided = decide_checkin(facts);
    made.resensitize = decided.plan.accepted;
    made.reasons = std::move(decided.refusals);
    if (!decided.plan.accepted) {
        made.result = verdict::refused;
        made.alert = decided.plan.alert;
        return made;
    }
    const auto taken = apply(unit, decided.plan, facts, at, asked, with, own);
    short_form kept;
    kept.put("alert", static_cast<std::int64_t>(decided.plan.alert));
    record(unit, by, with, operation_checkin,
           {.item = item->item.id, .loan = item->open_loan ? item->open_loan->id : storage::loan_id{},
            .hold = decided.plan.for_hold ? decided.plan.for_hold->id : storage::hold_id{}, .fee = taken.fee,
            .event = taken.event, .facts = kept.text()});
    if (const auto after = unit.item_with_facts(item->item.id)) show_item(made, at, *after, own);
    tell_route(made, unit, decided.plan, at);
    if (borrower) made.borrower_card = card_number_of(unit, borrower->id);
    if (taken.overdue.minor > 0) made.notices.push_back({.code = code::fee_charged, .amount = taken.overdue});
    for (auto& each : item_notices(item->item)) made.notices.push_back(std::move(each));
    return made;
}

} // namespace circ::circulation
