#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/agency_fields.hpp"
#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// UpdateAgencyResponse: which library
struct update_agency_response {
    std::vector<ncip::problem> problem;
    scheme_value agency_id;

    friend bool operator==(const update_agency_response&, const update_agency_response&) = default;
};

// clang-format off
template <> struct layout<update_agency_response> {
    using m = update_agency_response;
    static constexpr std::string_view name = "UpdateAgencyResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::agency_id, "AgencyId", required)};
};
// clang-format on

/// UpdateAgency: changes a library: what is to go, what is to come
struct update_agency_request {
    std::optional<ncip::mandated_action> mandated_action;
    scheme_value agency_id;
    std::optional<ncip::agency_fields> delete_agency_fields;
    std::optional<ncip::agency_fields> add_agency_fields;

    friend bool operator==(const update_agency_request&, const update_agency_request&) = default;
};

// clang-format off
template <> struct layout<update_agency_request> {
    using m = update_agency_request;
    static constexpr std::string_view name = "UpdateAgency";
    static constexpr auto role = service_role::request;
    using response = ncip::update_agency_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::agency_id, "AgencyId", required),
        element(&m::delete_agency_fields, "DeleteAgencyFields", optional),
        element(&m::add_agency_fields, "AddAgencyFields", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
