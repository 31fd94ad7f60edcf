// Fees that staff adds, lets off, gives up or takes back, and credit that it pays out. Money that
// comes in is a payment (payment.cpp), at the desk as anywhere.

#include "server/circulation/desk_request.hpp"
#include "server/circulation/loan_return.hpp"
#include "server/circulation/lost.hpp"
#include "server/circulation/trail.hpp"

#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::fee_entry_kind;

std::string_view event_of(settling how) {
    switch (how) {
    case settling::waive:
        return "fee_waived";
    case settling::write_off:
        return "fee_written_off";
    case settling::refund:
        return "fee_refunded";
    case settling::cancel:
        return "fee_cancelled";
    }
    return {};
}

/// What settling a fee comes to, or why it cannot be.
struct settlement {
    std::vector<storage::fee_entry> entries; ///< without id, time and name
    money amount;
    std::optional<reason> why_not;
};

settlement refuse(code why, std::optional<money> amount = {}) {
    return {{}, {}, reason{.code = why, .amount = amount}};
}

settlement decide_settling(const charged_fee& charged, const settle_fee& asked) {
    if (asked.how == settling::cancel) {
        settlement all{{}, charged.open + charged.paid, {}};
        if (all.amount.minor <= 0) return refuse(code::already_so);
        give_back(all.entries, charged, asked.why);
        return all;
    }
    const bool refunds = asked.how == settling::refund;
    const money most = refunds ? charged.paid : charged.open;
    const money amount = asked.amount.value_or(most);
    if (asked.amount && amount.minor <= 0) return refuse(code::amount_unreadable);
    if (most.minor <= 0 || amount > most)
        return refuse(refunds ? code::refund_too_high : code::overpayment, most);
    settlement made{{}, amount, {}};
    // A refund takes back that part of the fee too: what stays open is as before.
    if (refunds) {
        give_back(made.entries, {.fee = charged.fee, .open = {}, .paid = amount}, asked.why);
        return made;
    }
    storage::fee_entry entry;
    entry.fee = charged.fee.id;
    entry.kind = asked.how == settling::waive ? fee_entry_kind::waive : fee_entry_kind::write_off;
    entry.amount = amount;
    entry.reason = asked.why;
    made.entries.push_back(std::move(entry));
    return made;
}

storage::event make_fee_event(storage::unit_of_work& unit,
                              const requester& by,
                              const surroundings& with,
                              std::string_view kind,
                              std::string_view why,
                              const storage::fee& of,
                              money amount) {
    storage::event event = make_event(unit, by, with.now, kind, why);
    event.patron = of.patron;
    event.item = of.item;
    event.loan = of.loan;
    event.fee = of.id;
    short_form kept;
    kept.put("amount", amount.minor);
    event.detail = kept.text();
    return event;
}

/// The loan of this item that the fee belongs to: the patron's, now or last.
storage::loan_id
loan_of(storage::reader& from, const storage::item_facts& what, storage::patron_id who) {
    const auto loan = from.last_loan_of(what.item.id);
    return loan && loan->patron == who ? loan->id : storage::loan_id{};
}

} // namespace

desk_outcome perform(storage::unit_of_work& unit, const add_fee& asked, const surroundings& with) {
    auto [who, by, reasons] = find_patron(unit, asked.by, asked.card, with.now);
    demand(reasons, asked.why, "reason");
    if (asked.amount.minor <= 0) reasons.push_back({.code = code::amount_unreadable});
    std::optional<storage::item_facts> item;
    if (!asked.item.empty()) {
        item = unit.item_by_barcode(by.institution, asked.item);
        if (!item) reasons.push_back({.code = code::item_unknown});
    }
    if (!reasons.empty()) return refused_with<desk_outcome>(std::move(reasons));

    storage::fee fee;
    fee.id = unit.new_id<storage::fee_id>();
    fee.patron = who->patron.id;
    fee.kind = asked.kind;
    fee.amount = asked.amount;
    if (item) {
        fee.item = item->item.id;
        fee.loan = loan_of(unit, *item, fee.patron);
    }
    fee.note = asked.why;
    fee.assessed_at = with.now;
    unit.add(fee);
    unit.add(make_fee_event(unit, by, with, "fee_added", asked.why, fee, fee.amount));
    desk_outcome made;
    made.whose = fee.patron;
    made.charged.push_back(std::move(fee));
    return made;
}

desk_outcome
perform(storage::unit_of_work& unit, const settle_fee& asked, const surroundings& with) {
    std::vector<reason> reasons;
    demand(reasons, asked.why, "reason");
    auto fee = unit.find_fee(asked.fee);
    const auto who = own(fee ? unit.find_patron(fee->patron) : std::nullopt, asked.by);
    if (!who)
        reasons.push_back({.code = code::fee_unknown, .field = std::to_string(asked.fee.value)});
    if (!reasons.empty()) return refused_with<desk_outcome>(std::move(reasons));
    const auto charged = load_charge(unit, std::move(*fee));
    auto plan = decide_settling(charged, asked);
    if (plan.why_not) return refused_with<desk_outcome>({std::move(*plan.why_not)});

    const auto by = at_branch(asked.by, who->branch);
    add_entries(unit, std::move(plan.entries), by, with.now);
    close_if_settled(unit, charged.fee, with.now);
    const auto kind = event_of(asked.how);
    unit.add(make_fee_event(unit, by, with, kind, asked.why, charged.fee, plan.amount));
    count_event(unit, by, *load_library(unit, by.institution), with.now, {nullptr, &*who}, kind);
    desk_outcome made;
    made.whose = charged.fee.patron;
    made.amount = plan.amount;
    return made;
}

desk_outcome
perform(storage::unit_of_work& unit, const pay_out_credit& asked, const surroundings& with) {
    auto [who, by, reasons] = find_patron(unit, asked.by, asked.card, with.now);
    demand(reasons, asked.why, "reason");
    const money credit = who ? who->patron.credit : money{};
    const money amount = asked.amount.value_or(credit);
    if (who && (credit.minor <= 0 || amount > credit))
        reasons.push_back({.code = code::credit_too_low, .amount = credit});
    else if (who && amount.minor <= 0)
        reasons.push_back({.code = code::amount_unreadable});
    if (!reasons.empty()) return refused_with<desk_outcome>(std::move(reasons));

    storage::payment out;
    out.id = unit.new_id<storage::payment_id>();
    out.institution = by.institution;
    out.patron = who->patron.id;
    out.amount = out.credited = money{} - amount;
    out.at = with.now;
    unit.add(out);
    storage::event event = make_event(unit, by, with.now, "credit_paid_out", asked.why);
    event.patron = out.patron;
    short_form kept;
    kept.put("amount", amount.minor);
    kept.put("payment", out.id.value);
    event.detail = kept.text();
    unit.add(event);
    desk_outcome made;
    made.whose = out.patron;
    made.amount = amount;
    made.made = out.id.value;
    return made;
}

} // namespace circ::circulation
