#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace circ::tool {

/// "library.example:6001" or "[::1]:6001" taken apart.
/// @throws complaint (wrong_usage) that says what would be right
[[nodiscard]] std::pair<std::string, std::uint16_t> host_and_port(const std::string& typed);

} // namespace circ::tool
