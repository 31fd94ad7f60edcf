#pragma once

#include "storage/records/time.hpp"

namespace circ::circulation {

/// Where "now" comes from: rules take an instant, only the rooms that perform things ask a clock.
class clock {
public:
    virtual ~clock() = default;
    [[nodiscard]] virtual storage::instant now() const = 0;
};

/// The machine's clock.
class system_clock final : public clock {
public:
    [[nodiscard]] storage::instant now() const override {
        return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    }
};

} // namespace circ::circulation
