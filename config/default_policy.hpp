#pragma once

#include "config/policy_rule.hpp"

#include <vector>

namespace circ::config {

/// The policy that ships, and that a file without any `[[policy]]` gets: a public library's, with
/// every key set by the last rule.
[[nodiscard]] std::vector<policy_rule> default_policy();

} // namespace circ::config
