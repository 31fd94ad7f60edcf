#include "server/circulation/reason.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace circ::circulation {

namespace {

// In the order of the enumerators; a test goes through both.
constexpr std::array names{
    "request_incomplete",
    "not_permitted",
    "not_logged_in",
    "backend_unavailable",
    "patron_unknown",
    "patron_expired",
    "patron_blocked",
    "card_lost",
    "card_replaced",
    "pin_missing",
    "pin_wrong",
    "pin_locked",
    "too_many_loans",
    "too_many_loans_of_type",
    "too_many_overdues",
    "fees_over_limit",
    "too_many_claims",
    "too_many_lost",
    "guarantor_owes",
    "too_young",
    "item_unknown",
    "title_unknown",
    "item_not_for_loan",
    "item_type_refused",
    "item_on_loan_to_other",
    "item_already_yours",
    "item_trapped_for_other",
    "item_held_by_other",
    "item_queued_for_other",
    "item_on_order",
    "item_in_process",
    "item_damaged",
    "item_in_repair",
    "item_withdrawn",
    "item_lost",
    "item_of_other_institution",
    "fee_not_agreed",
    "not_on_loan",
    "not_on_loan_to_patron",
    "several_copies_on_loan",
    "renewal_not_allowed",
    "renewal_limit",
    "renewal_not_yet",
    "renewal_queued",
    "renewal_recalled",
    "renewal_claimed",
    "renewal_while_overdue",
    "renewal_no_gain",
    "hold_duplicate",
    "hold_has_loan",
    "hold_limit",
    "hold_available_on_shelf",
    "hold_impossible",
    "hold_not_found",
    "hold_expiry_past",
    "pickup_unknown",
    "pickup_not_allowed",
    "holds_not_here",
    "hold_has_item",
    "nothing_to_clear",
    "recall_not_allowed",
    "recall_already",
    "recall_not_found",
    "amount_unreadable",
    "currency_foreign",
    "fee_unknown",
    "fee_of_another",
    "overpayment",
    "write_off_not_allowed",
    "undo_nothing_to_undo",
    "undo_too_late",
    "undo_elsewhere",
    "entry_not_open",
    "not_postable",
    "already_so",
    "loan_lost",
    "not_claimed",
    "refund_too_high",
    "credit_too_low",
    "card_number_taken",
    "guarantor_impossible",
    "message_unknown",
    "reference_taken",
    "lender_wants_it",
    "item_not_borrowed",
    "barcode_taken",
    "branch_unknown",
    "patron_has_loans",
    "patron_has_holds",
    "patron_has_fees",
    "patron_has_credit",
    "patron_is_partner",
    "address_not_kept",
    "partner_unknown",
    "partner_taken",
    "terminal_unknown",
    "code_taken",
    "branch_in_use",
    "merge_impossible",
    "item_note",
    "item_parts",
    "hold_here",
    "hold_elsewhere",
    "transit_to",
    "to_interlibrary_desk",
    "item_recalled",
    "fee_charged",
    "patron_message",
    "card_expires_soon",
    "holds_ready",
    "renewed_and_not",
    "queue_position",
    "payment_credited",
    "card_enabled",
    "card_noted",
    "goodbye",
};
static_assert(std::size(names) == reason_count);

} // namespace

const char* reason_name(reason_code code) noexcept {
    return names[static_cast<std::size_t>(code)];
}

std::optional<reason_code> reason_named(std::string_view name) noexcept {
    const auto found = std::ranges::find(names, name, [](const char* n) { return std::string_view{n}; });
    if (found == names.end()) return std::nullopt;
    return static_cast<reason_code>(found - names.begin());
}

} // namespace circ::circulation
