#pragma once

#include "config/mistake.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace circ::config {

struct table_entry;
struct value;

using value_list = std::vector<value>;
using value_table = std::vector<table_entry>; ///< in no particular order

/// What no setting is: a fraction, a date, a time.
struct foreign_value {
    std::string text;
};

/// A node of a settings file: what toml++ read, without toml++'s headers.
struct value {
    source_place at;
    std::variant<foreign_value, bool, std::int64_t, std::string, value_list, value_table> content;
};

struct table_entry {
    std::string key;
    source_place at; ///< of the key
    config::value value;
};

/// Reads TOML. A file that is not TOML yields one mistake, where reading stopped, and an empty
/// table.
[[nodiscard]] value_table
parse_document(std::string_view text, std::string_view file, std::vector<mistake>& mistakes);

/// A value as it stands in a file, cut if it is long: for mistakes.
[[nodiscard]] std::string shown(const value& what);

/// A text as TOML writes it.
[[nodiscard]] std::string in_quotes(std::string_view text);

} // namespace circ::config
