#include "server/circulation/checkout.hpp"
#include "server/circulation/hold_end.hpp"
#include "server/circulation/hold_queue.hpp"
#include "server/circulation/journal.hpp"
#include "server/circulation/lending.hpp"
#include "server/circulation/loan_return.hpp"
#include "server/circulation/lost.hpp"
#include "server/circulation/make_views.hpp"
#include "server/circulation/recall.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::hold_state;
using storage::item_state;

/// A device that scans twice does not renew: within so long it is told the same loan again.
constexpr std::chrono::seconds same_loan_for{60};

constexpr std::string_view operation_checkout = "checkout";

checkout_facts load_facts(storage::reader& from,
                          const scene& at,
                          const requester& by,
                          const surroundings& with,
                          storage::patron_facts who,
                          storage::item_facts what,
                          const terms& own) {
    checkout_facts facts;
    facts.by = own;
    facts.rule = with.rules.loan_rule(
        subject_of(&who.patron, &what.item, by.branch, *at.library, at.today));
    facts.hours_of = hours_owner_of(facts.by, what.item, by.branch);
    facts.here = calendar_at(from, at, by, facts.hours_of);
    facts.today = at.today;
    facts.running = running_fees(from, who, *at.library, with.now);
    // There are no more of a type than of all, which are kept as a count: as a rule far below the limit.
    const auto& most_of_type = facts.by.max_loans_of_type;
    if (most_of_type && who.patron.open_loans >= *most_of_type)
        facts.loans_of_type =
            from.open_loans_of_type(who.patron.id, type_on(what.item, at.today), at.today);
    if (what.title.open_holds > 0) {
        auto hold = from.open_hold_of(who.patron.id, what.title.id);
        if (hold && asks_for(*hold, what.item) && !has_lapsed(*hold, at.today))
            facts.own_hold = std::move(hold);
        auto others =
            holds_to_fill(from, what, *at.library, with.rules, at.today, most_waiting_counted);
        std::erase_if(others, [&](const auto& each) { return each.patron == who.patron.id; });
        facts.waiting_others = static_cast<int>(others.size());
        facts.item_level_other = std::ranges::any_of(
            others, [](const auto& each) { return each.level == storage::hold_level::item; });
        facts.on_pull_list = is_on_pull_list(
            from, what, std::move(others), *at.library, with.rules, at.today);
    }
    facts.patron = std::move(who);
    facts.item = std::move(what);
    return facts;
}

void show_due(loan_outcome& made, const storage::loan& loan) {
    made.due_at = loan.due_at;
    made.due_hourly = loan.terms.hourly;
}

/// The item leaves the hold shelf, or its way: what was kept for it ends.
void end_holds(storage::unit_of_work& unit,
               const checkout_facts& facts,
               short_form& kept,
               storage::loan& loan,
               const requester& by,
               instant now) {
    std::optional<storage::hold> filled = facts.own_hold;
    const auto& trapping = facts.item.trapping_hold;
    if (trapping && trapping->patron == facts.patron.patron.id && storage::is_open(trapping->state))
        filled = trapping;
    if (trapping && (!filled || filled->id != trapping->id)) {
        // Lapsed or cancelled on the shelf, or overruled off-line: it lets go of the item.
        put_hold(kept, "freed", *trapping);
        const storage::hold freed = without_item(*trapping, facts.today, now);
        if (storage::is_open(trapping->state) && !storage::is_open(freed.state))
            give_up_recall(unit, freed.id, by, now, kept);
        unit.change(*trapping, freed);
        if (!storage::is_open(freed.state) && give_up_ready_notice(unit, *trapping, now))
            kept.put("freed.untold", freed.id.value);
    }
    if (!filled) return;
    put_hold(kept, "hold", *filled);
    storage::hold done = *filled;
    done.state = hold_state::filled;
    done.trapped_item = {}; // a copy kept for it elsewhere is free again
    done.closed_at = now;
    unit.change(*filled, done);
    if (give_up_ready_notice(unit, *filled, now)) kept.put("hold.untold", done.id.value);
    give_up_recall(unit, filled->id, by, now, kept);
    loan.filled_hold = filled->id;
}

/// The loan to somebody else of a book that went back to the shelf undischarged.
void return_first(storage::unit_of_work& unit,
                  const checkout_facts& facts,
                  const scene& at,
                  const requester& by,
                  const surroundings& with,
                  short_form& kept) {
    const storage::loan& before = *facts.item.open_loan;
    const auto borrower = unit.find_patron(before.patron);
    const terms theirs =
        terms_for(at, with, borrower ? &*borrower : nullptr, &facts.item.item, by.branch);
    const auto plan = decide_return(before,
                                    load_charged(unit, before),
                                    theirs,
                                    load_calendar_of(unit, *at.library, before),
                                    {.back = at.moment, .now = with.now, .terminal = by.terminal});
    static_cast<void>(apply(unit, plan, by, with.now)); // its fee stands with the borrower
    kept.put("returned", before.id.value);
}

struct made_loan {
    storage::loan loan;
    storage::item item; ///< as it is now
    storage::fee_id fee;
    storage::event_id event;
};

made_loan apply(storage::unit_of_work& unit,
                const checkout_plan& plan,
                const checkout_facts& facts,
                const scene& at,
                const requester& by,
                const surroundings& with) {
    short_form kept;
    if (plan.returns_first) return_first(unit, facts, at, by, with, kept);
    if (plan.found)
        kept.put("entries", settle_paid(unit, at, facts.item.item, by, at.moment, with));
    made_loan made;
    storage::loan& loan = made.loan;
    loan.id = unit.new_id<storage::loan_id>();
    loan.item = facts.item.item.id;
    loan.patron = facts.patron.patron.id;
    loan.branch = by.branch;
    loan.terminal = by.terminal;
    loan.lent_at = at.moment;
    loan.due_at = plan.due;
    if (facts.hours_of != loan.branch) loan.hours_of = facts.hours_of;
    loan.terms = make_loan_terms(facts.by, facts.item.item, facts.rule);
    end_holds(unit, facts, kept, loan, by, with.now);
    if (const auto& transit = facts.item.open_transit) {
        kept.put("transit", transit->id.value);
        storage::transit ended = *transit;
        ended.ended_at = with.now;
        unit.change(ended);
    }
    unit.add(loan);
    made.fee = charge(unit, loan, storage::fee_kind::rental, plan.fee, with.now);
    if (made.fee) kept.put("fee", made.fee.value);

    kept.put("state", static_cast<std::int64_t>(facts.item.item.state));
    kept.put("place", facts.item.item.place.value);
    kept.put("seen", facts.item.item.seen_at);
    storage::item item = facts.item.item;
    if (plan.found) item.state = item_state::usable;
    item.place = by.branch;
    item.seen_at = at.moment;
    unit.change(facts.item.item, item);
    made.item = std::move(item);

    storage::event event = make_event(unit, by, with.now, event_checkout);
    event.patron = loan.patron;
    event.item = loan.item;
    event.loan = loan.id;
    event.hold = loan.filled_hold;
    event.detail = kept.text();
    unit.add(event);
    made.event = event.id;
    count_event(
        unit, by, *at.library, with.now, {&facts.item.item, &facts.patron.patron}, event_checkout);
    return made;
}

/// The item as it stands once it is lent. What it was is known, and what was done to it; a hold that has
/// ended changes more, the queue of its title and perhaps what is trapped: then it is looked up again.
storage::item_facts
item_as_lent(storage::reader& from, checkout_facts&& before, made_loan&& made) {
    if (before.own_hold || before.item.trapping_hold)
        if (auto stored = from.item_with_facts(made.item.id)) return std::move(*stored);
    storage::item_facts after = std::move(before.item);
    after.item = std::move(made.item);
    after.open_loan = std::move(made.loan);
    after.open_transit.reset();
    return after;
}

/// Whether the device tells of the same lending once more.
bool is_same_lending(const storage::loan& loan, const requester& by, const scene& at, instant now) {
    if (is_posted(by) && loan.lent_at == at.moment) return true;
    return by.terminal && loan.terminal == by.terminal && !loan.renewed_at &&
           now - loan.lent_at <= same_loan_for;
}

/// Whom it goes to, and what it is.
struct reader_and_item {
    storage::patron_facts who;
    storage::item_facts item;
};

/// The patron has the item already: the same loan told again, a renewal, or a refusal.
/// @param made with what was found shown already, but for the item
loan_outcome lend_again(storage::unit_of_work& unit,
                        const checkout& asked,
                        const surroundings& with,
                        const scene& at,
                        reader_and_item of,
                        const terms& own,
                        loan_outcome made) {
    auto facts = load_renewal_facts(
        unit, at, asked.by, with, std::move(of.who), std::move(of.item), own);
    const storage::loan& loan = *facts.item.open_loan;
    if (is_same_lending(loan, asked.by, at, with.now)) {
        made.repeated = true; // and not "already his": as it was told the first time
        show_due(made, loan);
        show_item(made, at, std::move(facts.item), own);
        return made;
    }
    made.already_his = true;
    auto decided = decide_renewal(
        facts, asked.agreed, asked.by, due_told(asked.by, asked.due_given, at.moment), at.moment);
    made.reasons = std::move(decided.refusals);
    if (!asked.renewal_allowed)
        made.reasons = {{.code = code::item_already_yours, .at = loan.due_at}};
    if (own.renewal_fee.minor > 0 && asked.by.rules->assesses_fees)
        made.fee = fee_view{{}, storage::fee_kind::rental, own.renewal_fee};
    if (!made.reasons.empty() && !is_posted(asked.by)) {
        made.result = verdict::refused;
        show_item(made, at, std::move(facts.item), own);
        return made;
    }
    const storage::loan& renewed = decided.plan->after;
    const auto [event, fee] = apply(unit, *decided.plan, facts, at, asked.by, with.now);
    made.for_review = review_overruled(
        unit, asked.by, with, operation_checkout, renewed, std::exchange(made.reasons, {}));
    record(unit,
           asked.by,
           with,
           operation_checkout,
           {.item = renewed.item,
            .loan = renewed.id,
            .fee = fee,
            .event = event,
            .due_at = renewed.due_at,
            .amount = fee ? std::optional(decided.plan->fee) : std::nullopt,
            .facts = "renewed=1"});
    if (fee) made.fee->fee_identifier = std::to_string(fee.value);
    made.renewed = true;
    facts.item.open_loan = renewed;
    show_due(made, renewed);
    show_item(made, at, std::move(facts.item), own);
    if (decided.plan->overdue.minor > 0)
        made.notices.push_back({.code = code::fee_charged, .amount = decided.plan->overdue});
    return made;
}

void tell_repeat(loan_outcome& made,
                 storage::reader& from,
                 const requester& by,
                 const surroundings& with) {
    const auto entry = find_repeat(from, by, with, operation_checkout);
    made.repeated = true;
    made.renewed = made.already_his = short_form(entry->facts).number("renewed") == 1;
    if (entry->fee && entry->amount)
        made.fee =
            fee_view{std::to_string(entry->fee.value), storage::fee_kind::rental, *entry->amount};
}

/// Lends what the patron does not have yet, or says what speaks against it.
/// @param made with what was found shown already, but for the item
loan_outcome lend(storage::unit_of_work& unit,
                  const checkout& asked,
                  const surroundings& with,
                  const scene& at,
                  reader_and_item of,
                  const terms& own,
                  std::optional<reason> pin,
                  loan_outcome made) {
    const requester& by = asked.by;
    auto facts = load_facts(unit, at, by, with, std::move(of.who), std::move(of.item), own);
    auto decided = decide_checkout(
        facts, asked.agreed, by, due_told(by, asked.due_given, at.moment), at.moment);
    if (pin) made.reasons.push_back(std::move(*pin));
    for (auto& each : decided.refusals)
        made.reasons.push_back(std::move(each));
    if (own.rental_fee.minor > 0 && by.rules->assesses_fees)
        made.fee = fee_view{{}, storage::fee_kind::rental, own.rental_fee};
    if (!made.reasons.empty() && !is_posted(by)) {
        made.result = verdict::refused;
        show_item(made, at, std::move(facts.item), own);
        return made;
    }
    auto lent = apply(unit, decided.plan, facts, at, by, with);
    made.for_review = review_overruled(
        unit, by, with, operation_checkout, lent.loan, std::exchange(made.reasons, {}));
    record(unit,
           by,
           with,
           operation_checkout,
           {.item = lent.loan.item,
            .loan = lent.loan.id,
            .hold = lent.loan.filled_hold,
            .fee = lent.fee,
            .event = lent.event,
            .due_at = lent.loan.due_at,
            .amount = lent.fee ? std::optional(decided.plan.fee) : std::nullopt});
    if (lent.fee) made.fee->fee_identifier = std::to_string(lent.fee.value);
    made.notices = item_notices(facts.item.item);
    show_due(made, lent.loan);
    show_item(made, at, item_as_lent(unit, std::move(facts), std::move(lent)), own);
    return made;
}

} // namespace

loan_outcome perform(storage::unit_of_work& unit, const checkout& asked, const surroundings& with) {
    const requester& by = asked.by;
    const scene at = load_scene(unit, by, with);
    auto who = unit.patron_by_card(by.institution, asked.card, with.now);
    auto item = unit.item_by_barcode(by.institution, asked.item);
    loan_outcome made;
    if (who) show_patron(made, at, who->patron);
    const terms own =
        terms_for(at, with, who ? &who->patron : nullptr, item ? &item->item : nullptr, by.branch);
    if (!who || !item) {
        made.result = verdict::refused;
        if (!who) made.reasons.push_back({.code = code::patron_unknown});
        if (!item) made.reasons.push_back({.code = code::item_unknown});
        review_unposted(unit,
                        by,
                        with,
                        {operation_checkout, asked.card, asked.item, asked.due_given, {}},
                        made.reasons);
        if (item) show_item(made, at, std::move(*item), own);
        return made;
    }
    if (const auto loan = find_repeated_loan(unit, by, with, operation_checkout)) {
        tell_repeat(made, unit, by, with);
        show_due(made, *loan);
        show_item(made, at, std::move(*item), own);
        return made;
    }
    const bool is_his = item->open_loan && item->open_loan->patron == who->patron.id;
    if (was_settled_by_staff(unit, by, with, operation_checkout)) {
        made.repeated = true;
        if (is_his) show_due(made, *item->open_loan);
        show_item(made, at, std::move(*item), own);
        return made;
    }
    count_unannounced(unit, at, by, with.now);
    auto pin = pin_objection(by, with, who->patron);
    if (is_his && pin) {
        made.result = verdict::refused;
        made.already_his = true;
        made.reasons.push_back(std::move(*pin));
        show_item(made, at, std::move(*item), own);
        return made;
    }
    reader_and_item of{std::move(*who), std::move(*item)};
    if (is_his) return lend_again(unit, asked, with, at, std::move(of), own, std::move(made));
    return lend(unit, asked, with, at, std::move(of), own, std::move(pin), std::move(made));
}

} // namespace circ::circulation
