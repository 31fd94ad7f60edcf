#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace circ::fuzz {

/// What a fuzzer sent, taken from the front: some bytes to choose by, the rest to work on. A fuzzer
/// learns faster where the choices stand first and always take the same room.
class input {
public:
    explicit input(std::string_view bytes) : rest_{bytes} {}

    /// A number below `choices`; 0 at the end.
    [[nodiscard]] std::size_t choose(std::size_t choices) {
        const auto byte = take(1);
        return byte.empty() ? 0 : static_cast<unsigned char>(byte.front()) % choices;
    }

    [[nodiscard]] std::string_view take(std::size_t most) {
        const auto taken = rest_.substr(0, most);
        rest_.remove_prefix(taken.size());
        return taken;
    }

    [[nodiscard]] std::string_view rest() const noexcept { return rest_; }
    [[nodiscard]] bool empty() const noexcept { return rest_.empty(); }

private:
    std::string_view rest_;
};

} // namespace circ::fuzz
