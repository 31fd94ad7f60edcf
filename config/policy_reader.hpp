#pragma once

#include "config/document.hpp"
#include "config/policy_rule.hpp"

#include <vector>

namespace circ::config {

/// Reads the list of `[[policy]]` tables; what a rule sets is taken as it stands.
[[nodiscard]] std::vector<policy_rule> read_policy(const value& from,
                                                   std::vector<mistake>& mistakes);

} // namespace circ::config
