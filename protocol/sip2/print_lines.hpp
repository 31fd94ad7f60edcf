#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace circ::protocol::sip2 {

// How text is laid out for a receipt printer, which has so many columns and cuts what is longer.
// A column is a character; a mark that joins the one before takes none. Wide scripts count as one.

[[nodiscard]] std::size_t columns_of(std::string_view utf8) noexcept;

/// The front of a text in at most `most` columns, ending in "..." where something was left out.
[[nodiscard]] std::string shorten(std::string_view utf8, std::size_t most);

/// A text as print lines of at most `width` columns: broken at blanks, or inside a word that is
/// longer than a line. Lines that follow are indented as the first, if that leaves room.
/// @param width 0: the printer has not told; the text stays one line
/// @spec SIP2, print line: longer text is sent as several fields
[[nodiscard]] std::vector<std::string> wrap(std::string_view utf8, std::size_t width);

} // namespace circ::protocol::sip2
