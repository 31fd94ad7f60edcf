#pragma once

#include "tools/circdesk/command.hpp"

#include <string_view>
#include <vector>

namespace circ::tool {

[[nodiscard]] bool is_blank(std::string_view said);

/// Refuses a line that gives one of these no letter where it needs some.
/// @throws complaint (wrong_usage) that names it
void refuse_blank(const std::vector<option>& options);

/// The same of one that is needed beside another alone.
void refuse_blank(std::string_view name, std::string_view said);

} // namespace circ::tool
