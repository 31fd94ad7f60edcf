// Taking back what failed at the device: as if it had not been. What an event changed stands in its
// short form (trail.hpp), so that each of these verbs reads one event and puts everything back.

#include "server/circulation/hold_end.hpp"
#include "server/circulation/journal.hpp"
#include "server/circulation/loan_return.hpp"
#include "server/circulation/notice.hpp"
#include "server/circulation/perform.hpp"
#include "server/circulation/recall.hpp"
#include "server/circulation/scene.hpp"
#include "server/circulation/standing.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::loan_state;

constexpr std::chrono::minutes undo_window{15};
constexpr std::string_view operation_undo_checkout = "undo_checkout";
constexpr std::string_view operation_undo_checkin = "undo_checkin";

/// Whether money has moved: the event settled fees, or one that it charged was paid or waived since.
bool is_settled(storage::reader& from, const short_form& kept) {
    if (kept.number("entries").value_or(0) > 0) return true;
    const auto is_answered = [&](std::optional<std::int64_t> fee) {
        return fee && !from.entries_of(storage::fee_id{*fee}).empty();
    };
    return is_answered(kept.number("fee")) || is_answered(kept.number("rental"));
}

/// Whether the loan is no more what the event left: said to be lost or returned, or charged for.
bool has_moved_on(storage::reader& from, const storage::loan& loan, const storage::event& last) {
    if (loan.state != loan_state::open) return true;
    return last.kind == event_checkout &&
           std::ranges::any_of(from.fees_of_loan(loan.id), [&](const storage::fee& each) {
               return each.id.value != short_form(last.detail).number("fee");
           });
}

/// What stands against taking this event back; nullopt when this terminal just made it.
std::optional<reason> objection_to(storage::reader& from,
                                   const storage::event& last,
                                   const requester& by,
                                   instant now) {
    if (last.terminal != by.terminal) return reason{.code = code::undo_elsewhere};
    if (now - last.at > undo_window || is_settled(from, short_form(last.detail)))
        return reason{.code = code::undo_too_late};
    return std::nullopt;
}

/// A fee goes with what it was charged for.
/// @pre nothing answers it
void take_back_fee(storage::unit_of_work& unit, std::optional<std::int64_t> id) {
    if (!id) return;
    if (const auto fee = unit.find_fee(storage::fee_id{*id})) unit.remove(*fee);
}

/// Whether the copy can be kept for the hold once more, which it names: it still stands on the shelf,
/// or still travels there.
bool is_still_kept(storage::reader& from, const storage::hold& once) {
    const auto copy = from.item_with_facts(once.trapped_item);
    if (!copy || copy->open_loan || copy->trapping_hold) return false;
    const auto& transit = copy->open_transit;
    if (once.state == storage::hold_state::in_transit) return transit && transit->hold == once.id;
    return !transit && copy->item.place == once.pickup;
}

/// The hold as it was before the event, unless its reader or the desk has changed it meanwhile: one
/// that was cancelled since stays so and only lets go of the item.
/// @param taken the item that the event took or gave
void put_hold_back(storage::unit_of_work& unit,
                   const short_form& kept,
                   const std::string& as,
                   storage::item_id taken) {
    const auto id = kept.number(as);
    const auto now = id ? unit.find_hold(storage::hold_id{*id}) : std::nullopt;
    if (!now) return;
    storage::hold before = restored(kept, as, *now);
    const bool opens = storage::is_open(before.state) && !storage::is_open(now->state);
    const bool was_closed_since =
        opens && (now->state == storage::hold_state::cancelled ||
                  unit.open_hold_of(now->patron, now->title)); // asked for anew meanwhile
    if (was_closed_since || (now->trapped_item && now->trapped_item != taken)) {
        before = *now;
        if (now->trapped_item == taken) before.trapped_item = {};
    } else if (before.trapped_item && before.trapped_item != taken &&
               !is_still_kept(unit, before)) {
        before.state = storage::hold_state::queued;
        before.trapped_item = {};
        before.trapped_at.reset();
        before.shelf_until.reset();
    }
    unit.change(*now, before);
    // Whoever was not told yet that it is ready has to be told again.
    if (kept.number(as + ".untold")) take_up_ready_notice(unit, before);
}

void reopen_transit(storage::unit_of_work& unit, std::optional<std::int64_t> id) {
    if (!id) return;
    auto transit = unit.find_transit(storage::transit_id{*id});
    if (!transit) return;
    transit->ended_at.reset();
    unit.change(*transit);
}

void put_item_back(storage::unit_of_work& unit, const short_form& kept, storage::item item) {
    item.state = static_cast<storage::item_state>(
        kept.number("state").value_or(static_cast<std::int64_t>(item.state)));
    item.place = storage::branch_id{kept.number("place").value_or(item.place.value)};
    item.seen_at = kept.at("seen");
    unit.change(item);
}

storage::event_id add_undo_event(storage::unit_of_work& unit,
                                 const requester& by,
                                 const scene& at,
                                 instant now,
                                 const storage::event& undone,
                                 std::string_view kind,
                                 const storage::item& item) {
    storage::event event = make_event(unit, by, now, kind);
    event.patron = undone.patron;
    event.item = undone.item;
    event.loan = undone.loan;
    event.hold = undone.hold;
    unit.add(event);
    count_event(unit, by, *at.library, now, {&item, nullptr}, kind);
    return event.id;
}

void undo_renewal(storage::unit_of_work& unit, const storage::loan& loan, const short_form& kept) {
    storage::loan before = loan;
    before.due_at = kept.at("due").value_or(loan.due_at);
    if (loan.recalled_at) { // called back since: that stands
        before.due_before_recall = before.due_at;
        before.due_at = std::min(before.due_at, loan.due_at);
    }
    before.renewals = static_cast<int>(kept.number("renewals").value_or(0));
    before.renewed_at = kept.at("renewed");
    before.due_before_renewal = kept.at("before");
    before.hours_of = storage::branch_id{kept.number("hours").value_or(0)};
    take_back_fee(unit, kept.number("fee"));
    take_back_fee(unit, kept.number("rental"));
    unit.change(loan, before);
}

void undo_lending(storage::unit_of_work& unit,
                  const storage::loan& loan,
                  const short_form& kept,
                  const storage::item& item) {
    take_back_fee(unit, kept.number("fee"));
    forget_recall(unit, loan);
    unit.remove(loan);
    put_hold_back(unit, kept, "hold", item.id);
    put_hold_back(unit, kept, "freed", item.id);
    put_recall_back(unit, kept);
    reopen_transit(unit, kept.number("transit"));
    put_item_back(unit, kept, item);
}

/// What stands against taking back a loan of the reader who is named: nobody knows the reader, or it
/// is another's. There is nothing for staff to look at, since the one who is named has not got the
/// item.
std::optional<reason> not_whose(storage::reader& from,
                                const undo_checkout& asked,
                                instant now,
                                const std::optional<storage::loan>& loan) {
    if (asked.card.empty()) return std::nullopt;
    const auto who = from.patron_by_card(asked.by.institution, asked.card, now);
    if (!who) return reason{.code = code::patron_unknown, .field = asked.card};
    if (loan && who->patron.id != loan->patron) return reason{.code = code::not_on_loan_to_patron};
    return std::nullopt;
}

checkin_outcome refuse_undo(storage::unit_of_work& unit,
                            const undo_checkout& asked,
                            const surroundings& with,
                            const storage::item& item,
                            reason why,
                            checkin_outcome made) {
    made.result = verdict::refused;
    made.alert = alert_kind::other;
    made.reasons.push_back(std::move(why));
    auto row = make_review(unit, asked.by, with.now, review_kind::undo_refused, operation_undo_checkout);
    row.item = item.id;
    row.reasons = reason_list(made.reasons);
    review_once(unit, asked.by, with, row);
    return made;
}

} // namespace

checkin_outcome
perform(storage::unit_of_work& unit, const undo_checkout& asked, const surroundings& with) {
    const requester& by = asked.by;
    const auto item = unit.item_by_barcode(by.institution, asked.item);
    if (!item) {
        auto made = refused_with<checkin_outcome>({{.code = code::item_unknown}});
        made.alert = alert_kind::other;
        return made;
    }
    const scene at = load_scene(unit, by, with);
    const terms own = terms_for(at, with, nullptr, &item->item, by.branch);
    checkin_outcome made;
    show_item(made, at, *item, own);
    made.resensitize = true; // it may have been switched off before the checkout failed
    if (auto why = not_whose(unit, asked, with.now, item->open_loan)) {
        made.result = verdict::refused;
        made.alert = alert_kind::other;
        made.reasons.push_back(std::move(*why));
        return made;
    }
    if (!item->open_loan) { // nothing is on loan: nothing to take back, nothing changes
        made.repeated = find_repeat(unit, by, with, operation_undo_checkout).has_value();
        return made;
    }
    const auto last = unit.last_move_of(item->item.id);
    const auto entry = find_repeat(unit, by, with, operation_undo_checkout);
    if (entry && last && last->id == entry->event) { // a renewal: the loan before it stands again
        made.repeated = true;
        made.borrower_card = card_number_of(unit, item->open_loan->patron);
        return made;
    }
    const bool is_lending = last && last->loan == item->open_loan->id &&
                            (last->kind == event_checkout || last->kind == event_renew);
    if (!is_lending)
        return refuse_undo(
            unit, asked, with, item->item, {.code = code::undo_nothing_to_undo}, std::move(made));
    auto why = objection_to(unit, *last, by, with.now);
    if (!why && has_moved_on(unit, *item->open_loan, *last)) why = {.code = code::undo_too_late};
    if (why) return refuse_undo(unit, asked, with, item->item, std::move(*why), std::move(made));

    const short_form kept(last->detail);
    made.borrower_card = card_number_of(unit, item->open_loan->patron);
    if (last->kind == event_renew)
        undo_renewal(unit, *item->open_loan, kept);
    else
        undo_lending(unit, *item->open_loan, kept, item->item);
    const auto event =
        add_undo_event(unit, by, at, with.now, *last, event_undo_checkout, item->item);
    record(unit, by, with, operation_undo_checkout, {.item = item->item.id, .event = event});
    if (const auto after = unit.item_with_facts(item->item.id)) show_item(made, at, *after, own);
    return made;
}

namespace {

/// The last return of this item by this patron: one that can be taken back, or why it cannot.
/// Neither when there is no such return.
struct found_return {
    std::optional<storage::event> event;
    std::optional<reason> why_not;
};

found_return find_return(storage::reader& from,
                         const undo_checkin& asked,
                         instant now,
                         const storage::item_facts& item) {
    auto last = from.last_move_of(item.item.id);
    if (!last || item.open_loan || !last->loan || last->kind != event_checkin) return {};
    const auto card = from.find_card(asked.by.institution, asked.card);
    if (!card || card->patron != last->patron) return {};
    if (auto why = objection_to(from, *last, asked.by, now)) return {{}, std::move(why)};
    return {std::move(last), {}};
}

storage::loan reopened(const storage::loan& closed, const short_form& kept) {
    storage::loan open = closed;
    open.state = static_cast<loan_state>(kept.number("loan_state").value_or(0));
    open.closed_at.reset();
    open.closed_by = {};
    open.return_seen_at.reset();
    return open;
}

/// @param trapped_at when the return was taken, and an item kept for a hold by it
void undo_return(storage::unit_of_work& unit,
                 const storage::loan& closed,
                 const short_form& kept,
                 instant trapped_at,
                 const storage::item& item) {
    take_back_fee(unit, kept.number("fee"));
    if (const auto sent = kept.number("sent"))
        if (const auto transit = unit.find_transit(storage::transit_id{*sent}))
            unit.remove(*transit);
    put_hold_back(unit, kept, "hold", item.id);
    put_hold_back(unit, kept, "cleared", item.id);
    put_recall_back(unit, kept);
    if (const auto told = kept.number("notice")) {
        storage::hold as_told;
        as_told.id = storage::hold_id{*told};
        as_told.trapped_at = trapped_at;
        unit.remove_notices(notice_hold_ready, cause_of(as_told));
    }
    reopen_transit(unit, kept.number("ended"));
    put_item_back(unit, kept, item);
    unit.change(closed, reopened(closed, kept));
}

void show_restored(loan_outcome& made,
                   const scene& at,
                   const storage::item_facts& item,
                   const terms& own) {
    show_item(made, at, item, own);
    made.restored = true;
    made.due_at = item.open_loan->due_at;
    made.due_hourly = item.open_loan->terms.hourly;
}

} // namespace

loan_outcome
perform(storage::unit_of_work& unit, const undo_checkin& asked, const surroundings& with) {
    const requester& by = asked.by;
    const scene at = load_scene(unit, by, with);
    const auto who = unit.patron_by_card(by.institution, asked.card, with.now);
    const auto item = unit.item_by_barcode(by.institution, asked.item);
    auto [last, why_not] = item ? find_return(unit, asked, with.now, *item) : found_return{};
    const auto entry = find_repeat(unit, by, with, operation_undo_checkin);
    const bool done_before = entry && item && item->open_loan && item->open_loan->id == entry->loan;
    if (!who || !item || (!last && !why_not && !done_before)) {
        // No such return: an ordinary checkout with all its checks. It renews nothing: who takes a return
        // back has the item, and may be told so a second time.
        return perform(unit,
                       checkout{.by = by,
                                .card = asked.card,
                                .item = asked.item,
                                .pin = asked.pin,
                                .renewal_allowed = false},
                       with);
    }
    const terms own = terms_for(at, with, &who->patron, &item->item, by.branch);
    loan_outcome made;
    show_patron(made, at, who->patron);
    if (done_before) {
        made.repeated = true;
        show_restored(made, at, *item, own);
        return made;
    }
    if (why_not) {
        made.result = verdict::refused;
        made.reasons.push_back(std::move(*why_not));
        show_item(made, at, *item, own);
        return made;
    }
    const auto closed = unit.find_loan(last->loan);
    undo_return(unit, *closed, short_form(last->detail), last->at, item->item);
    const auto event =
        add_undo_event(unit, by, at, with.now, *last, event_undo_checkin, item->item);
    record(unit,
           by,
           with,
           operation_undo_checkin,
           {.item = item->item.id, .loan = closed->id, .event = event});
    const auto after = unit.item_with_facts(item->item.id);
    show_restored(made, at, *after, own);
    return made;
}

} // namespace circ::circulation
