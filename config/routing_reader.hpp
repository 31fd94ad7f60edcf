#pragma once

#include "config/document.hpp"
#include "config/routing.hpp"

#include <vector>

namespace circ::config {

/// Reads the list of `[[bin]]` tables, and tells what no rule alone shows: a last rule that does
/// not fit all, and rules behind one that does.
[[nodiscard]] std::vector<bin_rule> read_bins(const value& from, std::vector<mistake>& mistakes);

/// Reads the list of `[[branch_group]]` tables.
[[nodiscard]] std::vector<branch_group> read_branch_groups(const value& from,
                                                           std::vector<mistake>& mistakes);

} // namespace circ::config
