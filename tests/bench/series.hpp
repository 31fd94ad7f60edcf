#pragma once

#include "tests/bench/measured.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace circ::bench {

/// A figure and what it shall be. One whose aim lies above its floor shall be large, any other small.
struct goal {
    std::string_view figure;
    std::string_view unit; ///< of what is measured
    double floor;
    double aim;

    [[nodiscard]] bool wants_much() const { return aim > floor; }
};

/// The rounds of one figure.
class series {
public:
    /// A round beside a limit: what counts is the ratio.
    void add(double ours, double limit);
    /// A round without a limit: what counts is the value itself.
    void add(double ours);
    /// How long answers took, and whether all were right.
    void note(const measured& of);
    /// Only whether all were right.
    void count(const measured& of);

    [[nodiscard]] bool has_limit() const { return !limit_.empty(); }
    [[nodiscard]] double ours() const { return median_of(ours_); }
    [[nodiscard]] double limit() const { return median_of(limit_); }
    /// What is held against the goal.
    [[nodiscard]] double value() const { return median_of(has_limit() ? ratio_ : ours_); }
    [[nodiscard]] double median_us() const { return median_of(median_us_); }
    [[nodiscard]] double p99_us() const { return median_of(p99_us_); }
    [[nodiscard]] std::uint64_t answers() const { return answers_; }
    [[nodiscard]] std::uint64_t mismatches() const { return mismatches_; }
    [[nodiscard]] const std::string& first_mismatch() const { return first_mismatch_; }

private:
    std::vector<double> ours_;
    std::vector<double> limit_;
    std::vector<double> ratio_;
    std::vector<double> median_us_;
    std::vector<double> p99_us_;
    std::uint64_t answers_ = 0;
    std::uint64_t mismatches_ = 0;
    std::string first_mismatch_;
};

} // namespace circ::bench
