// What has been done elsewhere, as operations that tell of it; and which services an operation
// needs.
#include "server/circulation/trail.hpp"
#include "server/relay/dialogue.hpp"

#include <algorithm>

namespace circ::relay {

using namespace circulation;

namespace {

template <class Operation>
void tell(Operation& what, const any_outcome&) {
    make_posted(what.by);
    if (!what.by.said) what.by.said = what.by.received;
    if constexpr (requires { what.pin; })
        what.pin.reset(); // proved where it was done, and kept nowhere
}

/// The dates as they were given there, so that both sides say the same to the reader.
template <class Operation>
void tell_due(Operation& what, const any_outcome& as) {
    tell(what, as);
    if (const auto* loan = std::get_if<loan_outcome>(&as)) what.due_given = loan->due_at;
}

struct mirror {
    const any_outcome& as;

    using told = std::optional<any_operation>;

    told operator()(checkout what) const {
        const auto* loan = std::get_if<loan_outcome>(&as);
        if (loan != nullptr && loan->renewed) {
            renew made;
            made.by = what.by;
            made.card = what.card;
            made.what.item = what.item;
            made.agreed = what.agreed;
            tell_due(made, as);
            return made;
        }
        tell_due(what, as);
        return what;
    }
    told operator()(renew what) const {
        tell_due(what, as);
        const auto& item = common(as).item;
        if (what.what.item.empty() && item) what.what.item = item->barcode;
        return what;
    }
    told operator()(checkin what) const {
        if (!what.returned) what.returned = what.by.said.value_or(what.by.received);
        tell(what, as);
        return what;
    }
    /// A loan that stands again: to the other side a new one, with the old due date.
    told operator()(undo_checkin what) const {
        checkout made;
        made.by = what.by;
        made.card = what.card;
        made.item = what.item;
        tell_due(made, as);
        return made;
    }
    told operator()(undo_checkout what) const { return plainly(std::move(what)); }
    /// What the device left open was decided where it was placed.
    told operator()(place_hold what) const {
        const auto* hold = std::get_if<hold_outcome>(&as);
        if (hold != nullptr && what.pickup.empty()) what.pickup = hold->pickup;
        return plainly(std::move(what));
    }
    told operator()(change_hold what) const { return plainly(std::move(what)); }
    told operator()(cancel_hold what) const { return plainly(std::move(what)); }
    /// What is written off was never money: each side decides that of its own fees.
    told operator()(pay_fee what) const {
        if (is_write_off(what)) return std::nullopt;
        return plainly(std::move(what));
    }
    /// A note has no place at the other side.
    told operator()(block_patron what) const {
        const auto& notices = common(as).notices;
        const bool is_blocked = std::ranges::any_of(
            notices, [](const reason& each) { return each.code == reason_code::patron_blocked; });
        return is_blocked ? plainly(std::move(what)) : std::nullopt;
    }
    told operator()(enable_patron what) const { return plainly(std::move(what)); }
    told operator()(update_item_properties what) const { return plainly(std::move(what)); }

    /// Look-ups, and renew_all, which is told loan by loan; what other systems ask for is not ours
    /// to tell.
    template <class Operation>
    told operator()(const Operation&) const {
        return std::nullopt;
    }

    template <class Operation>
    told plainly(Operation what) const {
        tell(what, as);
        return what;
    }
};

} // namespace

std::optional<any_operation> mirrored(const any_operation& what, const any_outcome& as) {
    if (common(as).result != verdict::done) return std::nullopt;
    return std::visit(mirror{as}, what);
}

std::vector<any_operation> mirrored_renewals(const renew_all& what, const renew_all_outcome& as) {
    std::vector<any_operation> made;
    for (const auto& line : as.renewed) {
        renew each;
        each.by = what.by;
        each.card = what.card;
        each.what.item = line.barcode;
        each.due_given = line.due_at;
        tell(each, any_outcome{as});
        made.emplace_back(std::move(each));
    }
    return made;
}

namespace {

using names = std::vector<std::string_view>;

struct needs {
    names operator()(const patron_account&) const { return {"LookupUser"}; }
    names operator()(const item_details&) const { return {"LookupItem"}; }
    names operator()(const update_item_properties&) const { return {"UpdateItem"}; }
    names operator()(const checkout&) const { return {"CheckOutItem"}; }
    names operator()(const checkin&) const { return {"CheckInItem"}; }
    names operator()(const undo_checkout&) const { return {"UndoCheckOutItem"}; }
    names operator()(const undo_checkin&) const { return {"CheckOutItem"}; }
    names operator()(const renew&) const { return {"RenewItem"}; }
    names operator()(const renew_all&) const { return {"LookupUser", "RenewItem"}; }
    names operator()(const place_hold&) const { return {"RequestItem"}; }
    names operator()(const change_hold&) const { return {"LookupUser", "UpdateRequestItem"}; }
    names operator()(const cancel_hold&) const { return {"LookupUser", "CancelRequestItem"}; }
    names operator()(const pay_fee&) const { return {"CreateUserFiscalTransaction"}; }
    names operator()(const block_patron&) const { return {"UpdateUser", "LookupUser"}; }
    names operator()(const enable_patron&) const { return {"LookupUser", "UpdateUser"}; }
    template <class Operation>
    names operator()(const Operation&) const {
        return {};
    }
};

} // namespace

std::vector<std::string_view> services_of(const any_operation& what) {
    return std::visit(needs{}, what);
}

} // namespace circ::relay
