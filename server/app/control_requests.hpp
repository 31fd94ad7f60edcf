#pragma once

#include "config/settings.hpp"
#include "server/app/relays.hpp"
#include "server/circulation/clock.hpp"
#include "server/net/control_socket.hpp"
#include "server/net/door_settings.hpp"
#include "server/net/session_list.hpp"
#include "server/net/vitals.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace circ::app {

/// What the operator's tool is told of; all of it outlives the requests.
struct control_subjects {
    net::vitals& health;
    const net::session_list& sessions;
    const circulation::clock& clock;
    relays& behind;
    const config::settings& settings;
    const net::tls_contexts& certificates;
    std::function<std::uint16_t()> http_port; ///< 0: none is open
};

/// `status`, `relay status`, `drain on` and `drain off` at the control socket; each is answered by a line of JSON.
[[nodiscard]] std::vector<net::control_request> control_requests(const control_subjects& over);

} // namespace circ::app
