#pragma once

#include "config/settings.hpp"
#include "server/net/backend_target.hpp"

#include <map>
#include <string>
#include <vector>

namespace circ::app {

/// Reads the files that the sections of library systems name.
/// @return by name of the backend
[[nodiscard]] std::map<std::string, net::backend_credentials>
read_backend_files(const config::settings& from, std::vector<std::string>& mistakes);

} // namespace circ::app
