#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace circ::protocol::sip2 {

/// The character sets a terminal may speak. Inside the house all text is UTF-8.
enum class charset : std::uint8_t { utf8, cp850, iso_8859_1, windows_1252, ascii };

/// Decodes what came over the wire.
/// @return valid UTF-8 for any bytes: whatever the set does not define becomes U+FFFD.
[[nodiscard]] std::string to_utf8(std::string_view bytes, charset from);

/// Encodes text for the wire, appending to `out`.
/// A character the set lacks is written without its marks (ű as u), by its usual spelling in ASCII
/// (ß as ss, a typographic quote as a plain one), and failing that as a question mark.
/// @note Control characters pass through; what may stand in a field is the serializer's business.
void append_encoded(std::string& out, std::string_view utf8, charset to);

} // namespace circ::protocol::sip2
