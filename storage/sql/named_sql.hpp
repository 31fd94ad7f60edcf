#pragma once

#include <string_view>

namespace circ::storage::sql {

/// A statement, or a script of the schema, under the name by which it is spoken of.
struct named_sql {
    std::string_view name;
    std::string_view text;
};

} // namespace circ::storage::sql
