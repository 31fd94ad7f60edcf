#pragma once

#include "protocol/marc/record.hpp"
#include "storage/records/inventory.hpp"

// Titles that were made by hand have no MARC record. An export makes one, so that everybody can read
// it; what is said of the title stands in field 887 as well (data that is not MARC, $2 circdesk), from
// which an import makes the same title again, without a record.

namespace circ::tool {

/// @param what with the number by which it is to be known
[[nodiscard]] protocol::marc::record record_by_hand(const storage::title& what);

/// Whether the record was made by record_by_hand; the title then gets what it says.
bool read_by_hand(const protocol::marc::record& from, storage::title& into);

} // namespace circ::tool
