#pragma once

#include "storage/store.hpp"
#include "tools/circdesk/export/tables.hpp"

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace circ::tool {

enum class table_format : std::uint8_t { csv, json_lines };

/// Walks the rows of a table, a page at a time, in one snapshot of this thread.
/// @throws storage::store_error
class table_walk {
public:
    table_walk(storage::store& from,
               storage::institution_id of,
               const export_table& which,
               bool with_pins = false)
        : from_(&from), of_(of), which_(&which), with_pins_(with_pins) {}

    /// @return null at the end; valid until the next call
    [[nodiscard]] const std::vector<std::string>* next();

private:
    void fill();

    storage::store* from_;
    storage::institution_id of_;
    const export_table* which_;
    bool with_pins_;
    std::vector<std::vector<std::string>> rows_;
    std::size_t place_ = 0;
    std::optional<std::string> after_ = std::string();
};

/// In CSV of a kind that no import reads, what a spreadsheet would take for a formula has an
/// apostrophe before it. @return how many rows were written
std::uint64_t
write_table(table_walk rows, const export_table& which, table_format how, std::ostream& to);

/// How two libraries differ: rows that only one has, and those of one name that say different
/// things.
struct table_difference {
    std::uint64_t same = 0;
    std::uint64_t only_first = 0;
    std::uint64_t only_second = 0;
    std::uint64_t changed = 0;
    std::vector<std::string> examples; ///< a sentence each, the first ones
};

[[nodiscard]] table_difference
compare(table_walk first, table_walk second, const export_table& which);

} // namespace circ::tool
