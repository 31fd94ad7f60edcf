#pragma once

#include <string>

namespace circ::config {

/// docs/man/circdesk.toml.5: the reference page of all settings, as man shows it.
[[nodiscard]] std::string settings_manual_page();

} // namespace circ::config
