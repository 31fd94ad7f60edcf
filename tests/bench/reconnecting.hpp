#pragma once

#include "tests/bench/library.hpp"
#include "tests/bench/measured.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace circ::bench {

struct reconnection {
    std::chrono::duration<double> took{}; ///< from the cut until the last one was served
    measured served{};                    ///< by kiosk: from its first try to its 18
};

/// Connects kiosks and logs them in, cuts every other one at once and lets those come back, spread over
/// two seconds. A kiosk that is refused or closed tries again a second later. At the end each of the
/// others is asked too whether it is still served.
[[nodiscard]] reconnection reconnect_half(std::uint16_t port, std::size_t connections, const made_library& library);

} // namespace circ::bench
