#pragma once

#include "protocol/ncip/layout.hpp"

#include <optional>
#include <tuple>

namespace circ::protocol::ncip {

/// FromAgencyId, ToAgencyId, OnBehalfOfAgency: a library
struct agency_reference {
    scheme_value agency_id;

    friend bool operator==(const agency_reference&, const agency_reference&) = default;
};

// clang-format off
template <> struct layout<agency_reference> {
    using m = agency_reference;
    static constexpr auto elements = std::tuple{
        element(&m::agency_id, "AgencyId", required)};
};
// clang-format on

/// Who asks whom. What it says of the sender is a claim, not a proof.
struct initiation_header {
    std::optional<scheme_value> from_system_id;
    std::optional<secret> from_system_authentication;
    ncip::agency_reference from_agency_id;
    std::optional<secret> from_agency_authentication;
    std::optional<ncip::agency_reference> on_behalf_of_agency;
    std::optional<scheme_value> to_system_id;
    ncip::agency_reference to_agency_id;
    std::optional<scheme_value> application_profile_type;

    friend bool operator==(const initiation_header&, const initiation_header&) = default;
};

// clang-format off
template <> struct layout<initiation_header> {
    using m = initiation_header;
    static constexpr auto elements = std::tuple{
        element(&m::from_system_id, "FromSystemId", optional),
        element(&m::from_system_authentication, "FromSystemAuthentication", optional),
        element(&m::from_agency_id, "FromAgencyId", required),
        element(&m::from_agency_authentication, "FromAgencyAuthentication", optional),
        element(&m::on_behalf_of_agency, "OnBehalfOfAgency", optional),
        element(&m::to_system_id, "ToSystemId", optional),
        element(&m::to_agency_id, "ToAgencyId", required),
        element(&m::application_profile_type, "ApplicationProfileType", optional)};
};
// clang-format on

/// Who answers whom
struct response_header {
    std::optional<scheme_value> from_system_id;
    std::optional<secret> from_system_authentication;
    ncip::agency_reference from_agency_id;
    std::optional<secret> from_agency_authentication;
    std::optional<scheme_value> to_system_id;
    ncip::agency_reference to_agency_id;

    friend bool operator==(const response_header&, const response_header&) = default;
};

// clang-format off
template <> struct layout<response_header> {
    using m = response_header;
    static constexpr auto elements = std::tuple{
        element(&m::from_system_id, "FromSystemId", optional),
        element(&m::from_system_authentication, "FromSystemAuthentication", optional),
        element(&m::from_agency_id, "FromAgencyId", required),
        element(&m::from_agency_authentication, "FromAgencyAuthentication", optional),
        element(&m::to_system_id, "ToSystemId", optional),
        element(&m::to_agency_id, "ToAgencyId", required)};
};
// clang-format on

/// The thing has happened already: record it.
struct mandated_action {
    std::optional<date_time> date_event_occurred;

    friend bool operator==(const mandated_action&, const mandated_action&) = default;
};

// clang-format off
template <> struct layout<mandated_action> {
    using m = mandated_action;
    static constexpr auto elements = std::tuple{
        element(&m::date_event_occurred, "DateEventOccurred", required)};
};
// clang-format on

} // namespace circ::protocol::ncip
