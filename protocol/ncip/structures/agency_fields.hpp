#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/address.hpp"
#include "protocol/ncip/structures/agency.hpp"
#include "protocol/ncip/structures/name.hpp"

#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// AddAgencyFields, DeleteAgencyFields: what changes in a library
struct agency_fields {
    std::vector<ncip::organization_name_information> organization_name_information;
    std::vector<ncip::agency_address_information> agency_address_information;
    std::vector<ncip::authentication_prompt> authentication_prompt;
    std::vector<scheme_value> application_profile_supported_type;
    std::vector<scheme_value> consortium_agreement;
    std::vector<scheme_value> agency_user_privilege_type;

    friend bool operator==(const agency_fields&, const agency_fields&) = default;
};

// clang-format off
template <> struct layout<agency_fields> {
    using m = agency_fields;
    static constexpr auto elements = std::tuple{
        element(&m::organization_name_information, "OrganizationNameInformation", repeated),
        element(&m::agency_address_information, "AgencyAddressInformation", repeated),
        element(&m::authentication_prompt, "AuthenticationPrompt", repeated),
        element(&m::application_profile_supported_type, "ApplicationProfileSupportedType", repeated),
        element(&m::consortium_agreement, "ConsortiumAgreement", repeated),
        element(&m::agency_user_privilege_type, "AgencyUserPrivilegeType", repeated)};
};
// clang-format on

} // namespace circ::protocol::ncip
