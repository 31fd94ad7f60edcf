#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/bibliographic_description.hpp"
#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/item_fields.hpp"
#include "protocol/ncip/structures/location.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// CreateItemResponse: under which barcode
struct create_item_response {
    std::vector<ncip::problem> problem;
    ncip::item_id item_id;

    friend bool operator==(const create_item_response&, const create_item_response&) = default;
};

// clang-format off
template <> struct layout<create_item_response> {
    using m = create_item_response;
    static constexpr std::string_view name = "CreateItemResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::item_id, "ItemId", required)};
};
// clang-format on

/// CreateItem: a new item
struct create_item_request {
    std::optional<ncip::mandated_action> mandated_action;
    std::optional<ncip::item_id> item_id;
    std::optional<ncip::request_id> request_id;
    ncip::bibliographic_description bibliographic_description;
    std::vector<scheme_value> item_use_restriction_type;
    std::optional<scheme_value> circulation_status;
    std::optional<ncip::item_description> item_description;
    std::vector<ncip::location> location;
    std::optional<ncip::physical_condition> physical_condition;
    std::optional<scheme_value> security_marker;
    bool sensitization_flag = false;

    friend bool operator==(const create_item_request&, const create_item_request&) = default;
};

// clang-format off
template <> struct layout<create_item_request> {
    using m = create_item_request;
    static constexpr std::string_view name = "CreateItem";
    static constexpr auto role = service_role::request;
    using response = ncip::create_item_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::item_id, "ItemId", optional),
        element(&m::request_id, "RequestId", optional),
        element(&m::bibliographic_description, "BibliographicDescription", required),
        element(&m::item_use_restriction_type, "ItemUseRestrictionType", repeated),
        element(&m::circulation_status, "CirculationStatus", optional),
        element(&m::item_description, "ItemDescription", optional),
        element(&m::location, "Location", repeated),
        element(&m::physical_condition, "PhysicalCondition", optional),
        element(&m::security_marker, "SecurityMarker", optional),
        element(&m::sensitization_flag, "SensitizationFlag", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
