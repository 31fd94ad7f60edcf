#pragma once

#include "config/document.hpp"
#include "config/settings.hpp"

#include <vector>

namespace circ::config {

/// A listener and where it stands in the file, for what can only be judged with all settings read.
struct placed_listener {
    listener_settings listener;
    source_place at;
};

/// Reads the list of `[[listener]]` tables.
[[nodiscard]] std::vector<placed_listener> read_listeners(const value& from,
                                                          std::vector<mistake>& mistakes);

/// Tells what no listener alone shows: names and ports twice, an unknown profile, the demo library
/// in the open.
void check_listeners(const std::vector<placed_listener>& listeners,
                     const settings& all,
                     std::vector<mistake>& mistakes);

} // namespace circ::config
