#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace circ::bench {

/// What circ_bench was asked for.
struct options {
    std::size_t kiosks = 64;
    std::size_t items = 1'000'000;
    std::size_t patrons = 100'000;
    std::size_t big_items = 10'000'000; ///< of the library that is held against a small one
    std::size_t loans = 10'000;         ///< of the reader with a long list
    std::size_t terminals = 10'000;     ///< accounts that kiosks log in with when they connect again
    std::size_t idle = 2'000;           ///< connections whose memory is measured
    std::size_t connections = 10'000;   ///< before half of them are cut
    std::size_t rounds = 5;
    std::size_t span_ms = 2'000; ///< of a measurement
    std::string data = "/tmp/circdesk-bench";
    std::string json; ///< a file for the table; empty: none
    bool only_lists = false;
    std::vector<std::string> scenarios; ///< empty: all

    [[nodiscard]] std::chrono::milliseconds span() const { return std::chrono::milliseconds(span_ms); }
};

/// @throws std::invalid_argument with a sentence and the usage
[[nodiscard]] options read_options(int argc, const char* const* argv);

} // namespace circ::bench
