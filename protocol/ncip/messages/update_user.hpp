#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/problem.hpp"
#include "protocol/ncip/structures/user_fields.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// UpdateUserResponse: which reader
struct update_user_response {
    std::vector<ncip::problem> problem;
    ncip::user_id user_id;

    friend bool operator==(const update_user_response&, const update_user_response&) = default;
};

// clang-format off
template <> struct layout<update_user_response> {
    using m = update_user_response;
    static constexpr std::string_view name = "UpdateUserResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::user_id, "UserId", required)};
};
// clang-format on

/// UpdateUser: changes a reader: what is to go, what is to come
struct update_user_request {
    std::optional<ncip::mandated_action> mandated_action;
    std::optional<ncip::user_id> user_id;
    std::vector<ncip::authentication_input> authentication_input;
    std::optional<ncip::user_fields> delete_user_fields;
    std::optional<ncip::user_fields> add_user_fields;

    friend bool operator==(const update_user_request&, const update_user_request&) = default;
};

// clang-format off
template <> struct layout<update_user_request> {
    using m = update_user_request;
    static constexpr std::string_view name = "UpdateUser";
    static constexpr auto role = service_role::request;
    using response = ncip::update_user_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::user_id, "UserId", one_of(1)),
        element(&m::authentication_input, "AuthenticationInput", one_of(1)),
        element(&m::delete_user_fields, "DeleteUserFields", optional),
        element(&m::add_user_fields, "AddUserFields", optional)};
};
// clang-format on

} // namespace circ::protocol::ncip
