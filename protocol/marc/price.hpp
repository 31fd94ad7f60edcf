#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace circ::protocol::marc {

struct price {
    std::int64_t minor_units = 0;
    std::string currency; ///< ISO 4217 where the text tells it, else empty

    bool operator==(const price&) const = default;
};

/// Reads the price that a cataloguer wrote: "$29.95", "USD29.95", "29,95 EUR", "1.234,50".
/// A sign that several countries use gives way to a code behind the number.
/// A lone separator before three digits groups thousands, unless there are three decimals; before one or two it is
/// the decimal one.
/// @param decimals of the currency that the library keeps: a price in another one is not told in its own
/// @return nothing when the text is no price, or one too large for a book (over 10 digits).
[[nodiscard]] std::optional<price> parse_price(std::string_view text, std::size_t decimals);

} // namespace circ::protocol::marc
