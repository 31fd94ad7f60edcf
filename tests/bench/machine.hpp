#pragma once

#include <string>

namespace circ::bench {

/// Processors, system and build, in a line: figures mean nothing without them.
[[nodiscard]] std::string machine_text();

} // namespace circ::bench
