#pragma once

#include <chrono>
#include <cstddef>
#include <utility>

namespace circ::net {

/// Keeps requests away from a backend that does not answer, so that nobody waits for it in vain: it
/// opens after so many failures one behind the other, and closes when the backend has been heard
/// again. While it is open nothing but one question at a time is let through (its owner asks it),
/// so that no reader's request has to find out. A machine without a clock; used from one io thread.
class circuit_breaker {
public:
    enum class change { none, opened, closed };

    explicit circuit_breaker(std::size_t failures) : most_(failures == 0 ? 1 : failures) {}

    [[nodiscard]] bool is_open() const noexcept { return open_; }

    /// The backend was heard.
    [[nodiscard]] change heard() noexcept {
        in_a_row_ = 0;
        const bool was = open_;
        open_ = false;
        return was ? change::closed : change::none;
    }

    /// It was not.
    [[nodiscard]] change failed() noexcept {
        ++in_a_row_;
        if (open_ || in_a_row_ < most_) return change::none;
        open_ = true;
        return change::opened;
    }

    /// One failure is enough: it was asked for nothing but whether it is there.
    [[nodiscard]] change trip() noexcept {
        return std::exchange(open_, true) ? change::none : change::opened;
    }

    void set_failures(std::size_t failures) noexcept { most_ = failures == 0 ? 1 : failures; }

private:
    std::size_t most_;
    std::size_t in_a_row_ = 0;
    bool open_ = false;
};

} // namespace circ::net
