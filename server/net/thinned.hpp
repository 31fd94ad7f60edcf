#pragma once

#include "storage/records/time.hpp"

#include <cstdint>
#include <optional>

namespace circ::net {

/// Refusals of one door that are told.
inline constexpr std::int64_t told_a_second = 10;

/// For what a storm may make happen thousands of times a second: so many are told in a second, and
/// the next one behind it says how many were passed over.
class thinned {
public:
    explicit thinned(std::int64_t most_a_second) : most_(most_a_second) {}

    /// @return how many were passed over before this one; nothing: pass it over, which the log counts too
    [[nodiscard]] std::optional<std::int64_t> turn(storage::instant now) {
        const bool same_second = now >= began_ && now - began_ < std::chrono::seconds(1);
        if (!same_second) {
            began_ = now;
            told_ = 0;
        }
        if (told_ >= most_) {
            ++passed_over_;
            return std::nullopt;
        }
        ++told_;
        const auto passed = passed_over_;
        passed_over_ = 0;
        return passed;
    }

private:
    std::int64_t most_;
    storage::instant began_{};
    std::int64_t told_ = 0;
    std::int64_t passed_over_ = 0;
};

} // namespace circ::net
