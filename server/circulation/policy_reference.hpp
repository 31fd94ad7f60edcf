#pragma once

#include <string>

namespace circ::circulation {

/// docs/reference/policy.md: every key of policy, what may stand there and what it does.
[[nodiscard]] std::string policy_reference_page();

} // namespace circ::circulation
