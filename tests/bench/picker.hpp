#pragma once

#include <algorithm>
#include <cstddef>
#include <random>
#include <vector>

namespace circ::bench {

/// Numbers from `first` up to, not including, `end`.
struct number_range {
    std::size_t first;
    std::size_t end;
};

/// Picks numbers, each kiosk in its own share, so that no two want the same.
class picker {
public:
    picker(std::size_t kiosks, number_range of) : of_(of), share_(std::max<std::size_t>(1, (of.end - of.first) / kiosks)) {
        for (std::size_t i = 0; i < kiosks; ++i) random_.emplace_back(static_cast<unsigned>(i + 1));
    }

    [[nodiscard]] std::size_t share() const noexcept { return share_; }
    /// The n-th number of a kiosk's share.
    [[nodiscard]] std::size_t in_order(std::size_t kiosk, std::size_t n) const {
        return of_.first + (kiosk * share_ + n % share_) % (of_.end - of_.first); // few numbers: shared
    }
    [[nodiscard]] std::size_t at_random(std::size_t kiosk) { return in_order(kiosk, random_[kiosk]()); }

private:
    number_range of_;
    std::size_t share_;
    std::vector<std::minstd_rand> random_;
};

} // namespace circ::bench
