#pragma once

#include <string>

namespace circ::tool {

class tool;

/// Asks the daemon of this data directory. @throws complaint (unavailable) when none answers
[[nodiscard]] std::string ask_daemon(tool& with, const std::string& request);

} // namespace circ::tool
