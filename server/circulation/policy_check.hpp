#pragma once

#include "config/policy_rule.hpp"

#include <vector>

namespace circ::circulation {

/// What is wrong with rules as a whole: subjects to which no rule gives a needed key, and rules all
/// of whose keys are taken by earlier ones for every subject they match.
[[nodiscard]] std::vector<config::mistake> check_coverage(const std::vector<config::policy_rule>& rules);

} // namespace circ::circulation
