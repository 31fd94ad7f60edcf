#pragma once

#include "server/net/http_server.hpp"
#include "server/net/vitals.hpp"

#include <functional>
#include <string>
#include <vector>

namespace circ::net {

/// /healthz: the process lives. /readyz: devices may be sent here; else 503 and a sentence why not.
/// /metrics: the figures.
/// @note both outlive the pages
[[nodiscard]] std::vector<http_page> health_pages(vitals& of, std::function<std::string()> figures);

} // namespace circ::net
