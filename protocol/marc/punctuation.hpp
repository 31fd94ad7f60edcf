#pragma once

#include <string>
#include <string_view>

namespace circ::protocol::marc {

/// Takes away blanks at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// Takes away the marks that ISBD puts between this part and the next (" /", " :", ";", ",", "="),
/// and a full stop that ends no abbreviation, initial or ellipsis.
[[nodiscard]] std::string_view without_isbd_end(std::string_view text) noexcept;

/// Takes away square brackets around or within: [1999?] becomes 1999?.
[[nodiscard]] std::string without_brackets(std::string_view text);

} // namespace circ::protocol::marc
