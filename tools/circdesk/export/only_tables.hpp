#pragma once

#include "tools/circdesk/export/tables.hpp"

#include <span>

namespace circ::tool {

// The tables that no import reads, by what they are about, a file each; export_only_tables() has them
// all.

[[nodiscard]] std::span<const export_table> kept_tables();     ///< the house, payments, past loans
[[nodiscard]] std::span<const export_table> settled_tables();  ///< what was open once, and money that is dealt with
[[nodiscard]] std::span<const export_table> happened_tables(); ///< what happened, was told, and was looked at
[[nodiscard]] std::span<const export_table> working_tables();  ///< what the library counts, brings in and works with

} // namespace circ::tool
