#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/messages/acknowledgement.hpp"
#include "protocol/ncip/structures/address.hpp"
#include "protocol/ncip/structures/agency.hpp"
#include "protocol/ncip/structures/agency_fields.hpp"
#include "protocol/ncip/structures/name.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// AgencyCreated: there is a new library
struct agency_created {
    scheme_value agency_id;
    std::vector<ncip::organization_name_information> organization_name_information;
    std::vector<ncip::agency_address_information> agency_address_information;
    std::vector<ncip::authentication_prompt> authentication_prompt;
    std::vector<scheme_value> application_profile_supported_type;
    std::vector<scheme_value> consortium_agreement;
    std::vector<scheme_value> agency_user_privilege_type;

    friend bool operator==(const agency_created&, const agency_created&) = default;
};

// clang-format off
template <> struct layout<agency_created> {
    using m = agency_created;
    static constexpr std::string_view name = "AgencyCreated";
    static constexpr std::string_view response_name = "AgencyCreatedResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<agency_created>;
    static constexpr auto elements = std::tuple{
        element(&m::agency_id, "AgencyId", required),
        element(&m::organization_name_information, "OrganizationNameInformation", some),
        element(&m::agency_address_information, "AgencyAddressInformation", repeated),
        element(&m::authentication_prompt, "AuthenticationPrompt", repeated),
        element(&m::application_profile_supported_type, "ApplicationProfileSupportedType", repeated),
        element(&m::consortium_agreement, "ConsortiumAgreement", repeated),
        element(&m::agency_user_privilege_type, "AgencyUserPrivilegeType", repeated)};
};
// clang-format on

/// AgencyUpdated: a library was changed
struct agency_updated {
    scheme_value agency_id;
    std::optional<ncip::agency_fields> delete_agency_fields;
    std::optional<ncip::agency_fields> add_agency_fields;

    friend bool operator==(const agency_updated&, const agency_updated&) = default;
};

// clang-format off
template <> struct layout<agency_updated> {
    using m = agency_updated;
    static constexpr std::string_view name = "AgencyUpdated";
    static constexpr std::string_view response_name = "AgencyUpdatedResponse";
    static constexpr auto role = service_role::notification;
    using response = acknowledgement<agency_updated>;
    static constexpr auto elements = std::tuple{
        element(&m::agency_id, "AgencyId", required),
        element(&m::delete_agency_fields, "DeleteAgencyFields", optional),
        element(&m::add_agency_fields, "AddAgencyFields", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
