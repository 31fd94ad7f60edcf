#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// LookupVersionResponse: which versions and services there are
struct lookup_version_response {
    agency_reference from_agency_id;
    agency_reference to_agency_id;
    std::vector<std::string> version_supported;
    std::vector<std::string> service_supported;
    std::vector<ncip::problem> problem; ///< inside an NCIPMessage only

    friend bool operator==(const lookup_version_response&,
                           const lookup_version_response&) = default;
};

// clang-format off
template <> struct layout<lookup_version_response> {
    using m = lookup_version_response;
    static constexpr std::string_view name = "LookupVersionResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::from_agency_id, "FromAgencyId", required),
        element(&m::to_agency_id, "ToAgencyId", required),
        element(&m::version_supported, "VersionSupported", some),
        element(&m::service_supported, "ServiceSupported", repeated),
        element(&m::problem, "Problem", problems)};
};
// clang-format on

/// LookupVersion: which version does the other side speak? A document of its own root and without
/// namespace; some peers expect it inside an NCIPMessage.
struct lookup_version_request {
    agency_reference from_agency_id;
    agency_reference to_agency_id;

    friend bool operator==(const lookup_version_request&, const lookup_version_request&) = default;
};

// clang-format off
template <> struct layout<lookup_version_request> {
    using m = lookup_version_request;
    static constexpr std::string_view name = "LookupVersion";
    static constexpr auto role = service_role::request;
    using response = ncip::lookup_version_response;
    static constexpr auto elements = std::tuple{
        element(&m::from_agency_id, "FromAgencyId", required),
        element(&m::to_agency_id, "ToAgencyId", required)};
};
// clang-format on

} // namespace circ::protocol::ncip
