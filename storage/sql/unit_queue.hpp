#pragma once

#include "storage/store.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <vector>

namespace circ::storage::sql {

/// One unit of work on its way: what to do, whom to tell, and how it went.
struct queued_unit {
    store::work work;
    store::completion on_done;
    std::exception_ptr failed;
};

/// Units waiting for the writer: many threads push, one takes. Bounded.
class unit_queue {
public:
    enum class admission { taken, full, closed };

    explicit unit_queue(std::size_t room) : room_(room) {}

    /// Leaves `unit` as it was unless it is taken.
    [[nodiscard]] admission push(queued_unit&& unit);

    /// Waits until there is something to take or the queue is closed, at most `at_most`.
    /// @return false when the time has passed
    [[nodiscard]] bool wait(std::chrono::milliseconds at_most);

    /// Waits for units and takes the oldest `most` of them.
    /// @return nothing when the queue is closed and has run empty
    [[nodiscard]] std::vector<queued_unit> take(std::size_t most);

    /// Adds to `units` all that wait now.
    void take_rest(std::vector<queued_unit>& units);

    /// Takes nothing more in; what waits can still be taken.
    void close();

    [[nodiscard]] std::size_t size() const;

private:
    [[nodiscard]] bool ready() const { return closed_ || !units_.empty(); }
    void move_out(std::size_t count, std::vector<queued_unit>& into);

    const std::size_t room_;
    mutable std::mutex mutex_; // guards what follows
    std::condition_variable changed_;
    std::deque<queued_unit> units_;
    bool closed_ = false;
};

} // namespace circ::storage::sql
