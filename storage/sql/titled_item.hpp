#pragma once

#include "storage/records/facts.hpp"
#include "storage/sql/row_mapping.hpp"

namespace circ::storage::sql {

/// An item with its title's columns after its own; what is open about it is not looked up.
[[nodiscard]] inline item_facts titled_item(const rows& row) {
    return {.item = row.record<item>(), .title = row.record<title>(width<item>())};
}

} // namespace circ::storage::sql
