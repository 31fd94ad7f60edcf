#include "server/circulation/external_ids.hpp"
#include "server/circulation/scene.hpp"
#include "server/circulation/takeover.hpp"

#include <algorithm>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::fee_entry_kind;
using storage::reference_kind;

external_id named(const std::string& number) {
    return {std::string(takeover_agency), number};
}

/// Keeps the number, or points the one there is at what it stands for now.
void keep_number(storage::unit_of_work& unit,
                 const requester& by,
                 instant now,
                 const std::string& number,
                 storage::fee_id fee,
                 storage::payment_id payment) {
    if (auto there =
            unit.find_reference(by.institution, reference_kind::transaction, named(number))) {
        there->fee = fee;
        there->payment = payment;
        unit.change(*there);
        return;
    }
    unit.add(storage::external_reference{.id = unit.new_id<storage::reference_id>(),
                                         .institution = by.institution,
                                         .kind = reference_kind::transaction,
                                         .named = named(number),
                                         .item = {},
                                         .hold = {},
                                         .fee = fee,
                                         .payment = payment,
                                         .asked = {},
                                         .at = now});
}

storage::fee_entry entry_of(storage::unit_of_work& unit,
                            storage::fee_id fee,
                            money amount,
                            const requester& by,
                            instant now,
                            std::string_view why = "as the old system says now") {
    return {.id = unit.new_id<storage::fee_entry_id>(),
            .fee = fee,
            .kind = fee_entry_kind::cancel,
            .amount = amount,
            .payment = {},
            .at = now,
            .by = by.operator_name,
            .reason = std::string(why)};
}

/// Whether anybody but the old system has answered it.
bool is_answered_here(storage::reader& from, storage::fee_id fee) {
    return std::ranges::any_of(
        from.entries_of(fee), [](const auto& each) { return each.kind != fee_entry_kind::cancel; });
}

storage::fee new_fee(storage::unit_of_work& unit,
                     const open_debt& asked,
                     const storage::patron& who,
                     const std::optional<storage::item_facts>& item) {
    storage::fee made;
    made.id = unit.new_id<storage::fee_id>();
    made.patron = who.id;
    made.kind = asked.kind;
    made.amount = asked.original.value_or(asked.amount);
    made.note = asked.note;
    made.assessed_at = asked.assessed_at;
    if (item) {
        made.item = item->item.id;
        if (item->open_loan && item->open_loan->patron == who.id) made.loan = item->open_loan->id;
    }
    unit.add(made);
    return made;
}

} // namespace

taken_over<storage::fee>
take_over(storage::unit_of_work& unit, const open_debt& asked, const surroundings& with) {
    using taken = taken_over<storage::fee>;
    const auto who = unit.holder_of(asked.by.institution, asked.card);
    std::optional<storage::item_facts> item;
    if (!asked.item.empty()) item = unit.item_by_barcode(asked.by.institution, asked.item);
    std::vector<reason> against;
    if (!who) against.push_back({.code = code::patron_unknown});
    if (!asked.item.empty() && !item) against.push_back({.code = code::item_unknown});
    if (asked.number.empty())
        against.push_back({.code = code::request_incomplete, .field = "number"});
    if (asked.amount.minor < 0) against.push_back({.code = code::amount_unreadable});
    if (!against.empty()) return refused_with<taken>(std::move(against));

    taken made;
    const auto known =
        unit.find_reference(asked.by.institution, reference_kind::transaction, named(asked.number));
    const auto there = known ? unit.find_fee(known->fee) : std::nullopt;
    if (there && there->patron != who->id)
        return refused_with<taken>({{.code = code::reference_taken, .field = asked.number}});
    if (there) made.record = there->id.value;
    const auto open = there ? unit.find_open_fee(there->id) : std::nullopt;
    const money before = open ? open->amount : money{};
    if (there && (before == asked.amount || is_answered_here(unit, there->id))) return made;
    if (!there && asked.amount.minor == 0) return made;
    made.what = there ? taken_as::updated : taken_as::added;
    if (there && asked.amount < before) {
        unit.add(entry_of(unit, there->id, before - asked.amount, asked.by, with.now));
        return made;
    }
    // What has grown is charged anew under its number; a fee is never changed.
    if (open) unit.add(entry_of(unit, there->id, before, asked.by, with.now));
    made.after = new_fee(unit, asked, *who, item);
    made.record = made.after->id.value;
    if (asked.amount < made.after->amount)
        unit.add(entry_of(unit, made.after->id, made.after->amount - asked.amount, asked.by, with.now, paid_before));
    keep_number(unit, asked.by, with.now, asked.number, made.after->id, {});
    return made;
}

taken_over<storage::payment>
take_over(storage::unit_of_work& unit, const open_credit& asked, const surroundings& with) {
    using taken = taken_over<storage::payment>;
    const auto who = unit.holder_of(asked.by.institution, asked.card);
    std::vector<reason> against;
    if (!who) against.push_back({.code = code::patron_unknown});
    if (asked.amount.minor < 0) against.push_back({.code = code::amount_unreadable});
    if (!against.empty()) return refused_with<taken>(std::move(against));

    taken made;
    const std::string number = "credit of patron " + std::to_string(who->id.value);
    const auto known =
        unit.find_reference(asked.by.institution, reference_kind::transaction, named(number));
    const auto there = known ? unit.find_payment(known->payment) : std::nullopt;
    const money before = there ? there->credited : money{};
    // Credit that has been used here since is not what the old system knows of any more.
    if (before == asked.amount || (there && who->credit < before)) return made;
    if (there) {
        storage::payment after = *there;
        after.amount = after.credited = asked.amount;
        unit.change(*there, after);
        made.what = taken_as::updated;
        made.before = there;
        made.after = std::move(after);
        return made;
    }
    storage::payment payment;
    payment.id = unit.new_id<storage::payment_id>();
    payment.institution = asked.by.institution;
    payment.patron = who->id;
    payment.amount = payment.credited = asked.amount;
    payment.at = asked.since;
    payment.reason = takeover_agency;
    unit.add(payment);
    keep_number(unit, asked.by, with.now, number, {}, payment.id);
    made.what = taken_as::added;
    made.after = std::move(payment);
    return made;
}

bool end_taken_over(storage::unit_of_work& unit,
                    const storage::fee& one,
                    const requester& by,
                    instant now) {
    const auto open = unit.find_open_fee(one.id);
    if (!open || is_answered_here(unit, one.id)) return false;
    unit.add(entry_of(unit, one.id, open->amount, by, now));
    return true;
}

} // namespace circ::circulation
