#pragma once

#include <array>
#include <string_view>

namespace circ::protocol::sip2 {

/// Code page 850, bytes 80 to FF.
[[nodiscard]] const std::array<char16_t, 128>& cp850_upper_half() noexcept;

/// Windows-1252, bytes 80 to 9F; FFFD where the set has no character. From A0 on it is ISO-8859-1.
[[nodiscard]] const std::array<char16_t, 32>& windows_1252_c1() noexcept;

/// How a character is spelt in ASCII: a Latin letter without its marks, a ligature as its letters,
/// typographic signs as the plain ones; a combining mark disappears.
/// @return "?" for a character without such a spelling.
[[nodiscard]] std::string_view ascii_spelling(char32_t code_point) noexcept;

} // namespace circ::protocol::sip2
