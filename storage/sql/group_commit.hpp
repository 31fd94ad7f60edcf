#pragma once

#include "storage/sql/unit_queue.hpp"
#include "storage/sql/write_gate.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>

namespace circ::storage::sql {

class session;

using open_session = std::function<std::unique_ptr<session>()>;

/// Makes groups of units durable: one transaction and one commit per group, a savepoint per unit.
///
/// A group passes in two steps, because they fail differently. enter() waits for others, so its
/// failure cost time; run() does the work. After a failure the connection is opened anew for the
/// next group, so that it recovers by itself.
/// @note For one thread.
class group_commit {
public:
    /// Held from entering to the commit; empty where the engine needs no gate.
    using pass = std::unique_lock<write_gate>;

    /// @param gate may be null; must outlive this
    group_commit(open_session open, write_gate* gate);
    ~group_commit();
    group_commit(const group_commit&) = delete;
    group_commit& operator=(const group_commit&) = delete;

    /// Takes the gate and begins a transaction.
    /// @throws store_error unavailable, or what the opening of a connection throws
    [[nodiscard]] pass enter();

    /// Runs all units and commits. A unit that throws is undone alone and keeps its exception;
    /// after a conflict with another writer all of them run again, a bounded number of times.
    /// @pre    enter() has succeeded and its pass is held
    /// @throws store_error in_doubt: nobody knows whether the group is durable; any other: it is
    /// not
    void run(std::span<queued_unit> units);

    /// Size of the engine's log after the last commit, 0 when it takes care of that itself.
    [[nodiscard]] std::int64_t log_bytes() const noexcept;

    /// Moves the log to the database as far as readers allow, under the gate.
    /// @throws store_error
    void checkpoint();

private:
    [[nodiscard]] pass take_gate();
    session& connected();
    void begin();
    /// @return false after a conflict: everything is undone and may be run again
    [[nodiscard]] bool try_run(std::span<queued_unit> units);
    void run_alone(queued_unit& unit);

    open_session open_;
    write_gate* gate_;
    std::unique_ptr<session> session_; // null: to be opened
};

} // namespace circ::storage::sql
