#pragma once

#include "protocol/ncip/layout.hpp"

#include <optional>
#include <string>
#include <tuple>

namespace circ::protocol::ncip {

/// A postal address in its parts
struct structured_address {
    std::optional<std::string> location_within_building;
    std::optional<std::string> house_name;
    std::optional<std::string> street;
    std::optional<std::string> post_office_box;
    std::optional<std::string> district;
    std::optional<std::string> line1;
    std::optional<std::string> line2;
    std::optional<std::string> locality;
    std::optional<std::string> region;
    std::optional<std::string> country;
    std::optional<std::string> postal_code;
    std::optional<std::string> care_of;

    friend bool operator==(const structured_address&, const structured_address&) = default;
};

// clang-format off
template <> struct layout<structured_address> {
    using m = structured_address;
    static constexpr auto elements = std::tuple{
        element(&m::location_within_building, "LocationWithinBuilding", optional),
        element(&m::house_name, "HouseName", optional),
        element(&m::street, "Street", one_of(1)),
        element(&m::post_office_box, "PostOfficeBox", one_of(1)),
        element(&m::district, "District", one_of(1)),
        element(&m::line1, "Line1", one_of(1)),
        element(&m::line2, "Line2", optional),
        element(&m::locality, "Locality", optional),
        element(&m::region, "Region", optional),
        element(&m::country, "Country", optional),
        element(&m::postal_code, "PostalCode", optional),
        element(&m::care_of, "CareOf", optional)};
};
// clang-format on

/// A postal address as text
struct unstructured_address {
    scheme_value unstructured_address_type;
    std::string unstructured_address_data;

    friend bool operator==(const unstructured_address&, const unstructured_address&) = default;
};

// clang-format off
template <> struct layout<unstructured_address> {
    using m = unstructured_address;
    static constexpr auto elements = std::tuple{
        element(&m::unstructured_address_type, "UnstructuredAddressType", required),
        element(&m::unstructured_address_data, "UnstructuredAddressData", required)};
};
// clang-format on

/// A place that mail is sent to
struct physical_address {
    std::optional<ncip::structured_address> structured_address;
    std::optional<ncip::unstructured_address> unstructured_address;
    scheme_value physical_address_type;

    friend bool operator==(const physical_address&, const physical_address&) = default;
};

// clang-format off
template <> struct layout<physical_address> {
    using m = physical_address;
    static constexpr auto elements = std::tuple{
        element(&m::structured_address, "StructuredAddress", one_of(1)),
        element(&m::unstructured_address, "UnstructuredAddress", one_of(1)),
        element(&m::physical_address_type, "PhysicalAddressType", required)};
};
// clang-format on

/// An e-mail address, a telephone number
struct electronic_address {
    scheme_value electronic_address_type;
    std::string electronic_address_data;

    friend bool operator==(const electronic_address&, const electronic_address&) = default;
};

// clang-format off
template <> struct layout<electronic_address> {
    using m = electronic_address;
    static constexpr auto elements = std::tuple{
        element(&m::electronic_address_type, "ElectronicAddressType", required),
        element(&m::electronic_address_data, "ElectronicAddressData", required)};
};
// clang-format on

/// An address of a reader
struct user_address_information {
    scheme_value user_address_role_type;
    std::optional<date_time> valid_from_date;
    std::optional<date_time> valid_to_date;
    std::optional<ncip::physical_address> physical_address;
    std::optional<ncip::electronic_address> electronic_address;

    friend bool operator==(const user_address_information&,
                           const user_address_information&) = default;
};

// clang-format off
template <> struct layout<user_address_information> {
    using m = user_address_information;
    static constexpr auto elements = std::tuple{
        element(&m::user_address_role_type, "UserAddressRoleType", required),
        element(&m::valid_from_date, "ValidFromDate", optional),
        element(&m::valid_to_date, "ValidToDate", optional),
        element(&m::physical_address, "PhysicalAddress", one_of(1)),
        element(&m::electronic_address, "ElectronicAddress", one_of(1))};
};
// clang-format on

/// An address of a library
struct agency_address_information {
    scheme_value agency_address_role_type;
    std::optional<date_time> valid_from_date;
    std::optional<date_time> valid_to_date;
    std::optional<ncip::physical_address> physical_address;
    std::optional<ncip::electronic_address> electronic_address;

    friend bool operator==(const agency_address_information&,
                           const agency_address_information&) = default;
};

// clang-format off
template <> struct layout<agency_address_information> {
    using m = agency_address_information;
    static constexpr auto elements = std::tuple{
        element(&m::agency_address_role_type, "AgencyAddressRoleType", required),
        element(&m::valid_from_date, "ValidFromDate", optional),
        element(&m::valid_to_date, "ValidToDate", optional),
        element(&m::physical_address, "PhysicalAddress", one_of(1)),
        element(&m::electronic_address, "ElectronicAddress", one_of(1))};
};
// clang-format on

} // namespace circ::protocol::ncip
