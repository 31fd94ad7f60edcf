#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace circ::protocol::sip2 {

/// The byte with which telnet's own commands begin (IAC, interpret as command).
inline constexpr char telnet_command = '\xFF';

/// How many bytes the telnet command at the front of `bytes` takes.
/// @pre    `bytes` begins with telnet_command.
/// @return nothing while the command is incomplete.
/// @spec   RFC 854: IAC and a command; IAC, WILL WONT DO or DONT, an option; IAC SB ... IAC SE
[[nodiscard]] std::optional<std::size_t> telnet_command_length(std::string_view bytes) noexcept;

} // namespace circ::protocol::sip2
