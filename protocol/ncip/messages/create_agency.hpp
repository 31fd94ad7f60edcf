#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/address.hpp"
#include "protocol/ncip/structures/agency.hpp"
#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/structures/name.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// CreateAgencyResponse: under which code
struct create_agency_response {
    std::vector<ncip::problem> problem;
    scheme_value agency_id;

    friend bool operator==(const create_agency_response&, const create_agency_response&) = default;
};

// clang-format off
template <> struct layout<create_agency_response> {
    using m = create_agency_response;
    static constexpr std::string_view name = "CreateAgencyResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::agency_id, "AgencyId", required)};
};
// clang-format on

/// CreateAgency: a new library
struct create_agency_request {
    std::optional<ncip::mandated_action> mandated_action;
    std::optional<scheme_value> agency_id;
    std::vector<ncip::organization_name_information> organization_name_information;
    std::vector<ncip::agency_address_information> agency_address_information;
    std::vector<ncip::authentication_prompt> authentication_prompt;
    std::vector<scheme_value> application_profile_supported_type;
    std::vector<scheme_value> consortium_agreement;
    std::vector<scheme_value> agency_user_privilege_type;

    friend bool operator==(const create_agency_request&, const create_agency_request&) = default;
};

// clang-format off
template <> struct layout<create_agency_request> {
    using m = create_agency_request;
    static constexpr std::string_view name = "CreateAgency";
    static constexpr auto role = service_role::request;
    using response = ncip::create_agency_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::agency_id, "AgencyId", optional),
        element(&m::organization_name_information, "OrganizationNameInformation", some),
        element(&m::agency_address_information, "AgencyAddressInformation", repeated),
        element(&m::authentication_prompt, "AuthenticationPrompt", repeated),
        element(&m::application_profile_supported_type, "ApplicationProfileSupportedType", repeated),
        element(&m::consortium_agreement, "ConsortiumAgreement", repeated),
        element(&m::agency_user_privilege_type, "AgencyUserPrivilegeType", repeated)};
};
// clang-format on

} // namespace circ::protocol::ncip
