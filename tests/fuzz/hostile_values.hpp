#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace circ::fuzz {

/// Texts as they may stand in a name or a title, made of what means something to a message, a log, a
/// table or a terminal. Always the same ones, in the same order.
class hostile_values {
public:
    /// Up to some thirty bytes, not always UTF-8. Valid until the next call.
    [[nodiscard]] const std::string& next();

private:
    [[nodiscard]] std::uint32_t random() { return static_cast<std::uint32_t>(random_()); }

    std::mt19937 random_{20260317};
    std::string value_;
};

} // namespace circ::fuzz
