#pragma once

#include "config/settings.hpp"
#include "server/log/log.hpp"
#include "server/net/door_settings.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace circ::app {

/// Reads the certificates and keys of all listeners with TLS.
/// @param mistakes gets what is wrong with their files
[[nodiscard]] net::tls_contexts read_certificates(const config::settings& from, std::vector<std::string>& mistakes);

/// Says whose certificates are in use, and which end soon.
void tell_certificates(const net::tls_contexts& all, std::chrono::system_clock::time_point now, log::logger& to);

} // namespace circ::app
