#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace circ::tool {

/// Splits a line at blanks; `"..."` keeps blanks together, also behind `name=`.
[[nodiscard]] std::vector<std::string> split_words(std::string_view line);

/// `name=value`, `name~value` or `!name` taken apart.
struct named_value {
    std::string name;
    char how = '='; ///< '=', '~' or '!'
    std::string value;
};

/// @throws complaint for a word that is none of these
[[nodiscard]] named_value read_named_value(const std::string& word);

} // namespace circ::tool
