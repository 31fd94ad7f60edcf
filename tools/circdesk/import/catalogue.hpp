#pragma once

#include "storage/unit_of_work.hpp"
#include "tools/circdesk/import/report.hpp"

#include <string>

namespace circ::tool {

/// Puts a title in, or up to date, by its control number. Circulation's own (open holds) stays.
/// @return what happened; `key` gets the title's id
[[nodiscard]] change put_title(storage::unit_of_work& unit, storage::title wanted, storage::title_id& key);

/// Puts an item in, or up to date, by its barcode: what describes it. What circulation owns (state,
/// place, note of staff, properties, last seen) is only set for a new one.
/// @throws complaint when the barcode belongs to another title
[[nodiscard]] change put_item(storage::unit_of_work& unit, storage::item wanted);

} // namespace circ::tool
