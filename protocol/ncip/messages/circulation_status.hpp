#pragma once

#include "protocol/ncip/layout.hpp"
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

/// UpdateCirculationStatusResponse: which item
struct update_circulation_status_response {
    std::vector<ncip::problem> problem;
    ncip::item_id item_id;

    friend bool operator==(const update_circulation_status_response&,
                           const update_circulation_status_response&) = default;
};

// clang-format off
template <> struct layout<update_circulation_status_response> {
    using m = update_circulation_status_response;
    static constexpr std::string_view name = "UpdateCirculationStatusResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::item_id, "ItemId", required)};
};
// clang-format on

/// UpdateCirculationStatus: sets the status of an item
struct update_circulation_status_request {
    std::optional<ncip::mandated_action> mandated_action;
    ncip::item_id item_id;
    scheme_value circulation_status;

    friend bool operator==(const update_circulation_status_request&,
                           const update_circulation_status_request&) = default;
};

// clang-format off
template <> struct layout<update_circulation_status_request> {
    using m = update_circulation_status_request;
    static constexpr std::string_view name = "UpdateCirculationStatus";
    static constexpr auto role = service_role::request;
    using response = ncip::update_circulation_status_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::item_id, "ItemId", required),
        element(&m::circulation_status, "CirculationStatus", required)};
};
// clang-format on

/// ReportCirculationStatusChangeResponse: item and reader
struct report_circulation_status_change_response {
    std::vector<ncip::problem> problem;
    ncip::item_id item_id;
    std::optional<ncip::user_id> user_id;
    std::optional<ncip::item_optional_fields> item_optional_fields;
    std::optional<ncip::user_optional_fields> user_optional_fields;

    friend bool operator==(const report_circulation_status_change_response&,
                           const report_circulation_status_change_response&) = default;
};

// clang-format off
template <> struct layout<report_circulation_status_change_response> {
    using m = report_circulation_status_change_response;
    static constexpr std::string_view name = "ReportCirculationStatusChangeResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::item_id, "ItemId", required),
        element(&m::user_id, "UserId", optional),
        element(&m::item_optional_fields, "ItemOptionalFields", optional),
        element(&m::user_optional_fields, "UserOptionalFields", optional)};
};
// clang-format on

/// ReportCirculationStatusChange: a reader says that he returned, never had or lost an item
struct report_circulation_status_change_request {
    std::optional<ncip::mandated_action> mandated_action;
    ncip::item_id item_id;
    std::optional<ncip::user_id> user_id;
    std::vector<ncip::authentication_input> authentication_input;
    std::optional<ncip::item_reported_returned> item_reported_returned;
    bool item_reported_never_borrowed = false;
    bool item_reported_lost = false;
    bool item_reported_missing = false;
    std::vector<scheme_value> item_element_type;
    std::vector<scheme_value> user_element_type;

    friend bool operator==(const report_circulation_status_change_request&,
                           const report_circulation_status_change_request&) = default;
};

// clang-format off
template <> struct layout<report_circulation_status_change_request> {
    using m = report_circulation_status_change_request;
    static constexpr std::string_view name = "ReportCirculationStatusChange";
    static constexpr auto role = service_role::request;
    using response = ncip::report_circulation_status_change_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::item_id, "ItemId", required),
        element(&m::user_id, "UserId", one_of(1)),
        element(&m::authentication_input, "AuthenticationInput", one_of(1)),
        element(&m::item_reported_returned, "ItemReportedReturned", one_of(2)),
        element(&m::item_reported_never_borrowed, "ItemReportedNeverBorrowed", one_of(2)),
        element(&m::item_reported_lost, "ItemReportedLost", one_of(2)),
        element(&m::item_reported_missing, "ItemReportedMissing", one_of(2)),
        element(&m::item_element_type, "ItemElementType", repeated),
        element(&m::user_element_type, "UserElementType", repeated)};
};
// clang-format on

} // namespace circ::protocol::ncip
