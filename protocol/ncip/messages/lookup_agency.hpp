#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/address.hpp"
#include "protocol/ncip/structures/agency.hpp"
#include "protocol/ncip/structures/location.hpp"
#include "protocol/ncip/structures/name.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// LookupAgencyResponse: what it is
struct lookup_agency_response {
    std::vector<ncip::problem> problem;
    scheme_value agency_id;
    std::vector<ncip::organization_name_information> organization_name_information;
    std::vector<ncip::agency_address_information> agency_address_information;
    std::vector<ncip::authentication_prompt> authentication_prompt;
    std::vector<scheme_value> application_profile_supported_type;
    std::vector<scheme_value> consortium_agreement;
    std::vector<scheme_value> agency_user_privilege_type;
    std::optional<ncip::location_name> location_name; ///< in Ext

    friend bool operator==(const lookup_agency_response&, const lookup_agency_response&) = default;
};

// clang-format off
template <> struct layout<lookup_agency_response> {
    using m = lookup_agency_response;
    static constexpr std::string_view name = "LookupAgencyResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::agency_id, "AgencyId", required),
        element(&m::organization_name_information, "OrganizationNameInformation", repeated),
        element(&m::agency_address_information, "AgencyAddressInformation", repeated),
        element(&m::authentication_prompt, "AuthenticationPrompt", repeated),
        element(&m::application_profile_supported_type, "ApplicationProfileSupportedType", repeated),
        element(&m::consortium_agreement, "ConsortiumAgreement", repeated),
        element(&m::agency_user_privilege_type, "AgencyUserPrivilegeType", repeated),
        element(&m::location_name, "LocationName", in_ext)};
};
// clang-format on

/// LookupAgency: names, addresses and prompts of a library
struct lookup_agency_request {
    scheme_value agency_id;
    std::vector<scheme_value> agency_element_type;

    friend bool operator==(const lookup_agency_request&, const lookup_agency_request&) = default;
};

// clang-format off
template <> struct layout<lookup_agency_request> {
    using m = lookup_agency_request;
    static constexpr std::string_view name = "LookupAgency";
    static constexpr auto role = service_role::request;
    using response = ncip::lookup_agency_response;
    static constexpr auto elements = std::tuple{
        element(&m::agency_id, "AgencyId", required),
        element(&m::agency_element_type, "AgencyElementType", some)};
};
// clang-format on

} // namespace circ::protocol::ncip
