#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/address.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/name.hpp"

#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// How a privilege stands
struct user_privilege_status {
    scheme_value user_privilege_status_type;
    std::optional<date_time> date_of_user_privilege_status;

    friend bool operator==(const user_privilege_status&, const user_privilege_status&) = default;
};

// clang-format off
template <> struct layout<user_privilege_status> {
    using m = user_privilege_status;
    static constexpr auto elements = std::tuple{
        element(&m::user_privilege_status_type, "UserPrivilegeStatusType", required),
        element(&m::date_of_user_privilege_status, "DateOfUserPrivilegeStatus", optional)};
};
// clang-format on

/// What a privilege costs
struct user_privilege_fee {
    std::optional<ncip::money> amount;
    std::optional<scheme_value> payment_method_type;

    friend bool operator==(const user_privilege_fee&, const user_privilege_fee&) = default;
};

// clang-format off
template <> struct layout<user_privilege_fee> {
    using m = user_privilege_fee;
    static constexpr auto elements = std::tuple{
        element(&m::amount, "Amount", required),
        element(&m::payment_method_type, "PaymentMethodType", optional)};
};
// clang-format on

/// What a reader may, and how long
struct user_privilege {
    scheme_value agency_id;
    scheme_value agency_user_privilege_type;
    std::optional<date_time> valid_from_date;
    std::optional<date_time> valid_to_date;
    std::optional<ncip::user_privilege_fee> user_privilege_fee;
    std::optional<ncip::user_privilege_status> user_privilege_status;
    std::optional<std::string> user_privilege_description;

    friend bool operator==(const user_privilege&, const user_privilege&) = default;
};

// clang-format off
template <> struct layout<user_privilege> {
    using m = user_privilege;
    static constexpr auto elements = std::tuple{
        element(&m::agency_id, "AgencyId", required),
        element(&m::agency_user_privilege_type, "AgencyUserPrivilegeType", required),
        element(&m::valid_from_date, "ValidFromDate", optional),
        element(&m::valid_to_date, "ValidToDate", optional),
        element(&m::user_privilege_fee, "UserPrivilegeFee", optional),
        element(&m::user_privilege_status, "UserPrivilegeStatus", optional),
        element(&m::user_privilege_description, "UserPrivilegeDescription", optional)};
};
// clang-format on

/// What a reader is kept from, or told
struct block_or_trap {
    scheme_value agency_id;
    scheme_value block_or_trap_type;
    std::optional<date_time> valid_from_date;
    std::optional<date_time> valid_to_date;

    friend bool operator==(const block_or_trap&, const block_or_trap&) = default;
};

// clang-format off
template <> struct layout<block_or_trap> {
    using m = block_or_trap;
    static constexpr auto elements = std::tuple{
        element(&m::agency_id, "AgencyId", required),
        element(&m::block_or_trap_type, "BlockOrTrapType", required),
        element(&m::valid_from_date, "ValidFromDate", optional),
        element(&m::valid_to_date, "ValidToDate", optional)};
};
// clang-format on

/// What an answer may tell of a reader
struct user_optional_fields {
    std::optional<ncip::name_information> name_information;
    std::vector<ncip::user_address_information> user_address_information;
    std::optional<date_time> date_of_birth;
    std::vector<scheme_value> user_language;
    std::vector<ncip::user_privilege> user_privilege;
    std::vector<ncip::block_or_trap> block_or_trap;
    std::vector<ncip::user_id> user_id;
    std::vector<ncip::previous_user_id> previous_user_id;

    friend bool operator==(const user_optional_fields&, const user_optional_fields&) = default;
};

// clang-format off
template <> struct layout<user_optional_fields> {
    using m = user_optional_fields;
    static constexpr auto elements = std::tuple{
        element(&m::name_information, "NameInformation", optional),
        element(&m::user_address_information, "UserAddressInformation", repeated),
        element(&m::date_of_birth, "DateOfBirth", optional),
        element(&m::user_language, "UserLanguage", repeated),
        element(&m::user_privilege, "UserPrivilege", repeated),
        element(&m::block_or_trap, "BlockOrTrap", repeated),
        element(&m::user_id, "UserId", repeated),
        element(&m::previous_user_id, "PreviousUserId", repeated)};
};
// clang-format on

/// AddUserFields, DeleteUserFields: what changes in a reader
struct user_fields {
    std::vector<ncip::authentication_input> authentication_input;
    std::optional<ncip::name_information> name_information;
    std::vector<ncip::user_address_information> user_address_information;
    std::optional<date_time> date_of_birth;
    std::vector<scheme_value> user_language;
    std::vector<ncip::user_privilege> user_privilege;
    std::vector<ncip::block_or_trap> block_or_trap;

    friend bool operator==(const user_fields&, const user_fields&) = default;
};

// clang-format off
template <> struct layout<user_fields> {
    using m = user_fields;
    static constexpr auto elements = std::tuple{
        element(&m::authentication_input, "AuthenticationInput", repeated),
        element(&m::name_information, "NameInformation", optional),
        element(&m::user_address_information, "UserAddressInformation", repeated),
        element(&m::date_of_birth, "DateOfBirth", optional),
        element(&m::user_language, "UserLanguage", repeated),
        element(&m::user_privilege, "UserPrivilege", repeated),
        element(&m::block_or_trap, "BlockOrTrap", repeated)};
};
// clang-format on

} // namespace circ::protocol::ncip
