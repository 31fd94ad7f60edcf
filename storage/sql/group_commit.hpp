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

/// Makes groups of units durable: one transaction and one commit per group.
///
/// A savepoint copies every page that its unit changes, and nearly no unit ever fails: so units run
/// without, and only when one has failed are all of them undone and run once more, each in its own.
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

    /// Runs all units and commits. A unit that throws leaves nothing behind and keeps its exception.
    /// All of them may run again: once beside one that throws, a bounded number of times after a
    /// conflict with another writer.
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
    enum class grouping { together, each_apart };
    /// All but `committed`: everything is undone and may be run again.
    enum class ending { committed, unit_failed, conflict };

    [[nodiscard]] pass take_gate();
    session& connected();
    void begin();
    [[nodiscard]] ending try_run(std::span<queued_unit> units, grouping how);
    void run_units(std::span<queued_unit> units, grouping how);
    void run_apart(queued_unit& unit);

    open_session open_;
    write_gate* gate_;
    std::unique_ptr<session> session_; // null: to be opened
};

} // namespace circ::storage::sql
