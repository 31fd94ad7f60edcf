#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace circ::protocol::marc {

/// Text set into UTF-8, and how many of its characters could not be read: they are U+FFFD now.
struct decoded {
    std::string text;
    std::size_t replaced = 0;
};

/// Decodes MARC-8: ASCII and ANSEL, and the sets that escape sequences call.
/// The text begins in the default sets. Its marks stand behind their letters afterwards, not
/// composed.
/// @throws std::bad_alloc, nothing else for any bytes.
/// @spec MARC 21, Character Sets and Encoding Options, Part 2
[[nodiscard]] decoded marc8_to_utf8(std::string_view bytes);

/// Checks text that claims to be UTF-8 and replaces what is not.
[[nodiscard]] decoded repaired_utf8(std::string_view bytes);

} // namespace circ::protocol::marc
