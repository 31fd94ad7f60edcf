#pragma once

#include "protocol/sip2/layout.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::sip2 {

/// Login (93)
struct login_request {
    algorithm uid_algorithm = algorithm::plain;
    algorithm pwd_algorithm = algorithm::plain;
    std::string login_user_id;
    secret login_password;
    std::optional<std::string> location_code;
    std::vector<unknown_field> extensions;

    friend bool operator==(const login_request&, const login_request&) = default;
};

// clang-format off
template <> struct layout<login_request> {
    using m = login_request;
    static constexpr std::string_view code = "93", title = "Login";
    static constexpr auto sent_as = direction::request;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::uid_algorithm, "uid_algorithm"),
        fixed(&m::pwd_algorithm, "pwd_algorithm")};
    static constexpr auto fields = std::tuple{
        field(&m::login_user_id, "CN", required),
        field(&m::login_password, "CO", required),
        field(&m::location_code, "CP", optional)};
};
// clang-format on

/// Login Response (94)
struct login_response {
    zero_one ok = zero_one::no;
    std::vector<unknown_field> extensions;

    friend bool operator==(const login_response&, const login_response&) = default;
};

// clang-format off
template <> struct layout<login_response> {
    using m = login_response;
    static constexpr std::string_view code = "94", title = "Login Response";
    static constexpr auto sent_as = direction::response;
    static constexpr auto introduced = protocol_version::v2_00;
    static constexpr auto fixed_fields = std::tuple{
        fixed(&m::ok, "ok")};
    static constexpr auto fields = std::tuple<>{};
};
// clang-format on

} // namespace circ::protocol::sip2
