#include "server/dispatch/ncip_problems.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace circ::dispatch {

namespace {

using code = circulation::reason_code;
using is = protocol::ncip::problem_type;

/// Services that have words of their own, in the order of a row; all others are the last.
constexpr std::array<std::string_view, 4> columns{
    "CheckOutItem", "RenewItem", "RequestItem", "AcceptItem"};

struct problem_row {
    code why;
    std::array<is, columns.size() + 1> by_service;
    std::string_view element;
};

consteval problem_row all(code why, is type, std::string_view element) {
    return {why, {type, type, type, type, type}, element};
}

// clang-format off
constexpr auto rows = std::to_array<problem_row>({
    all(code::request_incomplete, is::needed_data_missing, ""),
    all(code::not_permitted, is::unauthorized_service_for_system, ""),
    all(code::not_logged_in, is::system_authentication_failed, ""),
    all(code::backend_unavailable, is::temporary_processing_failure, ""),
    all(code::patron_unknown, is::unknown_user, "UserIdentifierValue"),
    all(code::patron_expired, is::user_blocked, "UserIdentifierValue"),
    all(code::patron_blocked, is::user_blocked, "UserIdentifierValue"),
    all(code::card_lost, is::user_blocked, "UserIdentifierValue"),
    all(code::card_replaced, is::user_blocked, "UserIdentifierValue"),
    all(code::pin_missing, is::user_authentication_failed, "AuthenticationInputData"),
    all(code::pin_wrong, is::user_authentication_failed, "AuthenticationInputData"),
    all(code::pin_locked, is::user_authentication_failed, "AuthenticationInputData"),
    {code::too_many_loans, {is::maximum_check_outs_exceeded, is::user_blocked, is::user_blocked, is::user_ineligible_to_check_out_this_item, is::user_blocked}, "UserIdentifierValue"},
    {code::too_many_loans_of_type, {is::maximum_check_outs_exceeded, is::user_ineligible_to_renew_this_item, is::user_ineligible_to_request_this_item, is::user_ineligible_to_check_out_this_item, is::user_blocked}, "UserIdentifierValue"},
    all(code::too_many_overdues, is::user_blocked, "UserIdentifierValue"),
    all(code::fees_over_limit, is::user_blocked, "UserIdentifierValue"),
    all(code::too_many_claims, is::user_blocked, "UserIdentifierValue"),
    all(code::too_many_lost, is::user_blocked, "UserIdentifierValue"),
    all(code::guarantor_owes, is::user_blocked, "UserIdentifierValue"),
    {code::too_young, {is::user_ineligible_to_check_out_this_item, is::user_ineligible_to_renew_this_item, is::user_ineligible_to_request_this_item, is::user_ineligible_to_check_out_this_item, is::element_rule_violated}, "UserIdentifierValue"},
    all(code::item_unknown, is::unknown_item, "ItemIdentifierValue"),
    all(code::title_unknown, is::unknown_item, "BibliographicRecordIdentifier"),
    {code::item_not_for_loan, {is::item_does_not_circulate, is::item_not_renewable, is::item_does_not_circulate, is::cannot_accept_item, is::element_rule_violated}, "ItemIdentifierValue"},
    {code::item_type_refused, {is::item_does_not_circulate, is::item_not_renewable, is::item_does_not_circulate, is::cannot_accept_item, is::item_access_denied}, "ItemIdentifierValue"},
    {code::item_on_loan_to_other, {is::resource_cannot_be_provided, is::user_ineligible_to_renew_this_item, is::resource_cannot_be_provided, is::cannot_accept_item, is::element_rule_violated}, "ItemIdentifierValue"},
    {code::item_already_yours, {is::resource_cannot_be_provided, is::renewal_not_allowed, is::duplicate_request, is::cannot_accept_item, is::element_rule_violated}, "ItemIdentifierValue"},
    {code::item_trapped_for_other, {is::resource_cannot_be_provided, is::renewal_not_allowed, is::resource_cannot_be_provided, is::cannot_accept_item, is::element_rule_violated}, "ItemIdentifierValue"},
    {code::item_held_by_other, {is::resource_cannot_be_provided, is::renewal_not_allowed, is::resource_cannot_be_provided, is::cannot_accept_item, is::element_rule_violated}, "ItemIdentifierValue"},
    {code::item_queued_for_other, {is::resource_cannot_be_provided, is::renewal_not_allowed, is::resource_cannot_be_provided, is::cannot_accept_item, is::element_rule_violated}, "ItemIdentifierValue"},
    {code::item_on_order, {is::resource_cannot_be_provided, is::item_not_renewable, is::item_does_not_circulate, is::cannot_accept_item, is::element_rule_violated}, "ItemIdentifierValue"},
    {code::item_in_process, {is::resource_cannot_be_provided, is::item_not_renewable, is::item_does_not_circulate, is::cannot_accept_item, is::element_rule_violated}, "ItemIdentifierValue"},
    {code::item_damaged, {is::resource_cannot_be_provided, is::item_not_renewable, is::item_does_not_circulate, is::cannot_accept_item, is::element_rule_violated}, "ItemIdentifierValue"},
    {code::item_in_repair, {is::resource_cannot_be_provided, is::item_not_renewable, is::item_does_not_circulate, is::cannot_accept_item, is::element_rule_violated}, "ItemIdentifierValue"},
    {code::item_withdrawn, {is::resource_cannot_be_provided, is::item_not_renewable, is::item_does_not_circulate, is::cannot_accept_item, is::element_rule_violated}, "ItemIdentifierValue"},
    {code::item_lost, {is::resource_cannot_be_provided, is::item_not_renewable, is::item_does_not_circulate, is::cannot_accept_item, is::element_rule_violated}, "ItemIdentifierValue"},
    all(code::item_of_other_institution, is::unknown_item, "ItemIdentifierValue"),
    all(code::fee_not_agreed, is::element_rule_violated, "AcknowledgedFeeAmount"),
    all(code::not_on_loan, is::item_not_checked_out, "ItemIdentifierValue"),
    {code::not_on_loan_to_patron, {is::item_not_checked_out, is::user_ineligible_to_renew_this_item, is::element_rule_violated, is::cannot_accept_item, is::item_not_checked_out_to_this_user}, "UserIdentifierValue"},
    all(code::several_copies_on_loan, is::non_unique_item, "ItemIdentifierValue"),
    all(code::renewal_not_allowed, is::item_not_renewable, "ItemIdentifierValue"),
    all(code::renewal_limit, is::maximum_renewals_exceeded, "ItemIdentifierValue"),
    all(code::renewal_not_yet, is::item_not_renewable, "ItemIdentifierValue"),
    all(code::renewal_queued, is::renewal_not_allowed, "ItemIdentifierValue"),
    all(code::renewal_recalled, is::renewal_not_allowed, "ItemIdentifierValue"),
    all(code::renewal_claimed, is::item_not_renewable, "ItemIdentifierValue"),
    all(code::renewal_while_overdue, is::item_not_renewable, "ItemIdentifierValue"),
    all(code::renewal_no_gain, is::item_not_renewable, "ItemIdentifierValue"),
    all(code::hold_duplicate, is::duplicate_request, "UserIdentifierValue"),
    all(code::hold_has_loan, is::duplicate_request, "UserIdentifierValue"),
    all(code::hold_limit, is::user_ineligible_to_request_this_item, "UserIdentifierValue"),
    {code::hold_available_on_shelf, {is::element_rule_violated, is::element_rule_violated, is::element_rule_violated, is::cannot_accept_item, is::element_rule_violated}, "ItemIdentifierValue"},
    {code::hold_impossible, {is::user_ineligible_to_request_this_item, is::user_ineligible_to_renew_this_item, is::user_ineligible_to_request_this_item, is::user_ineligible_to_check_out_this_item, is::element_rule_violated}, "ItemIdentifierValue"},
    all(code::hold_not_found, is::unknown_request, "RequestIdentifierValue"),
    all(code::hold_expiry_past, is::item_not_available_by_need_before_date, "NeedBeforeDate"),
    all(code::pickup_unknown, is::element_rule_violated, "PickupLocation"),
    all(code::pickup_not_allowed, is::element_rule_violated, "PickupLocation"),
    all(code::holds_not_here, is::unauthorized_service_for_system, ""),
    all(code::hold_has_item, is::request_already_processed, "RequestIdentifierValue"),
    all(code::nothing_to_clear, is::element_rule_violated, "ItemIdentifierValue"),
    all(code::recall_not_allowed, is::item_cannot_be_recalled, "ItemIdentifierValue"),
    all(code::recall_already, is::item_cannot_be_recalled, "ItemIdentifierValue"),
    all(code::recall_not_found, is::recall_cannot_be_cancelled, "ItemIdentifierValue"),
    all(code::amount_unreadable, is::invalid_amount, "MonetaryValue"),
    all(code::currency_foreign, is::invalid_amount, "CurrencyCode"),
    all(code::fee_unknown, is::element_rule_violated, "FiscalTransactionIdentifierValue"),
    all(code::fee_of_another, is::account_access_denied, "FiscalTransactionIdentifierValue"),
    all(code::overpayment, is::invalid_amount, "MonetaryValue"),
    all(code::write_off_not_allowed, is::unauthorized_combination_for_system, "FiscalActionType"),
    all(code::undo_nothing_to_undo, is::item_not_checked_out, "ItemIdentifierValue"),
    all(code::undo_too_late, is::element_rule_violated, "ItemIdentifierValue"),
    all(code::undo_elsewhere, is::element_rule_violated, "ItemIdentifierValue"),
    all(code::entry_not_open, is::unknown_request, "RequestIdentifierValue"),
    all(code::not_postable, is::element_rule_violated, ""),
    all(code::already_so, is::element_rule_violated, ""),
    all(code::loan_lost, is::element_rule_violated, "ItemIdentifierValue"),
    all(code::not_claimed, is::element_rule_violated, "ItemIdentifierValue"),
    all(code::refund_too_high, is::invalid_amount, "MonetaryValue"),
    all(code::credit_too_low, is::invalid_amount, "MonetaryValue"),
    all(code::card_number_taken, is::duplicate_user, "UserIdentifierValue"),
    all(code::guarantor_impossible, is::element_rule_violated, ""),
    all(code::message_unknown, is::unknown_request, "RequestIdentifierValue"),
    {code::reference_taken, {is::duplicate_request, is::duplicate_request, is::duplicate_request, is::cannot_accept_item, is::duplicate_fiscal_transaction}, "RequestIdentifierValue"},
    {code::lender_wants_it, {is::resource_cannot_be_provided, is::item_not_renewable, is::resource_cannot_be_provided, is::cannot_accept_item, is::element_rule_violated}, "ItemIdentifierValue"},
    all(code::item_not_borrowed, is::element_rule_violated, "ItemIdentifierValue"),
    {code::barcode_taken, {is::duplicate_item, is::duplicate_item, is::duplicate_item, is::cannot_accept_item, is::duplicate_item}, "ItemIdentifierValue"},
    all(code::branch_unknown, is::element_rule_violated, "LocationNameValue"),
    all(code::patron_has_loans, is::element_rule_violated, "UserIdentifierValue"),
    all(code::patron_has_holds, is::element_rule_violated, "UserIdentifierValue"),
    all(code::patron_has_fees, is::element_rule_violated, "UserIdentifierValue"),
    all(code::patron_has_credit, is::element_rule_violated, "UserIdentifierValue"),
    all(code::patron_is_partner, is::element_rule_violated, "UserIdentifierValue"),
    all(code::address_not_kept, is::unable_to_delete_element, "UserAddressInformation"),
    all(code::partner_unknown, is::unknown_agency, "AgencyId"),
    all(code::partner_taken, is::duplicate_agency, "AgencyId"),
    all(code::terminal_unknown, is::unknown_system, ""),
    all(code::code_taken, is::element_rule_violated, ""),
    all(code::branch_in_use, is::element_rule_violated, ""),
    all(code::merge_impossible, is::element_rule_violated, ""),
    // said although nothing is refused: they get here from nobody
    all(code::item_note, is::element_rule_violated, ""),
    all(code::item_parts, is::element_rule_violated, ""),
    all(code::hold_here, is::element_rule_violated, ""),
    all(code::hold_elsewhere, is::element_rule_violated, ""),
    all(code::transit_to, is::element_rule_violated, ""),
    all(code::to_interlibrary_desk, is::element_rule_violated, ""),
    all(code::item_recalled, is::element_rule_violated, ""),
    all(code::fee_charged, is::element_rule_violated, ""),
    all(code::patron_message, is::element_rule_violated, ""),
    all(code::card_expires_soon, is::element_rule_violated, ""),
    all(code::holds_ready, is::element_rule_violated, ""),
    all(code::renewed_and_not, is::element_rule_violated, ""),
    all(code::queue_position, is::element_rule_violated, ""),
    all(code::payment_credited, is::element_rule_violated, ""),
    all(code::card_enabled, is::element_rule_violated, ""),
    all(code::card_noted, is::element_rule_violated, ""),
    all(code::goodbye, is::element_rule_violated, ""),
});
// clang-format on

static_assert(rows.size() == circulation::reason_count, "every reason has its row");
static_assert(
    [] {
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (static_cast<std::size_t>(rows[i].why) != i) return false;
        return true;
    }(),
    "rows stand in the order of the reasons");

} // namespace

ncip_wording wording_of(code why, std::string_view service) {
    const problem_row& row = rows[static_cast<std::size_t>(why)];
    const auto column = std::find(columns.begin(), columns.end(), service) - columns.begin();
    return {row.by_service[static_cast<std::size_t>(column)], row.element};
}

} // namespace circ::dispatch
