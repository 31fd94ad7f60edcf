#pragma once

#include <cstdint>

namespace circ::tool {

inline constexpr std::uint64_t most_percent_missing = 5;

/// Whether a file that has them all lacks so many that it is rather cut short, or another one.
[[nodiscard]] constexpr bool is_suspicious(std::uint64_t missing, std::uint64_t in_all) noexcept {
    return missing * 100 > in_all * most_percent_missing;
}

} // namespace circ::tool
