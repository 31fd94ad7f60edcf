#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/bibliographic_description.hpp"
#include "protocol/ncip/structures/identifiers.hpp"

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// An item, and what became of it
struct item_details {
    ncip::item_id item_id;
    ncip::bibliographic_description bibliographic_description;
    std::optional<date_time> date_checked_out;
    std::vector<date_time> date_renewed;
    std::optional<date_time> date_due;
    bool indeterminate_loan_period_flag = false;
    bool non_returnable_flag = false;
    std::optional<date_time> date_returned;

    friend bool operator==(const item_details&, const item_details&) = default;
};

// clang-format off
template <> struct layout<item_details> {
    using m = item_details;
    static constexpr auto elements = std::tuple{
        element(&m::item_id, "ItemId", required),
        element(&m::bibliographic_description, "BibliographicDescription", required),
        element(&m::date_checked_out, "DateCheckedOut", optional),
        element(&m::date_renewed, "DateRenewed", repeated),
        element(&m::date_due, "DateDue", optional),
        element(&m::indeterminate_loan_period_flag, "IndeterminateLoanPeriodFlag", optional),
        element(&m::non_returnable_flag, "NonReturnableFlag", optional),
        element(&m::date_returned, "DateReturned", optional)};
};
// clang-format on

/// One charge, payment or waiver
struct fiscal_transaction_information {
    scheme_value fiscal_action_type;
    std::optional<ncip::fiscal_transaction_reference_id> fiscal_transaction_reference_id;
    std::vector<ncip::fiscal_transaction_reference_id> related_fiscal_transaction_reference_id;
    scheme_value fiscal_transaction_type;
    std::optional<date_time> valid_from_date;
    std::optional<date_time> valid_to_date;
    std::optional<ncip::money> amount;
    std::optional<scheme_value> payment_method_type;
    std::optional<std::string> fiscal_transaction_description;
    std::optional<ncip::request_id> request_id;
    std::optional<ncip::item_details> item_details;

    friend bool operator==(const fiscal_transaction_information&,
                           const fiscal_transaction_information&) = default;
};

// clang-format off
template <> struct layout<fiscal_transaction_information> {
    using m = fiscal_transaction_information;
    static constexpr auto elements = std::tuple{
        element(&m::fiscal_action_type, "FiscalActionType", required),
        element(&m::fiscal_transaction_reference_id, "FiscalTransactionReferenceId", optional),
        element(&m::related_fiscal_transaction_reference_id, "RelatedFiscalTransactionReferenceId", repeated),
        element(&m::fiscal_transaction_type, "FiscalTransactionType", required),
        element(&m::valid_from_date, "ValidFromDate", optional),
        element(&m::valid_to_date, "ValidToDate", optional),
        element(&m::amount, "Amount", required),
        element(&m::payment_method_type, "PaymentMethodType", optional),
        element(&m::fiscal_transaction_description, "FiscalTransactionDescription", optional),
        element(&m::request_id, "RequestId", optional),
        element(&m::item_details, "ItemDetails", optional)};
};
// clang-format on

/// A line of an account
struct account_details {
    std::optional<date_time> accrual_date;
    ncip::fiscal_transaction_information fiscal_transaction_information;

    friend bool operator==(const account_details&, const account_details&) = default;
};

// clang-format off
template <> struct layout<account_details> {
    using m = account_details;
    static constexpr auto elements = std::tuple{
        element(&m::accrual_date, "AccrualDate", required),
        element(&m::fiscal_transaction_information, "FiscalTransactionInformation", required)};
};
// clang-format on

/// What a reader owes, in one currency
struct user_fiscal_account {
    std::optional<ncip::money> account_balance;
    std::vector<ncip::account_details> account_details;

    friend bool operator==(const user_fiscal_account&, const user_fiscal_account&) = default;
};

// clang-format off
template <> struct layout<user_fiscal_account> {
    using m = user_fiscal_account;
    static constexpr auto elements = std::tuple{
        element(&m::account_balance, "AccountBalance", required),
        element(&m::account_details, "AccountDetails", repeated)};
};
// clang-format on

} // namespace circ::protocol::ncip
