#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/routing.hpp"

#include <optional>
#include <tuple>

namespace circ::protocol::ncip {

/// AddRequestFields, DeleteRequestFields: what changes in a request
struct request_fields {
    std::optional<ncip::user_id> user_id;
    std::optional<ncip::item_id> item_id;
    std::optional<scheme_value> request_type;
    std::optional<scheme_value> request_scope_type;
    std::optional<scheme_value> request_status_type;
    std::optional<ncip::shipping_information> shipping_information;
    std::optional<date_time> earliest_date_needed;
    std::optional<date_time> need_before_date;
    std::optional<scheme_value> pickup_location;
    std::optional<date_time> pickup_expiry_date;
    std::optional<date_time> date_of_user_request;
    std::optional<date_time> date_available;
    std::optional<ncip::money> acknowledged_fee_amount;
    std::optional<ncip::money> paid_fee_amount;

    friend bool operator==(const request_fields&, const request_fields&) = default;
};

// clang-format off
template <> struct layout<request_fields> {
    using m = request_fields;
    static constexpr auto elements = std::tuple{
        element(&m::user_id, "UserId", optional),
        element(&m::item_id, "ItemId", optional),
        element(&m::request_type, "RequestType", optional),
        element(&m::request_scope_type, "RequestScopeType", optional),
        element(&m::request_status_type, "RequestStatusType", optional),
        element(&m::shipping_information, "ShippingInformation", optional),
        element(&m::earliest_date_needed, "EarliestDateNeeded", optional),
        element(&m::need_before_date, "NeedBeforeDate", optional),
        element(&m::pickup_location, "PickupLocation", optional),
        element(&m::pickup_expiry_date, "PickupExpiryDate", optional),
        element(&m::date_of_user_request, "DateOfUserRequest", optional),
        element(&m::date_available, "DateAvailable", optional),
        element(&m::acknowledged_fee_amount, "AcknowledgedFeeAmount", optional),
        element(&m::paid_fee_amount, "PaidFeeAmount", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
