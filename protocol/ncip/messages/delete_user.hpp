#pragma once

#include "protocol/ncip/layout.hpp"
#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/structures/identifiers.hpp"
#include "protocol/ncip/structures/problem.hpp"

#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::ncip {

/// DeleteUserResponse: which reader
struct delete_user_response {
    std::vector<ncip::problem> problem;
    ncip::user_id user_id;

    friend bool operator==(const delete_user_response&, const delete_user_response&) = default;
};

// clang-format off
template <> struct layout<delete_user_response> {
    using m = delete_user_response;
    static constexpr std::string_view name = "DeleteUserResponse";
    static constexpr auto role = service_role::response;
    static constexpr auto elements = std::tuple{
        element(&m::problem, "Problem", problems),
        element(&m::user_id, "UserId", required)};
};
// clang-format on

/// DeleteUser: a reader leaves
struct delete_user_request {
    std::optional<ncip::mandated_action> mandated_action;
    std::optional<ncip::user_id> user_id;
    std::vector<ncip::authentication_input> authentication_input;

    friend bool operator==(const delete_user_request&, const delete_user_request&) = default;
};

// clang-format off
template <> struct layout<delete_user_request> {
    using m = delete_user_request;
    static constexpr std::string_view name = "DeleteUser";
    static constexpr auto role = service_role::request;
    using response = ncip::delete_user_response;
    static constexpr auto elements = std::tuple{
        element(&m::mandated_action, "MandatedAction", optional),
        element(&m::user_id, "UserId", one_of(1)),
        element(&m::authentication_input, "AuthenticationInput", one_of(1))};
};
// clang-format on

} // namespace circ::protocol::ncip
