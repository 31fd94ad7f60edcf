#include "server/circulation/checkin.hpp"
#include "server/circulation/foreign_items.hpp"
#include "server/circulation/hold_end.hpp"
#include "server/circulation/journal.hpp"
#include "server/circulation/loan_return.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/lost.hpp"
#include "server/circulation/make_views.hpp"
#include "server/circulation/notice.hpp"
#include "server/circulation/recall.hpp"
#include "server/circulation/sort_bin.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::hold_state;
using storage::item_state;
using storage::loan_state;

constexpr std::string_view operation_checkin = "checkin";

/// When the item was taken, as a device tells that did so without us.
instant taken_at(const checkin& asked, const scene& at) {
    return asked.returned ? std::min(*asked.returned, at.moment) : at.moment;
}

/// When the item came back: now, what the device says as far as it is believed, or the end of the
/// last open day for what was found in the morning.
instant back_at(const checkin& asked, const scene& at) {
    const device_rules& rules = *asked.by.rules;
    if (rules.returns_dated == return_dating::last_open_day)
        return std::min(at.moment,
                        end_of_day(last_open_day_before(at.here, at.today), at.here.time_zone));
    if (is_posted(asked.by)) return taken_at(asked, at);
    const bool believed = rules.returns_backdated && asked.returned &&
                          *asked.returned < at.moment &&
                          at.moment - *asked.returned <= rules.trust_return_date;
    return believed ? *asked.returned : at.moment;
}

checkin_facts load_facts(storage::reader& from,
                         const scene& at,
                         const requester& by,
                         const surroundings& with,
                         storage::item_facts item,
                         const terms& own) {
    checkin_facts facts;
    facts.here = by.branch;
    facts.today = at.today;
    facts.floats = own.floats;
    facts.interlibrary_desk = interlibrary_desk_of(from, with, item.item);
    facts.not_on_loan_ok = by.rules->checkin_not_on_loan_ok;
    facts.holds = by.rules->holds;
    const auto& refused_types = by.rules->refused_item_types;
    facts.has_happened = by.when == timing::already_happened;
    facts.type_refused =
        std::ranges::find(refused_types, type_on(item.item, at.today)) != refused_types.end();
    if (item.title.open_holds > 0) {
        storage::item_facts free = item; // as it will be once it is back
        free.open_loan.reset();
        free.item.place = by.branch;
        auto next = holds_to_fill(from, free, *at.library, with.rules, at.today, 1);
        if (!next.empty()) facts.next = std::move(next.front());
    }
    facts.item = std::move(item);
    return facts;
}

/// Whether a hold is another one afterwards: trapped, freed or over.
bool changes_hold(const checkin_plan& plan) {
    return plan.clears_hold || plan.frees_hold || (plan.for_hold && !plan.only_told);
}

/// Changes the hold that the item is kept for, or was; what it was before is kept for an undo.
void move_hold(storage::unit_of_work& unit,
               const checkin_plan& plan,
               const checkin_facts& facts,
               const scene& at,
               const requester& by,
               const surroundings& with,
               short_form& kept) {
    if (plan.clears_hold || plan.frees_hold) {
        const storage::hold& before = *facts.item.trapping_hold;
        put_hold(kept, "cleared", before);
        storage::hold after = before;
        after.trapped_item = {};
        if (plan.frees_hold) {
            after = without_item(before, at.today, with.now);
        } else if (storage::is_open(after.state)) {
            after.state = hold_state::lapsed;
            after.closed_at = with.now;
            give_up_recall(unit, before.id, by, with.now, kept);
        }
        unit.change(before, after);
        if (give_up_ready_notice(unit, before, with.now))
            kept.put("cleared.untold", before.id.value);
    }
    if (!plan.for_hold || plan.only_told) return;
    const storage::hold& before = *plan.for_hold;
    put_hold(kept, "hold", before);
    storage::hold after = before;
    after.trapped_item = facts.item.item.id;
    after.trapped_at = with.now;
    after.state = plan.to_shelf ? hold_state::on_shelf : hold_state::in_transit;
    after.shelf_until.reset();
    if (plan.to_shelf) {
        const auto patron = unit.find_patron(before.patron);
        const terms theirs =
            terms_for(at, with, patron ? &*patron : nullptr, &facts.item.item, before.pickup);
        after.shelf_until =
            add_open_days(at.here, at.today, static_cast<int>(theirs.hold_shelf_open_days));
        if (patron) {
            auto notice =
                make_notice(unit, at, *patron, with.now, notice_hold_ready, cause_of(after));
            notice.item = facts.item.item.id;
            notice.hold = before.id;
            unit.add(notice);
        }
        kept.put("notice", before.id.value);
    }
    unit.change(before, after);
}

/// What has become of the item, but for its hold.
struct moved_item {
    storage::item item;                   ///< as it is now
    std::optional<storage::transit> sent; ///< on its way from here
};

moved_item move_item(storage::unit_of_work& unit,
                     const checkin_plan& plan,
                     const checkin_facts& facts,
                     const requester& by,
                     const surroundings& with,
                     instant seen,
                     short_form& kept) {
    moved_item moved{facts.item.item, {}};
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
        moved.sent = sent;
    }
    kept.put("state", static_cast<std::int64_t>(facts.item.item.state));
    kept.put("place", facts.item.item.place.value);
    kept.put("seen", facts.item.item.seen_at);
    moved.item.state = plan.state;
    moved.item.place = by.branch;
    moved.item.seen_at = seen;
    unit.change(facts.item.item, moved.item);
    return moved;
}

struct made_checkin {
    moved_item moved;
    storage::event_id event;
    storage::fee_id fee;
    money overdue;
};

made_checkin apply(storage::unit_of_work& unit,
                   const checkin_plan& plan,
                   const checkin_facts& facts,
                   const scene& at,
                   const checkin& asked,
                   const surroundings& with,
                   const storage::patron* borrower,
                   const terms& own) {
    made_checkin made;
    short_form kept;
    const storage::patron* const who = plan.closes_loan ? borrower : nullptr;
    if (plan.closes_loan) {
        const storage::loan& loan = *facts.item.open_loan;
        const auto back = decide_return(
            loan,
            load_charged(unit, loan),
            own,
            load_calendar_of(unit, *at.library, loan),
            {.back = back_at(asked, at), .now = with.now, .terminal = asked.by.terminal});
        made.fee = circulation::apply(unit, back, asked.by, with.now);
        made.overdue = made.fee ? back.overdue : money{};
        kept.put("loan_state", static_cast<std::int64_t>(loan.state));
        if (made.fee) kept.put("fee", made.fee.value);
        kept.put("entries", static_cast<std::int64_t>(back.entries.size()));
    }
    if (!plan.closes_loan)
        static_cast<void>(
            settle_paid(unit, at, facts.item.item, asked.by, back_at(asked, at), with));
    move_hold(unit, plan, facts, at, asked.by, with, kept);
    made.moved = move_item(unit, plan, facts, asked.by, with, at.moment, kept);

    const bool used_in_house = !plan.closes_loan && !facts.item.open_transit &&
                               !facts.item.trapping_hold && own.in_house_use;
    const auto kind = plan.closes_loan ? event_checkin
                      : used_in_house  ? event_in_house_use
                                       : event_seen;
    storage::event event = make_event(unit, asked.by, with.now, kind);
    event.item = facts.item.item.id;
    if (plan.closes_loan) {
        event.patron = facts.item.open_loan->patron;
        event.loan = facts.item.open_loan->id;
    }
    if (plan.for_hold) event.hold = plan.for_hold->id;
    event.fee = made.fee;
    event.detail = kept.text();
    unit.add(event);
    made.event = event.id;
    count_event(
        unit, asked.by, *at.library, with.now, {&facts.item.item, who}, kind);
    return made;
}

void tell_route(checkin_outcome& made,
                storage::reader& from,
                const checkin_plan& plan,
                const scene& at) {
    made.alert = plan.alert;
    if (plan.destination) made.destination = make_place(at.branch(plan.destination));
    switch (plan.alert) {
    case alert_kind::hold_here:
        made.notices.push_back({.code = code::hold_here});
        break;
    case alert_kind::hold_elsewhere:
        made.notices.push_back({.code = code::hold_elsewhere,
                                .place = plan.destination ? at.branch(plan.destination).name : ""});
        break;
    case alert_kind::transit:
        made.notices.push_back(
            {.code = code::transit_to, .place = at.branch(plan.destination).name});
        break;
    case alert_kind::hold_interlibrary:
        made.notices.push_back(
            {.code = code::to_interlibrary_desk, .place = at.branch(plan.destination).name});
        break;
    case alert_kind::none:
    case alert_kind::other:
        break;
    }
    if (!plan.for_hold) return;
    made.hold_card = card_number_of(from, plan.for_hold->patron);
    if (const auto who = from.find_patron(plan.for_hold->patron))
        made.hold_name = display_name(*who);
}

/// What the journal keeps of the route, and the route from it.
std::string route_kept(const checkin_plan& plan) {
    short_form kept;
    kept.put("alert", static_cast<std::int64_t>(plan.alert));
    if (plan.destination) kept.put("to", plan.destination.value);
    return kept.text();
}

checkin_plan route_told(storage::reader& from, const storage::journal_entry& entry) {
    const short_form kept(entry.facts);
    checkin_plan plan;
    plan.alert = static_cast<alert_kind>(kept.number("alert").value_or(0));
    plan.destination = storage::branch_id{kept.number("to").value_or(0)};
    if (entry.hold) plan.for_hold = from.find_hold(entry.hold);
    return plan;
}

checkin_outcome
unknown_item(storage::unit_of_work& unit, const checkin& asked, const surroundings& with) {
    auto made = refused_with<checkin_outcome>({{.code = code::item_unknown}});
    made.alert = alert_kind::other;
    auto row = make_review(unit,
                           asked.by,
                           with.now,
                           is_posted(asked.by) ? review_kind::could_not_post
                                               : review_kind::unknown_item,
                           operation_checkin);
    row.barcode = asked.item;
    row.returned_at = asked.returned;
    row.reasons = reason_list(made.reasons);
    review_once(unit, asked.by, with, row);
    return made;
}

/// Told off-line, of a moment before the loan that stands now: that loan is another one. From when on the
/// return counts for fees says nothing of that: for a book drop it is the day before.
bool is_older_than_loan(const checkin& asked, const scene& at, const storage::item_facts& item) {
    return is_posted(asked.by) && item.open_loan && item.open_loan->lent_at > taken_at(asked, at);
}

void leave_for_review(checkin_outcome& made,
                      storage::unit_of_work& unit,
                      const checkin& asked,
                      const surroundings& with,
                      const storage::item_facts& item) {
    auto row = make_review(unit, asked.by, with.now, review_kind::older_than_loan, operation_checkin);
    row.item = item.item.id;
    row.patron = item.open_loan->patron;
    review_once(unit, asked.by, with, row);
    made.for_review = true;
    made.alert = alert_kind::other;
    made.resensitize = true;
}

/// Tells what this very request was told before, if it still stands, or that staff has dealt with it.
/// @return whether it has come before
bool tell_repeat(checkin_outcome& made,
                 storage::reader& from,
                 const checkin& asked,
                 const surroundings& with,
                 const scene& at,
                 storage::item_id item) {
    const auto entry = find_repeat(from, asked.by, with, operation_checkin);
    const auto last = entry ? from.last_move_of(item) : std::nullopt;
    const bool stands = last && last->id == entry->event;
    if (!stands && !was_settled_by_staff(from, asked.by, with, operation_checkin)) return false;
    made.repeated = made.resensitize = true;
    if (!stands) return true;
    tell_route(made, from, route_told(from, *entry), at);
    if (last->patron) made.borrower_card = card_number_of(from, last->patron);
    return true;
}

/// The item as it stands once it is back. What it was is known, and what was done to it; a hold that was changed
/// changes more, the queue of its title perhaps: then it is looked up again.
storage::item_facts item_as_taken(storage::reader& from,
                                  const checkin_plan& plan,
                                  storage::item_facts&& before,
                                  moved_item&& moved) {
    if (changes_hold(plan))
        if (auto stored = from.item_with_facts(before.item.id)) return std::move(*stored);
    storage::item_facts after = std::move(before);
    after.item = std::move(moved.item);
    if (plan.closes_loan) after.open_loan.reset();
    if (plan.ends_transit) after.open_transit.reset();
    if (moved.sent) after.open_transit = moved.sent;
    return after;
}

checkin_outcome take(storage::unit_of_work& unit, const checkin& asked, const surroundings& with) {
    const requester& by = asked.by;
    auto item = unit.item_by_barcode(by.institution, asked.item);
    if (!item) {
        auto foreign = take_foreign(unit, asked, with);
        return foreign ? std::move(*foreign) : unknown_item(unit, asked, with);
    }
    const scene at = load_scene(unit, by, with);
    const auto borrower =
        item->open_loan ? unit.find_patron_and_cards(item->open_loan->patron) : std::nullopt;
    const storage::patron* const who = borrower ? &borrower->patron : nullptr;
    const terms own = terms_for(at, with, who, &item->item, by.branch);
    checkin_outcome made;
    if (tell_repeat(made, unit, asked, with, at, item->item.id)) {
        show_item(made, at, std::move(*item), own);
        return made;
    }
    if (is_older_than_loan(asked, at, *item)) {
        leave_for_review(made, unit, asked, with, *item);
        show_item(made, at, std::move(*item), own);
        return made;
    }

    auto facts = load_facts(unit, at, by, with, std::move(*item), own);
    auto decided = decide_checkin(facts);
    made.resensitize = decided.plan.accepted;
    made.reasons = std::move(decided.refusals);
    if (!decided.plan.accepted) {
        // Refused or not, it has arrived: nobody looks for it on its way any more, or waits for it.
        if (decided.plan.ends_transit) static_cast<void>(apply(unit, decided.plan, facts, at, asked, with, who, own));
        made.result = verdict::refused;
        made.alert = decided.plan.alert;
        show_item(made, at, std::move(facts.item), own);
        return made;
    }
    auto taken = apply(unit, decided.plan, facts, at, asked, with, who, own);
    if (!decided.overruled.empty()) {
        auto row = make_review(unit, by, with.now, review_kind::posted_against_rules, operation_checkin);
        row.item = facts.item.item.id;
        row.reasons = reason_list(decided.overruled);
        unit.add(row);
        made.for_review = true;
    }
    record(unit,
           by,
           with,
           operation_checkin,
           {.item = facts.item.item.id,
            .loan = facts.item.open_loan ? facts.item.open_loan->id : storage::loan_id{},
            .hold = decided.plan.for_hold ? decided.plan.for_hold->id : storage::hold_id{},
            .fee = taken.fee,
            .event = taken.event,
            .facts = route_kept(decided.plan)});
    tell_route(made, unit, decided.plan, at);
    if (borrower) made.borrower_card = card_number_among(borrower->cards);
    if (taken.overdue.minor > 0)
        made.notices.push_back({.code = code::fee_charged, .amount = taken.overdue});
    for (auto& each : item_notices(facts.item.item))
        made.notices.push_back(std::move(each));
    auto after = item_as_taken(unit, decided.plan, std::move(facts.item), std::move(taken.moved));
    show_item(made, at, std::move(after), own);
    return made;
}

} // namespace

checkin_outcome
perform(storage::unit_of_work& unit, const checkin& asked, const surroundings& with) {
    checkin_outcome made = take(unit, asked, with);
    made.sort_bin = pick_bin(with.rules.routes().bins, bin_facts_of(made));
    return made;
}

} // namespace circ::circulation
