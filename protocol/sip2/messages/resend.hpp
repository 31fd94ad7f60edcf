#pragma once

#include "protocol/sip2/layout.hpp"

#include <string_view>
#include <tuple>
#include <vector>

namespace circ::protocol::sip2 {

/// Request ACS Resend (97)
struct acs_resend_request {
    std::vector<unknown_field> extensions;

    friend bool operator==(const acs_resend_request&, const acs_resend_request&) = default;
};

// clang-format off
template <> struct layout<acs_resend_request> {
    static constexpr std::string_view code = "97", title = "Request ACS Resend";
    static constexpr auto sent_as = direction::request;
    static constexpr auto introduced = protocol_version::v1_00;
    static constexpr auto fixed_fields = std::tuple<>{};
    static constexpr auto fields = std::tuple<>{};
};
// clang-format on

/// Request SC Resend (96)
struct sc_resend_request {
    std::vector<unknown_field> extensions;

    friend bool operator==(const sc_resend_request&, const sc_resend_request&) = default;
};

// clang-format off
template <> struct layout<sc_resend_request> {
    static constexpr std::string_view code = "96", title = "Request SC Resend";
    static constexpr auto sent_as = direction::response;
    static constexpr auto introduced = protocol_version::v1_00;
    static constexpr auto fixed_fields = std::tuple<>{};
    static constexpr auto fields = std::tuple<>{};
};
// clang-format on

} // namespace circ::protocol::sip2
