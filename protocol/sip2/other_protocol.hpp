#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace circ::protocol::sip2 {

/// Who may knock at the wrong door. `sip` is the Session Initiation Protocol of telephones.
enum class other_protocol : std::uint8_t { http, tls, sip, ssh, proxy_header };

/// Says whether a connection plainly opens with another protocol than ours.
/// @pre    `first_bytes` is what came first, unframed.
/// @return nothing also while too few bytes have come to tell.
[[nodiscard]] std::optional<other_protocol>
recognise_other_protocol(std::string_view first_bytes) noexcept;

/// The protocol's name as an operator knows it.
[[nodiscard]] std::string_view name_of(other_protocol protocol) noexcept;

} // namespace circ::protocol::sip2
