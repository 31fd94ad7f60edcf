#pragma once

#include "tests/bench/dialogue.hpp"
#include "tests/bench/measured.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace circ::bench {

/// Says what another dialogue says, and keeps apart how long each kind of message waited for its answer.
class timed_apart final : public dialogue {
public:
    /// @param says must outlive this
    timed_apart(dialogue& says, std::size_t kiosks) : says_(says), waiting_(kiosks) {}

    std::string next(std::size_t kiosk) override;
    bool verify(std::size_t kiosk, std::string_view answer) override;
    bool is_at_rest(std::size_t kiosk) const override { return says_.is_at_rest(kiosk); }

    /// What came of the messages with this code of two characters: how many, how long, how many wrong.
    [[nodiscard]] measured of(std::string_view code);

private:
    using clock = std::chrono::steady_clock;

    struct kind {
        std::vector<micros> latencies{};
        std::uint64_t mismatches = 0;
        std::string first_mismatch{};
    };
    struct request {
        kind* of = nullptr;
        clock::time_point said{};
    };

    dialogue& says_;
    std::map<std::string, kind, std::less<>> kinds_;
    std::vector<request> waiting_; ///< by kiosk
};

} // namespace circ::bench
