#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/address.hpp"
#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/name.hpp"
#include "protocol/ncip/structures/problem.hpp"
#include "protocol/ncip/structures/user_fields.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// CreateUserResponse: under which card
struct create_user_response {
    std::vector<ncip::problem> problem;
    ncip::user_id user_id;

    friend bool operator==(const create_user_response&, const create_user_response&) = default;
};

// clang-format off
template <> struct layout<create_user_response> {
    using m = create_user_response;
    static constexpr std::string_view name = "CreateUserResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::user_id, "UserId", required)};
};
// clang-format on

/// CreateUser: a new reader
struct create_user_request {
    std::optional<ncip::mandated_action> mandated_action;
    std::optional<ncip::user_id> user_id;
    std::vector<ncip::authentication_input> authentication_input;
    ncip::name_information name_information;
    std::vector<ncip::user_address_information> user_address_information;
    std::optional<date_time> date_of_birth;
    std::vector<scheme_value> user_language;
    std::vector<ncip::user_privilege> user_privilege;
    std::vector<ncip::block_or_trap> block_or_trap;

    friend bool operator==(const create_user_request&, const create_user_request&) = default;
};

// clang-format off
template <> struct layout<create_user_request> {
    using m = create_user_request;
    static constexpr std::string_view name = "CreateUser";
    static constexpr auto role = service_role::request;
    using response = ncip::create_user_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::user_id, "UserId", optional),
        element(&m::authentication_input, "AuthenticationInput", repeated),
        element(&m::name_information, "NameInformation", required),
        element(&m::user_address_information, "UserAddressInformation", repeated),
        element(&m::date_of_birth, "DateOfBirth", optional),
        element(&m::user_language, "UserLanguage", repeated),
        element(&m::user_privilege, "UserPrivilege", repeated),
        element(&m::block_or_trap, "BlockOrTrap", repeated)};
};
// clang-format on

} // namespace circ::protocol::ncip
