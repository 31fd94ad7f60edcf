#pragma once

#include "protocol/ncip/layout.hpp"

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// A name in its parts; a single name is a surname
struct structured_personal_user_name {
    std::optional<std::string> prefix;
    std::optional<std::string> given_name;
    std::optional<std::string> initials;
    std::string surname;
    std::optional<std::string> suffix;

    friend bool operator==(const structured_personal_user_name&,
                           const structured_personal_user_name&) = default;
};

// clang-format off
template <> struct layout<structured_personal_user_name> {
    using m = structured_personal_user_name;
    static constexpr auto elements = std::tuple{
        element(&m::prefix, "Prefix", optional),
        element(&m::given_name, "GivenName", optional),
        element(&m::initials, "Initials", optional),
        element(&m::surname, "Surname", required),
        element(&m::suffix, "Suffix", optional)};
};
// clang-format on

/// A person's name, in its parts, as text, or both
struct personal_name_information {
    std::optional<ncip::structured_personal_user_name> structured_personal_user_name;
    std::optional<std::string> unstructured_personal_user_name;

    friend bool operator==(const personal_name_information&,
                           const personal_name_information&) = default;
};

// clang-format off
template <> struct layout<personal_name_information> {
    using m = personal_name_information;
    static constexpr auto elements = std::tuple{
        element(&m::structured_personal_user_name, "StructuredPersonalUserName", one_of(1)),
        element(&m::unstructured_personal_user_name, "UnstructuredPersonalUserName", one_of(1))};
};
// clang-format on

/// A name of an organization
struct organization_name_information {
    scheme_value organization_name_type;
    std::string organization_name;

    friend bool operator==(const organization_name_information&,
                           const organization_name_information&) = default;
};

// clang-format off
template <> struct layout<organization_name_information> {
    using m = organization_name_information;
    static constexpr auto elements = std::tuple{
        element(&m::organization_name_type, "OrganizationNameType", required),
        element(&m::organization_name, "OrganizationName", required)};
};
// clang-format on

/// The name of a reader
struct name_information {
    std::optional<ncip::personal_name_information> personal_name_information;
    std::vector<ncip::organization_name_information> organization_name_information;

    friend bool operator==(const name_information&, const name_information&) = default;
};

// clang-format off
template <> struct layout<name_information> {
    using m = name_information;
    static constexpr auto elements = std::tuple{
        element(&m::personal_name_information, "PersonalNameInformation", one_of(1)),
        element(&m::organization_name_information, "OrganizationNameInformation", one_of(1))};
};
// clang-format on

} // namespace circ::protocol::ncip
