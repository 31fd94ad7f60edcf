#pragma once

#include "tools/circdesk/command.hpp"

#include <memory>
#include <vector>

namespace circ::tool {

/// `report NAME`, a verb for each row of the table of reports.
[[nodiscard]] std::vector<std::unique_ptr<command>> make_reports();

} // namespace circ::tool
