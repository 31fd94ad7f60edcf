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

/// CheckInItemResponse: who had the item, and where it must go
struct check_in_item_response {
    std::vector<ncip::problem> problem;
    ncip::item_id item_id;
    std::optional<ncip::user_id> user_id;
    std::optional<ncip::routing_information> routing_information;
    std::optional<ncip::fiscal_transaction_information> fiscal_transaction_information;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const check_in_item_response&, const check_in_item_response&) = default;
};

// clang-format off
template <> struct layout<check_in_item_response> {
    using m = check_in_item_response;
    static constexpr std::string_view name = "CheckInItemResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::item_id, "ItemId", required),
        element(&m::user_id, "UserId", optional),
        element(&m::routing_information, "RoutingInformation", optional),
        element(&m::fiscal_transaction_information, "FiscalTransactionInformation", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

/// CheckInItem: a return
struct check_in_item_request {
    std::optional<ncip::mandated_action> mandated_action;
    ncip::item_id item_id;
    std::vector<scheme_value> item_element_type;
    std::vector<scheme_value> user_element_type;

    friend bool operator==(const check_in_item_request&, const check_in_item_request&) = default;
};

// clang-format off
template <> struct layout<check_in_item_request> {
    using m = check_in_item_request;
    static constexpr std::string_view name = "CheckInItem";
    static constexpr auto role = service_role::request;
    using response = ncip::check_in_item_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::item_id, "ItemId", required),
        element(&m::item_element_type, "ItemElementType", repeated),
        element(&m::user_element_type, "UserElementType", repeated)};
};
// clang-format on

} // namespace circ::protocol::ncip
