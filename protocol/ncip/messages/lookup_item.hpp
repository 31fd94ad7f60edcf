#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/item_fields.hpp"
#include "protocol/ncip/structures/loan.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// LookupItemResponse: the item
struct lookup_item_response {
    std::vector<ncip::problem> problem;
    std::optional<ncip::request_id> request_id;
    std::optional<ncip::item_id> item_id;
    std::optional<date_time> hold_pickup_date;
    std::optional<date_time> date_recalled;
    std::optional<ncip::item_transaction> item_transaction;
    std::optional<ncip::item_optional_fields> item_optional_fields;

    friend bool operator==(const lookup_item_response&, const lookup_item_response&) = default;
};

// clang-format off
template <> struct layout<lookup_item_response> {
    using m = lookup_item_response;
    static constexpr std::string_view name = "LookupItemResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::request_id, "RequestId", one_of(1)),
        element(&m::item_id, "ItemId", one_of(1)),
        element(&m::hold_pickup_date, "HoldPickupDate", optional),
        element(&m::date_recalled, "DateRecalled", optional),
        element(&m::item_transaction, "ItemTransaction", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional, since::v2_0, "UserOptionalFields")};
};
// clang-format on

/// LookupItem: an item, by its own id or by a request
struct lookup_item_request {
    std::optional<ncip::item_id> item_id;
    std::optional<ncip::request_id> request_id;
    std::vector<scheme_value> item_element_type;
    bool current_borrower_desired = false;
    bool current_requesters_desired = false;

    friend bool operator==(const lookup_item_request&, const lookup_item_request&) = default;
};

// clang-format off
template <> struct layout<lookup_item_request> {
    using m = lookup_item_request;
    static constexpr std::string_view name = "LookupItem";
    static constexpr auto role = service_role::request;
    using response = ncip::lookup_item_response;
    static constexpr auto elements = std::tuple{
        element(&m::item_id, "ItemId", one_of(1)),
        element(&m::request_id, "RequestId", one_of(1)),
        element(&m::item_element_type, "ItemElementType", repeated),
        element(&m::current_borrower_desired, "CurrentBorrowerDesired", optional),
        element(&m::current_requesters_desired, "CurrentRequestersDesired", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
