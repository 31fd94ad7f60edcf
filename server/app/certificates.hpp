#pragma once

#include "config/settings.hpp"
#include "server/log/log.hpp"
#include "server/metrics/registry.hpp"
#include "server/net/door_settings.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace circ::app {

/// Reads the certificates and keys of all listeners with TLS.
/// @param mistakes gets what is wrong with their files
[[nodiscard]] net::tls_contexts read_certificates(const config::settings& from, std::vector<std::string>& mistakes);

/// Says whose certificates are in use, and which end soon; and shows when, of these alone.
void tell_certificates(const net::tls_contexts& all, std::chrono::system_clock::time_point now, log::logger& to,
                       metrics::registry& shown);

struct certificate_left {
    std::string listener;
    std::int64_t days = 0; ///< less than 0: it has ended
    bool ends_soon = false;
};

/// The one that ends first; nothing where no listener has one.
[[nodiscard]] std::optional<certificate_left> first_to_end(const net::tls_contexts& all,
                                                           std::chrono::system_clock::time_point now);

} // namespace circ::app
