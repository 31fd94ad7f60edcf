#pragma once

#include <string_view>

namespace circ::protocol::ncip {

/// A language's two letters (ISO 639-1), of a code in any case: 639-2/B, 639-2/T or two letters.
/// @return empty for a language that is not known, `und` among them
[[nodiscard]] std::string_view two_letters_of(std::string_view code);

/// A language's three letters as NCIP wants them (ISO 639-2/B), of any of its codes.
/// @return empty for a language that is not known
[[nodiscard]] std::string_view three_letters_of(std::string_view code);

} // namespace circ::protocol::ncip
