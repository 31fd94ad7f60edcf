#pragma once

#include "tests/bench/series.hpp"
#include "tools/circdesk/table.hpp"

#include <string_view>

namespace circ::bench {

/// `reaches the aim`, `above the floor`, `below the floor`; empty for what has no goal.
[[nodiscard]] std::string_view verdict_of(const goal& wanted, double reached);

/// The columns of the table that is printed at the end.
[[nodiscard]] tool::table empty_report();
void add_row(tool::table& to, const goal& wanted, const series& measured);

} // namespace circ::bench
