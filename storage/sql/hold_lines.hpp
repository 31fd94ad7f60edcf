#pragma once

#include "storage/records/facts.hpp"
#include "storage/sql/row_mapping.hpp"

namespace circ::storage::sql {

/// A hold with the item's number, the title and the pickup's code after its columns.
[[nodiscard]] inline hold_line hold_line_of(const rows& row) {
    constexpr int next = width<hold>();
    return {.hold = row.record<hold>(),
            .barcode = row.get<std::string>(next),
            .title = row.get<std::string>(next + 1),
            .pickup = row.get<std::string>(next + 2)};
}

} // namespace circ::storage::sql
