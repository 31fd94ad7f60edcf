#pragma once

#include <string>
#include <string_view>

namespace circ::circulation {

/// A key that sorts call numbers, byte by byte, as they stand on the shelf. Library of Congress
/// ("PR6039.O32 L6 1991": letters, whole number, decimals, cutters by decimals, year), Dewey
/// ("823.912 TOL": three digits, decimals, words), and anything else by its words and numbers.
/// Case, accents and runs of blanks and punctuation do not matter.
[[nodiscard]] std::string shelf_key(std::string_view call_number);

/// Whether a call number stands on the stretch from `first` to `last`, which holds everything that
/// begins with it; empty: no bound.
[[nodiscard]] bool
is_on_stretch(std::string_view call_number, std::string_view first, std::string_view last);

} // namespace circ::circulation
