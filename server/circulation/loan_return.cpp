#include "server/circulation/loan_return.hpp"

#include "server/circulation/lost.hpp"
#include "server/circulation/overdue_fee.hpp"

#include <algorithm>
#include <utility>

namespace circ::circulation {

namespace {

using storage::fee_entry_kind;
using storage::fee_kind;
using storage::loan_state;

bool is_given_back(fee_kind kind, const terms& by) {
    if (kind == fee_kind::replacement) return true;
    if (kind == fee_kind::processing) return by.found_processing == found_processing::cancelled;
    return kind == fee_kind::overdue && by.found_overdue == found_overdue::none;
}

/// Since the loan was last renewed: what a renewal charged is for days before its due date.
money already_overdue(const std::vector<charged_fee>& fees, const storage::loan& of) {
    money sum;
    for (const auto& one : fees) {
        const bool is_of_before = of.renewed_at && one.fee.assessed_at <= *of.renewed_at;
        if (one.fee.kind == fee_kind::overdue && !is_of_before) sum += one.fee.amount;
    }
    return sum;
}

} // namespace

std::vector<charged_fee> load_charged(storage::reader& from, const storage::loan& of) {
    std::vector<charged_fee> found;
    if (of.state != loan_state::lost && of.state != loan_state::paid_for) return found;
    for (auto& fee : from.fees_of_loan(of.id))
        found.push_back(load_charge(from, std::move(fee)));
    return found;
}

charged_fee load_charge(storage::reader& from, storage::fee charged) {
    charged_fee one;
    for (const auto& entry : from.entries_of(charged.id)) {
        if (entry.kind == fee_entry_kind::payment) one.paid += entry.amount;
        if (entry.kind == fee_entry_kind::refund) one.paid -= entry.amount;
    }
    if (const auto open = from.find_open_fee(charged.id)) one.open = open->amount;
    one.fee = std::move(charged);
    return one;
}

void give_back(std::vector<storage::fee_entry>& entries,
               const charged_fee& charged,
               std::string_view why) {
    const auto add = [&](fee_entry_kind kind, money amount) {
        if (amount.minor <= 0) return;
        storage::fee_entry entry;
        entry.fee = charged.fee.id;
        entry.kind = kind;
        entry.amount = amount;
        entry.reason = why;
        entries.push_back(std::move(entry));
    };
    // What was paid goes back to the patron's credit and opens the fee again; then all of it is
    // cancelled.
    add(fee_entry_kind::refund, charged.paid);
    add(fee_entry_kind::cancel, charged.open + charged.paid);
}

found_settlement settle_found(const storage::loan& lost,
                              const std::vector<charged_fee>& fees,
                              const terms& by,
                              const branch_calendar& where,
                              return_moment when) {
    found_settlement made;
    const auto lost_on = date_in(lost.lost_at.value_or(lost.due_at), where.time_zone);
    if (date_in(when.now, where.time_zone) > lost_on + std::chrono::days{by.refund_days}) return made;
    for (const auto& one : fees) {
        if (is_given_back(one.fee.kind, by)) give_back(made.entries, one, "found");
    }
    if (by.found_overdue == found_overdue::charged) {
        const auto full = overdue_fee(lost, when.back, where);
        made.overdue = std::max(full - already_overdue(fees, lost), money{});
    }
    return made;
}

loan_return decide_return(const storage::loan& before,
                          const std::vector<charged_fee>& fees,
                          const terms& by,
                          const branch_calendar& where,
                          return_moment when) {
    loan_return plan{before, before, {}, {}};
    // Overdue fees stopped when the return was claimed, and when the item was lost.
    plan.after.closed_at = before.state == loan_state::claimed_returned
                               ? before.claimed_at.value_or(when.back)
                               : std::max(when.back, before.lent_at);
    plan.after.state = loan_state::returned;
    plan.after.closed_by = when.terminal;
    plan.after.return_seen_at = when.now;
    if (before.state == loan_state::open)
        plan.overdue = overdue_fee(before, *plan.after.closed_at, where);
    if (before.state == loan_state::lost) {
        auto found = settle_found(before, fees, by, where, when);
        plan.entries = std::move(found.entries);
        plan.overdue = found.overdue;
    }
    return plan;
}

storage::fee_id charge(storage::unit_of_work& unit,
                       const storage::loan& of,
                       fee_kind kind,
                       money amount,
                       instant now) {
    if (amount.minor <= 0) return {};
    storage::fee fee;
    fee.id = unit.new_id<storage::fee_id>();
    fee.patron = of.patron;
    fee.kind = kind;
    fee.amount = amount;
    fee.item = of.item;
    fee.loan = of.id;
    fee.assessed_at = now;
    unit.add(fee);
    return fee.id;
}

void add_entries(storage::unit_of_work& unit,
                 std::vector<storage::fee_entry> entries,
                 const requester& by,
                 instant now) {
    for (auto& entry : entries) {
        entry.id = unit.new_id<storage::fee_entry_id>();
        entry.at = now;
        entry.by = by.operator_name.empty() ? by.terminal_login : by.operator_name;
        unit.add(entry);
    }
}

storage::fee_id
apply(storage::unit_of_work& unit, const loan_return& plan, const requester& by, instant now) {
    unit.change(plan.before, plan.after);
    add_entries(unit, plan.entries, by, now);
    if (!plan.entries.empty()) call_off_bill(unit, plan.before, now);
    return by.rules->assesses_fees
               ? charge(unit, plan.before, fee_kind::overdue, plan.overdue, now)
               : storage::fee_id{};
}

} // namespace circ::circulation
