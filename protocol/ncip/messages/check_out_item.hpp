#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/fiscal.hpp"
#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/item_fields.hpp"
#include "protocol/ncip/structures/problem.hpp"
#include "protocol/ncip/structures/routing.hpp"
#include "protocol/ncip/structures/user_fields.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// CheckOutItemResponse: when the item is due; in a refusal, what must be acknowledged
struct check_out_item_response {
    std::vector<ncip::problem> problem;
    std::optional<ncip::money> required_fee_amount;
    std::vector<scheme_value> required_item_use_restriction_type;
    ncip::item_id item_id;
    ncip::user_id user_id;
    std::optional<date_time> date_due;
    bool indeterminate_loan_period_flag = false;
    bool non_returnable_flag = false;
    std::optional<number> renewal_count;
    std::optional<ncip::electronic_resource> electronic_resource;
    std::optional<ncip::fiscal_transaction_information> fiscal_transaction_information;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const check_out_item_response&,
                           const check_out_item_response&) = default;
};

// clang-format off
template <> struct layout<check_out_item_response> {
    using m = check_out_item_response;
    static constexpr std::string_view name = "CheckOutItemResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::required_fee_amount, "RequiredFeeAmount", optional_with_problem),
        element(&m::required_item_use_restriction_type, "RequiredItemUseRestrictionType", repeated_with_problem),
        element(&m::item_id, "ItemId", required),
        element(&m::user_id, "UserId", required),
        element(&m::date_due, "DateDue", one_of(1)),
        element(&m::indeterminate_loan_period_flag, "IndeterminateLoanPeriodFlag", one_of(1)),
        element(&m::non_returnable_flag, "NonReturnableFlag", one_of(1)),
        element(&m::renewal_count, "RenewalCount", optional),
        element(&m::electronic_resource, "ElectronicResource", optional),
        element(&m::fiscal_transaction_information, "FiscalTransactionInformation", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

/// CheckOutItem: a loan
struct check_out_item_request {
    std::optional<ncip::mandated_action> mandated_action;
    std::optional<ncip::user_id> user_id;
    std::vector<ncip::authentication_input> authentication_input;
    ncip::item_id item_id;
    std::optional<ncip::request_id> request_id;
    std::optional<ncip::money> acknowledged_fee_amount;
    std::optional<ncip::money> paid_fee_amount;
    std::vector<scheme_value> acknowledged_item_use_restriction_type;
    std::optional<ncip::shipping_information> shipping_information;
    bool resource_desired = false;
    std::optional<date_time> desired_date_due;
    std::vector<scheme_value> item_element_type;
    std::vector<scheme_value> user_element_type;

    friend bool operator==(const check_out_item_request&, const check_out_item_request&) = default;
};

// clang-format off
template <> struct layout<check_out_item_request> {
    using m = check_out_item_request;
    static constexpr std::string_view name = "CheckOutItem";
    static constexpr auto role = service_role::request;
    using response = ncip::check_out_item_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::user_id, "UserId", one_of(1)),
        element(&m::authentication_input, "AuthenticationInput", one_of(1)),
        element(&m::item_id, "ItemId", required),
        element(&m::request_id, "RequestId", optional),
        element(&m::acknowledged_fee_amount, "AcknowledgedFeeAmount", optional),
        element(&m::paid_fee_amount, "PaidFeeAmount", optional),
        element(&m::acknowledged_item_use_restriction_type, "AcknowledgedItemUseRestrictionType", repeated),
        element(&m::shipping_information, "ShippingInformation", optional),
        element(&m::resource_desired, "ResourceDesired", optional),
        element(&m::desired_date_due, "DesiredDateDue", optional),
        element(&m::item_element_type, "ItemElementType", repeated),
        element(&m::user_element_type, "UserElementType", repeated)};
};
// clang-format on

} // namespace circ::protocol::ncip
