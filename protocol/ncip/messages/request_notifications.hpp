#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/messages/acknowledgement.hpp"
#include "protocol/ncip/structures/fiscal.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/item_fields.hpp"
#include "protocol/ncip/structures/request_fields.hpp"
#include "protocol/ncip/structures/routing.hpp"
#include "protocol/ncip/structures/user_fields.hpp"

#include <optional>
#include <string_view>
#include <tuple>

namespace circ::protocol::ncip {

/// ItemRequested: a request was placed; some brokers mean it as the order to place one
struct item_requested {
    ncip::user_id user_id;
    std::optional<ncip::item_id> item_id;
    std::optional<ncip::bibliographic_id> bibliographic_id;
    std::optional<ncip::request_id> request_id;
    scheme_value request_type;
    scheme_value request_scope_type;
    std::optional<ncip::shipping_information> shipping_information;
    std::optional<date_time> earliest_date_needed;
    std::optional<date_time> need_before_date;
    std::optional<scheme_value> pickup_location;
    std::optional<date_time> pickup_expiry_date;
    std::optional<date_time> date_of_user_request;
    std::optional<date_time> date_available;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const item_requested&, const item_requested&) = default;
};

// clang-format off
template <> struct layout<item_requested> {
    using m = item_requested;
    static constexpr std::string_view name = "ItemRequested";
    static constexpr std::string_view response_name = "ItemRequestedResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<item_requested>;
    static constexpr auto elements = std::tuple{
        element(&m::user_id, "UserId", required),
        element(&m::item_id, "ItemId", one_of(1)),
        element(&m::bibliographic_id, "BibliographicId", one_of(1)),
        element(&m::request_id, "RequestId", optional),
        element(&m::request_type, "RequestType", required),
        element(&m::request_scope_type, "RequestScopeType", required),
        element(&m::shipping_information, "ShippingInformation", optional),
        element(&m::earliest_date_needed, "EarliestDateNeeded", optional),
        element(&m::need_before_date, "NeedBeforeDate", optional),
        element(&m::pickup_location, "PickupLocation", optional),
        element(&m::pickup_expiry_date, "PickupExpiryDate", optional),
        element(&m::date_of_user_request, "DateOfUserRequest", optional),
        element(&m::date_available, "DateAvailable", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

/// ItemRequestUpdated: a request was changed
struct item_request_updated {
    std::optional<ncip::user_id> user_id;
    std::optional<ncip::item_id> item_id;
    std::optional<scheme_value> request_type;
    std::optional<ncip::request_id> request_id;
    std::optional<ncip::request_fields> delete_request_fields;
    std::optional<ncip::request_fields> add_request_fields;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const item_request_updated&, const item_request_updated&) = default;
};

// clang-format off
template <> struct layout<item_request_updated> {
    using m = item_request_updated;
    static constexpr std::string_view name = "ItemRequestUpdated";
    static constexpr std::string_view response_name = "ItemRequestUpdatedResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<item_request_updated>;
    static constexpr auto elements = std::tuple{
        element(&m::user_id, "UserId", one_of(1)),
        element(&m::item_id, "ItemId", optional),
        element(&m::request_type, "RequestType", optional),
        element(&m::request_id, "RequestId", one_of(1)),
        element(&m::delete_request_fields, "DeleteRequestFields", optional),
        element(&m::add_request_fields, "AddRequestFields", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

/// ItemRequestCancelled: a request was taken back
struct item_request_cancelled {
    ncip::user_id user_id;
    std::optional<ncip::request_id> request_id;
    std::optional<ncip::item_id> item_id;
    scheme_value request_type;
    std::optional<scheme_value> request_scope_type;
    std::optional<ncip::fiscal_transaction_information> fiscal_transaction_information;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const item_request_cancelled&, const item_request_cancelled&) = default;
};

// clang-format off
template <> struct layout<item_request_cancelled> {
    using m = item_request_cancelled;
    static constexpr std::string_view name = "ItemRequestCancelled";
    static constexpr std::string_view response_name = "ItemRequestCancelledResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<item_request_cancelled>;
    static constexpr auto elements = std::tuple{
        element(&m::user_id, "UserId", required),
        element(&m::request_id, "RequestId", one_of(1)),
        element(&m::item_id, "ItemId", one_of(1)),
        element(&m::request_type, "RequestType", required),
        element(&m::request_scope_type, "RequestScopeType", optional),
        element(&m::fiscal_transaction_information, "FiscalTransactionInformation", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

/// ItemShipped: an item was sent
struct item_shipped {
    std::optional<ncip::request_id> request_id;
    std::optional<ncip::item_id> item_id;
    std::optional<ncip::user_id> user_id;
    std::optional<date_time> date_shipped;
    ncip::shipping_information shipping_information;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const item_shipped&, const item_shipped&) = default;
};

// clang-format off
template <> struct layout<item_shipped> {
    using m = item_shipped;
    static constexpr std::string_view name = "ItemShipped";
    static constexpr std::string_view response_name = "ItemShippedResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<item_shipped>;
    static constexpr auto elements = std::tuple{
        element(&m::request_id, "RequestId", one_of(1)),
        element(&m::item_id, "ItemId", one_of(1)),
        element(&m::user_id, "UserId", optional),
        element(&m::date_shipped, "DateShipped", required),
        element(&m::shipping_information, "ShippingInformation", required),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

/// ItemReceived: an item arrived
struct item_received {
    ncip::item_id item_id;
    std::optional<ncip::user_id> user_id;
    std::optional<ncip::request_id> request_id;
    std::optional<date_time> date_received;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const item_received&, const item_received&) = default;
};

// clang-format off
template <> struct layout<item_received> {
    using m = item_received;
    static constexpr std::string_view name = "ItemReceived";
    static constexpr std::string_view response_name = "ItemReceivedResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<item_received>;
    static constexpr auto elements = std::tuple{
        element(&m::item_id, "ItemId", required),
        element(&m::user_id, "UserId", optional),
        element(&m::request_id, "RequestId", optional),
        element(&m::date_received, "DateReceived", required),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
