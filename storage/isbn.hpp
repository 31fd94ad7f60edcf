#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::storage {

// A title keeps all its ISBNs in one text, thirteen digits each, parted by blanks: so search finds each of
// them among the words of the title.

/// Reads the ISBN at the front of a text, whatever qualifier follows it:
/// "0-19-852663-6 (pbk.)" gives "9780198526636".
/// @return the thirteen digits; nothing when there is none or its check digit is wrong.
/// @spec ISO 2108
[[nodiscard]] std::optional<std::string> to_isbn_13(std::string_view text);

/// What a title keeps of the texts in which a record gives its ISBNs: those that are right, each once.
[[nodiscard]] std::string isbns_of(const std::vector<std::string>& texts);

/// What a title keeps of what somebody typed, or another system said: ISBNs parted by commas or blanks.
/// Where there is none between two commas, the blanks go and the rest stays as it was said.
[[nodiscard]] std::string isbns_said(std::string_view text);

/// The one that others are told: the first that the record gives; empty if none.
/// @note points into `kept`
[[nodiscard]] std::string_view first_isbn(std::string_view kept);

} // namespace circ::storage
