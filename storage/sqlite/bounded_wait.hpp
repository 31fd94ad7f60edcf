#pragma once

#include <chrono>

namespace circ::storage::sqlite {

/// While it lives, SQLite does not sleep on this thread beyond a moment.
///
/// Its busy timeout bounds what waits for the locks of a file. Where the shared memory beside the log is
/// locked it tries again by itself, and sleeps ten seconds in all, whatever the timeout: it is the sleep
/// that has to be bounded. Then it goes through the rest of its tries at once, and says that it is busy.
class bounded_wait {
public:
    using clock = std::chrono::steady_clock;

    explicit bounded_wait(clock::time_point until) noexcept;
    ~bounded_wait();
    bounded_wait(const bounded_wait&) = delete;
    bounded_wait& operator=(const bounded_wait&) = delete;

    /// @return as much of `pause` as this thread may sleep now; not above zero where that is nothing
    [[nodiscard]] static std::chrono::microseconds at_most(std::chrono::microseconds pause) noexcept;

private:
    clock::time_point before_;
};

} // namespace circ::storage::sqlite
