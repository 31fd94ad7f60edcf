#pragma once

#include "storage/sql/group_commit.hpp"
#include "storage/sql/unit_queue.hpp"
#include "storage/store_events.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace circ::storage::sql {

struct writer_settings {
    std::size_t group_units = 64;   ///< most units of one commit
    std::size_t queue_units = 1024; ///< most units that wait
    std::int64_t log_bytes = std::int64_t{64}
                             << 20;      ///< size of the log from which on it is checkpointed
    std::chrono::milliseconds idle{500}; ///< checkpointed too after so long without a unit
};

/// The one thread that writes: takes what waits, commits it as a group, then tells everybody.
///
/// Nothing is delayed for the sake of a larger group: while one commit is on its way to the disk,
/// the next group gathers by itself. Each unit is told exactly once, on this thread, or on the
/// caller's when it is not taken in.
class writer {
public:
    /// @param gate may be null; must outlive this
    writer(open_session open,
           write_gate* gate,
           const writer_settings& settings,
           store_events events);
    writer(const writer&) = delete;
    writer& operator=(const writer&) = delete;
    ~writer();

    /// As store::submit.
    void submit(store::work work, store::completion on_done) noexcept;
    [[nodiscard]] std::size_t queued() const;

    /// Number of groups committed so far; raised before their units are told.
    [[nodiscard]] std::uint64_t last_commit() const noexcept;

    /// Takes nothing more in, finishes what waits, ends the thread.
    /// @pre not called on the writer's own thread
    void stop() noexcept;

private:
    using units = std::vector<queued_unit>;

    void serve();
    void await_units();
    void commit(units& group);
    void try_commit(units& group);
    void committed();
    void refused(units& group, const std::exception_ptr& cause);
    void keep_log_short();
    void checkpoint();

    const writer_settings settings_;
    const store_events events_;
    group_commit commits_;
    unit_queue queue_;
    std::atomic<std::uint64_t> last_commit_{0};
    // Of the writer's thread alone:
    std::int64_t checkpoint_at_;
    bool log_is_dirty_ = false;
    bool failing_ = false;

    std::once_flag joined_;
    std::thread thread_; // last: it uses all of the above
};

} // namespace circ::storage::sql
