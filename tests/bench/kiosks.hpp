#pragma once

#include "tests/bench/dialogue.hpp"
#include "tests/bench/measured.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace circ::bench {

/// Kiosks that say the same kind of thing.
struct party {
    dialogue* says;
    std::size_t kiosks;
};

/// Whether answers are held against requests; an echo's cannot be, but the same is computed of them.
enum class answers { verified, echoed };

/// Drives kiosks over loopback from one thread, one request outstanding each.
/// @param login sent first by each, without tail; empty: none
/// @return for each party what it measured
[[nodiscard]] std::vector<measured> drive(std::uint16_t port, const std::string& login, const std::vector<party>& who,
                                          std::chrono::milliseconds span, answers are = answers::verified);

/// The same with documents by HTTP, each line kept open: what a dialogue says is posted as a body.
[[nodiscard]] measured drive_http(std::uint16_t port, const party& who, std::chrono::milliseconds span);

} // namespace circ::bench
