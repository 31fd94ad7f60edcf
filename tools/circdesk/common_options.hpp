#pragma once

#include "tools/circdesk/command.hpp"
#include "tools/circdesk/tool.hpp"

#include <vector>

namespace circ::tool {

/// What stands before any verb.
[[nodiscard]] std::vector<option> options_of(tool::common_options& how);

} // namespace circ::tool
