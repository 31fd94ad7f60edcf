#pragma once

#include <string>
#include <string_view>

namespace circ::protocol::text {

/// Decodes Windows-1252, which holds ISO 8859-1; the five bytes it does not define become U+FFFD.
[[nodiscard]] std::string from_windows_1252(std::string_view bytes);

} // namespace circ::protocol::text
