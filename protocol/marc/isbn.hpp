#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace circ::protocol::marc {

/// Reads the ISBN at the front of a text, whatever qualifier follows it:
/// "0-19-852663-6 (pbk.)" gives "9780198526636".
/// @return the thirteen digits; nothing when there is none or its check digit is wrong.
/// @spec ISO 2108
[[nodiscard]] std::optional<std::string> to_isbn_13(std::string_view text);

} // namespace circ::protocol::marc
