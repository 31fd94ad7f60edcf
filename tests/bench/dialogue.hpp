#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace circ::bench {

/// What the kiosks of a party say, over and over.
class dialogue {
public:
    virtual ~dialogue() = default;

    /// The next message of a kiosk, without tail; called again only after its answer was verified.
    [[nodiscard]] virtual std::string next(std::size_t kiosk) = 0;
    /// Whether the answer, without tail, is the one to that message.
    [[nodiscard]] virtual bool verify(std::size_t kiosk, std::string_view answer) = 0;
    /// Whether a kiosk may stop here.
    [[nodiscard]] virtual bool is_at_rest(std::size_t) const { return true; }
};

} // namespace circ::bench
