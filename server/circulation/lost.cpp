#include "server/circulation/lost.hpp"

#include "server/circulation/loan_return.hpp"
#include "server/circulation/notice.hpp"
#include "server/circulation/overdue_fee.hpp"
#include "server/circulation/trail.hpp"

#include <iterator>
#include <string>

namespace circ::circulation {

namespace {

using storage::fee_kind;
using storage::loan_state;

void close_as_paid(storage::unit_of_work& unit, const storage::loan& lost, instant now) {
    storage::loan paid = lost;
    paid.state = loan_state::paid_for;
    paid.closed_at = now;
    unit.change(lost, paid);
    auto item = unit.find_item(paid.item);
    if (!item) return;
    item->state = storage::item_state::missing; // until somebody finds it
    unit.change(*item);
}

std::vector<storage::fee> charge_loss(storage::unit_of_work& unit, const loss& plan, instant now) {
    struct part {
        fee_kind kind;
        money amount;
    };
    std::vector<storage::fee> charged;
    for (const auto& each : {part{fee_kind::overdue, plan.overdue},
                             part{fee_kind::replacement, plan.replacement},
                             part{fee_kind::processing, plan.processing}}) {
        const auto id = charge(unit, plan.after, each.kind, each.amount, now);
        if (auto fee = id ? unit.find_fee(id) : std::nullopt) charged.push_back(std::move(*fee));
    }
    return charged;
}

std::string cause_of_bill(const storage::loan& lost) {
    return "loan " + std::to_string(lost.id.value);
}

void send_bill(storage::unit_of_work& unit,
               const scene& at,
               const storage::patron& to,
               const storage::loan& lost,
               instant now) {
    auto bill = make_notice(unit, at, to, now, notice_bill, cause_of_bill(lost));
    bill.item = lost.item;
    bill.loan = lost.id;
    unit.add(bill);
}

} // namespace

loss decide_loss(const storage::loan& before,
                 const storage::item& what,
                 const terms& by,
                 const branch_calendar& where,
                 instant now) {
    loss plan{before, {}, what.price.value_or(by.replacement_price), by.processing_fee};
    plan.after.state = loan_state::lost;
    plan.after.lost_at = now;
    // Of a claimed one it was assessed when it was claimed.
    if (before.state == loan_state::open)
        plan.overdue = overdue_fee(before, now, where);
    return plan;
}

std::vector<storage::fee> lose_loan(storage::unit_of_work& unit,
                                    const scene& at,
                                    const storage::item_facts& what,
                                    const requester& by,
                                    std::string_view why,
                                    const surroundings& with) {
    const storage::loan& before = *what.open_loan;
    const auto who = unit.find_patron(before.patron);
    const auto* borrower = who ? &*who : nullptr;
    const auto plan = decide_loss(before,
                                  what.item,
                                  terms_for(at, with, borrower, &what.item, by.branch),
                                  load_calendar_of(unit, *at.library, before),
                                  with.now);
    unit.change(before, plan.after);
    auto charged = charge_loss(unit, plan, with.now);
    if (!charged.empty() && borrower != nullptr)
        send_bill(unit, at, *borrower, plan.after, with.now);
    // Without a replacement nothing would ever settle it.
    if (plan.replacement.minor <= 0) close_as_paid(unit, plan.after, with.now);

    storage::event event = make_event(unit, by, with.now, event_loan_lost, why);
    event.patron = before.patron;
    event.item = before.item;
    event.loan = before.id;
    short_form kept;
    kept.put("overdue", plan.overdue.minor);
    kept.put("processing", plan.processing.minor);
    kept.put("replacement", plan.replacement.minor);
    event.detail = kept.text();
    unit.add(event);
    count_event(unit, by, *at.library, with.now, {&what.item, borrower}, event_loan_lost);
    return charged;
}

void call_off_bill(storage::unit_of_work& unit, const storage::loan& lost, instant now) {
    static_cast<void>(call_off_notice(unit, notice_bill, cause_of_bill(lost), now));
}

void close_if_settled(storage::unit_of_work& unit, const storage::fee& answered, instant now) {
    if (answered.kind != fee_kind::replacement || !answered.loan) return;
    if (unit.find_open_fee(answered.id)) return;
    const auto loan = unit.find_loan(answered.loan);
    if (!loan || !loan->is_open() || loan->state != loan_state::lost) return;
    close_as_paid(unit, *loan, now);
    call_off_bill(unit, *loan, now);
}

std::int64_t settle_paid(storage::unit_of_work& unit,
                         const scene& at,
                         const storage::item& missing,
                         const requester& by,
                         instant back,
                         const surroundings& with) {
    if (missing.state != storage::item_state::missing) return 0;
    const auto loan = unit.last_loan_of(missing.id);
    if (!loan || loan->state != loan_state::paid_for) return 0;
    const auto who = unit.find_patron(loan->patron);
    const auto found =
        settle_found(*loan,
                     load_charged(unit, *loan),
                     terms_for(at, with, who ? &*who : nullptr, &missing, by.branch),
                     load_calendar_of(unit, *at.library, *loan),
                     {.back = back, .now = with.now, .terminal = by.terminal});
    add_entries(unit, found.entries, by, with.now);
    const bool can_charge = loan->patron && by.rules->assesses_fees; // else there is nobody left to
    const bool has_charged =
        can_charge && charge(unit, *loan, fee_kind::overdue, found.overdue, with.now);
    return std::ssize(found.entries) + (has_charged ? 1 : 0);
}

} // namespace circ::circulation
