#include "protocol/sip2/other_protocol.hpp"

#include <algorithm>
#include <array>

namespace circ::protocol::sip2 {

namespace {

using namespace std::string_view_literals;

struct opening {
    std::string_view bytes;
    other_protocol protocol;
};

/// In this order: both telephones and web servers know OPTIONS.
constexpr std::array openings = {
    opening{"\x16\x03\x00"sv, other_protocol::tls},
    opening{"\x16\x03\x01"sv, other_protocol::tls},
    opening{"\x16\x03\x02"sv, other_protocol::tls},
    opening{"\x16\x03\x03"sv, other_protocol::tls},
    opening{"SSH-"sv, other_protocol::ssh},
    opening{"PROXY "sv, other_protocol::proxy_header},
    opening{"\r\n\r\n\0\r\nQUIT\n"sv, other_protocol::proxy_header},
    opening{"SIP/2.0 "sv, other_protocol::sip},
    opening{"INVITE "sv, other_protocol::sip},
    opening{"REGISTER "sv, other_protocol::sip},
    opening{"SUBSCRIBE "sv, other_protocol::sip},
    opening{"OPTIONS sip:"sv, other_protocol::sip},
    opening{"OPTIONS sips:"sv, other_protocol::sip},
    opening{"OPTIONS "sv, other_protocol::http},
    opening{"GET "sv, other_protocol::http},
    opening{"HEAD "sv, other_protocol::http},
    opening{"POST "sv, other_protocol::http},
    opening{"PUT "sv, other_protocol::http},
    opening{"DELETE "sv, other_protocol::http},
    opening{"PATCH "sv, other_protocol::http},
    opening{"CONNECT "sv, other_protocol::http},
    opening{"TRACE "sv, other_protocol::http},
    opening{"PRI * HTTP/2.0"sv, other_protocol::http},
};

} // namespace

std::optional<other_protocol> recognise_other_protocol(std::string_view first_bytes) noexcept {
    const auto* const found = std::ranges::find_if(
        openings, [&](const opening& row) { return first_bytes.starts_with(row.bytes); });
    if (found == openings.end()) return std::nullopt;
    return found->protocol;
}

std::string_view name_of(other_protocol protocol) noexcept {
    switch (protocol) {
    case other_protocol::http:
        return "HTTP";
    case other_protocol::tls:
        return "TLS";
    case other_protocol::sip:
        return "SIP (Session Initiation Protocol)";
    case other_protocol::ssh:
        return "SSH";
    case other_protocol::proxy_header:
        return "PROXY header";
    }
    return "unknown";
}

} // namespace circ::protocol::sip2
