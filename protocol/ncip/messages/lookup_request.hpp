#pragma once

#include "protocol/ncip/layout.hpp"
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

/// LookupRequestResponse: the request
struct lookup_request_response {
    std::vector<ncip::problem> problem;
    std::optional<ncip::request_id> request_id;
    std::optional<ncip::item_id> item_id;
    std::optional<ncip::user_id> user_id;
    std::optional<scheme_value> request_type;
    std::optional<scheme_value> request_scope_type;
    std::optional<scheme_value> request_status_type;
    std::optional<number> hold_queue_position;
    std::optional<ncip::shipping_information> shipping_information;
    std::optional<date_time> earliest_date_needed;
    std::optional<date_time> need_before_date;
    std::optional<date_time> pickup_date;
    std::optional<scheme_value> pickup_location;
    std::optional<date_time> pickup_expiry_date;
    std::optional<date_time> date_of_user_request;
    std::optional<date_time> date_available;
    std::optional<ncip::money> acknowledged_fee_amount;
    std::optional<ncip::money> paid_fee_amount;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const lookup_request_response&,
                           const lookup_request_response&) = default;
};

// clang-format off
template <> struct layout<lookup_request_response> {
    using m = lookup_request_response;
    static constexpr std::string_view name = "LookupRequestResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::request_id, "RequestId", one_of(1)),
        element(&m::item_id, "ItemId", one_of(1)),
        element(&m::user_id, "UserId", optional),
        element(&m::request_type, "RequestType", optional),
        element(&m::request_scope_type, "RequestScopeType", optional),
        element(&m::request_status_type, "RequestStatusType", optional),
        element(&m::hold_queue_position, "HoldQueuePosition", optional),
        element(&m::shipping_information, "ShippingInformation", optional),
        element(&m::earliest_date_needed, "EarliestDateNeeded", optional),
        element(&m::need_before_date, "NeedBeforeDate", optional),
        element(&m::pickup_date, "PickupDate", optional),
        element(&m::pickup_location, "PickupLocation", optional),
        element(&m::pickup_expiry_date, "PickupExpiryDate", optional),
        element(&m::date_of_user_request, "DateOfUserRequest", optional),
        element(&m::date_available, "DateAvailable", optional),
        element(&m::acknowledged_fee_amount, "AcknowledgedFeeAmount", optional),
        element(&m::paid_fee_amount, "PaidFeeAmount", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

/// LookupRequest: a request, by its id, or by reader, item and type
struct lookup_request_request {
    std::optional<ncip::user_id> user_id;
    std::vector<ncip::authentication_input> authentication_input;
    std::optional<ncip::item_id> item_id;
    std::optional<scheme_value> request_type;
    std::optional<ncip::request_id> request_id;
    std::vector<scheme_value> request_element_type;
    std::vector<scheme_value> item_element_type;
    std::vector<scheme_value> user_element_type;

    friend bool operator==(const lookup_request_request&, const lookup_request_request&) = default;
};

// clang-format off
template <> struct layout<lookup_request_request> {
    using m = lookup_request_request;
    static constexpr std::string_view name = "LookupRequest";
    static constexpr auto role = service_role::request;
    using response = ncip::lookup_request_response;
    static constexpr auto elements = std::tuple{
        element(&m::user_id, "UserId", one_of(1)),
        element(&m::authentication_input, "AuthenticationInput", one_of(1)),
        element(&m::item_id, "ItemId", optional),
        element(&m::request_type, "RequestType", optional),
        element(&m::request_id, "RequestId", one_of(1)),
        element(&m::request_element_type, "RequestElementType", repeated),
        element(&m::item_element_type, "ItemElementType", repeated),
        element(&m::user_element_type, "UserElementType", repeated)};
};
// clang-format on

} // namespace circ::protocol::ncip
