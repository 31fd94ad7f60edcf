#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace circ::bench {

using micros = std::chrono::duration<double, std::micro>;

/// What came of one measurement.
struct measured {
    double per_second = 0;
    micros median{};
    micros p99{};
    std::uint64_t answers = 0;
    std::uint64_t mismatches = 0;
    std::string first_mismatch{};
    std::vector<std::string> samples{}; ///< some of the answers, for the echo

    void set_latencies(std::vector<micros>& of) {
        if (of.empty()) return;
        std::sort(of.begin(), of.end());
        median = of[of.size() / 2];
        p99 = of[of.size() * 99 / 100];
    }
};

[[nodiscard]] inline double median_of(std::vector<double> of) {
    if (of.empty()) return 0;
    const auto middle = of.begin() + static_cast<std::ptrdiff_t>(of.size() / 2);
    std::nth_element(of.begin(), middle, of.end());
    return *middle;
}

} // namespace circ::bench
