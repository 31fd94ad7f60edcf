#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace circ::bench {

/// What every kiosk says and hears, over and over.
struct dialogue {
    /// The next message of a kiosk, without tail; called again only after its answer was verified.
    std::function<std::string(std::size_t kiosk)> next;
    /// Whether the answer, without tail, is the one to that message.
    std::function<bool(std::size_t kiosk, std::string_view answer)> verify;
    /// Whether a kiosk may stop here: what it lent it has taken back. None: anywhere.
    std::function<bool(std::size_t kiosk)> is_at_rest = nullptr;
    bool checks_tail = true; ///< AY and AZ are verified too; not by the echo, which has none
};

struct measured {
    double per_second = 0;
    std::chrono::duration<double, std::micro> median{};
    std::chrono::duration<double, std::micro> p99{};
    std::uint64_t answers = 0;
    std::uint64_t mismatches = 0;
    std::size_t answer_bytes = 0; ///< of the last answer, to give the echo the same size
    std::size_t request_bytes = 0;
};

/// Drives kiosks over loopback from one thread, one request outstanding each.
/// @param login sent first, without tail; empty: none
[[nodiscard]] measured drive(std::uint16_t port, std::size_t kiosks, std::chrono::milliseconds span,
                             const std::string& login, const dialogue& what);

} // namespace circ::bench
