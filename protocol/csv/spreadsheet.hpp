#pragma once

#include <string_view>

namespace circ::protocol::csv {

/// Whether a spreadsheet has made something else of a barcode: 2.1E+13 (also 2,1E+13),
/// 21300001234567.0, or an error such as #N/A or ####.
[[nodiscard]] bool looks_spoiled_by_spreadsheet(std::string_view value) noexcept;

} // namespace circ::protocol::csv
