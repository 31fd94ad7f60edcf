#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace circ::protocol::text {

inline constexpr char32_t replacement_character = 0xFFFD;
inline constexpr std::string_view replacement_utf8 = "\xEF\xBF\xBD";
/// What editors of some systems put in front of UTF-8 text.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// One step through UTF-8 text.
struct utf8_step {
    char32_t code_point; ///< replacement_character for a sequence that is not UTF-8
    std::size_t length;  ///< bytes taken, at least 1
    bool valid;
};

/// Reads the character at the front of `text`; of a broken sequence it takes the longest part that
/// could still have become a character, so that one damaged byte costs one character.
/// @pre `text` is not empty.
[[nodiscard]] utf8_step front_character(std::string_view text) noexcept;

[[nodiscard]] bool is_utf8(std::string_view text) noexcept;
[[nodiscard]] bool is_ascii(std::string_view text) noexcept;

/// @pre `code_point` is a Unicode scalar value.
void append_utf8(std::string& out, char32_t code_point);

} // namespace circ::protocol::text
