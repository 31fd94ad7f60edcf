#pragma once

#include "config/document.hpp"
#include "config/settings.hpp"

#include <vector>

namespace circ::config {

/// Reads the list of `[[match]]` tables.
[[nodiscard]] std::vector<match_rule> read_matches(const value& from, std::vector<mistake>& mistakes);

/// Tells what no rule alone shows: profiles and listeners that are not there, rules never reached.
/// @pre `all` has its listeners and profiles
void check_matches(const settings& all, std::vector<mistake>& mistakes);

} // namespace circ::config
