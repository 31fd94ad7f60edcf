#pragma once

#include <compare>
#include <cstdint>

namespace circ::storage {

/// An amount in minor units (cents) of the institution's currency; negative is credit.
struct money {
    std::int64_t minor = 0;

    friend auto operator<=>(const money&, const money&) = default;
    friend money operator+(money a, money b) { return {a.minor + b.minor}; }
    friend money operator-(money a, money b) { return {a.minor - b.minor}; }
    money& operator+=(money other) {
        minor += other.minor;
        return *this;
    }
    money& operator-=(money other) {
        minor -= other.minor;
        return *this;
    }
};

} // namespace circ::storage
