#pragma once

// What stands in an element that has no elements of its own.

#include "protocol/secret.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace circ::protocol::ncip {

/// A value and the URI of the list that it is from. Lists are open and URIs often odd or missing,
/// so nothing is refused for its scheme.
struct scheme_value {
    std::string value;
    std::string scheme = {};

    /// Without regard to case and scheme.
    [[nodiscard]] bool is(std::string_view word) const noexcept;

    friend bool operator==(const scheme_value&, const scheme_value&) = default;
};

using instant = std::chrono::sys_time<std::chrono::microseconds>;
using wall_time = std::chrono::local_time<std::chrono::microseconds>;

/// A date as it came: with a zone it is an instant, without one the clock on the wall of the agency
/// that is meant. A bare date is midnight on the wall.
using date_time = std::variant<instant, wall_time>;

/// An amount in minor units of its currency: 750 are 7.50 USD, 750 JPY, 0.750 KWD.
struct money {
    std::string currency; ///< ISO 4217
    std::int64_t minor_units = 0;

    friend bool operator==(const money&, const money&) = default;
};

/// How many decimals a currency has: mostly two.
/// @spec ISO 4217
[[nodiscard]] int decimals_of(std::string_view currency) noexcept;

/// A count, a level, a place in a queue.
using number = std::uint32_t;

/// Without blanks and line ends at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// In lower case and without blanks and punctuation, as words of open lists are compared.
[[nodiscard]] std::string folded(std::string_view word);

} // namespace circ::protocol::ncip
