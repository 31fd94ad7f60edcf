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

/// RequestItemResponse: the request and its state
struct request_item_response {
    std::vector<ncip::problem> problem;
    std::optional<ncip::money> required_fee_amount;
    std::vector<scheme_value> required_item_use_restriction_type;
    std::optional<ncip::request_id> request_id;
    std::optional<ncip::item_id> item_id;
    ncip::user_id user_id;
    scheme_value request_type;
    scheme_value request_scope_type;
    std::optional<ncip::shipping_information> shipping_information;
    std::optional<date_time> date_available;
    std::optional<date_time> hold_pickup_date;
    std::optional<ncip::fiscal_transaction_information> fiscal_transaction_information;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const request_item_response&, const request_item_response&) = default;
};

// clang-format off
template <> struct layout<request_item_response> {
    using m = request_item_response;
    static constexpr std::string_view name = "RequestItemResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::required_fee_amount, "RequiredFeeAmount", optional_with_problem),
        element(&m::required_item_use_restriction_type, "RequiredItemUseRestrictionType", repeated_with_problem),
        element(&m::request_id, "RequestId", one_of(1)),
        element(&m::item_id, "ItemId", one_of(1)),
        element(&m::user_id, "UserId", required),
        element(&m::request_type, "RequestType", required),
        element(&m::request_scope_type, "RequestScopeType", required),
        element(&m::shipping_information, "ShippingInformation", optional),
        element(&m::date_available, "DateAvailable", optional),
        element(&m::hold_pickup_date, "HoldPickupDate", optional),
        element(&m::fiscal_transaction_information, "FiscalTransactionInformation", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

/// RequestItem: a hold, a loan or a retrieval
struct request_item_request {
    std::optional<ncip::mandated_action> mandated_action;
    std::optional<ncip::user_id> user_id;
    std::vector<ncip::authentication_input> authentication_input;
    std::vector<ncip::bibliographic_id> bibliographic_id;
    std::vector<ncip::item_id> item_id;
    std::optional<ncip::request_id> request_id;
    scheme_value request_type;
    scheme_value request_scope_type;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::shipping_information> shipping_information;
    std::optional<date_time> earliest_date_needed;
    std::optional<date_time> need_before_date;
    std::optional<scheme_value> pickup_location;
    std::optional<date_time> pickup_expiry_date;
    std::optional<ncip::money> acknowledged_fee_amount;
    std::optional<ncip::money> paid_fee_amount;
    std::vector<scheme_value> acknowledged_item_use_restriction_type;
    std::vector<scheme_value> item_element_type;
    std::vector<scheme_value> user_element_type;

    friend bool operator==(const request_item_request&, const request_item_request&) = default;
};

// clang-format off
template <> struct layout<request_item_request> {
    using m = request_item_request;
    static constexpr std::string_view name = "RequestItem";
    static constexpr auto role = service_role::request;
    using response = ncip::request_item_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::user_id, "UserId", one_of(1)),
        element(&m::authentication_input, "AuthenticationInput", one_of(1)),
        element(&m::bibliographic_id, "BibliographicId", one_of(2)),
        element(&m::item_id, "ItemId", one_of(2)),
        element(&m::request_id, "RequestId", optional),
        element(&m::request_type, "RequestType", required),
        element(&m::request_scope_type, "RequestScopeType", required),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::shipping_information, "ShippingInformation", optional),
        element(&m::earliest_date_needed, "EarliestDateNeeded", optional),
        element(&m::need_before_date, "NeedBeforeDate", optional),
        element(&m::pickup_location, "PickupLocation", optional),
        element(&m::pickup_expiry_date, "PickupExpiryDate", optional),
        element(&m::acknowledged_fee_amount, "AcknowledgedFeeAmount", optional),
        element(&m::paid_fee_amount, "PaidFeeAmount", optional),
        element(&m::acknowledged_item_use_restriction_type, "AcknowledgedItemUseRestrictionType", repeated),
        element(&m::item_element_type, "ItemElementType", repeated),
        element(&m::user_element_type, "UserElementType", repeated)};
};
// clang-format on

} // namespace circ::protocol::ncip
