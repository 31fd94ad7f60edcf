#pragma once

#include "storage/reader.hpp"
#include "storage/unit_of_work.hpp"

#include <cstdint>
#include <exception>
#include <functional>
#include <string>

namespace circ::storage {

/// What the library keeps, and the one way to it.
///
/// Threads: read() runs on the calling thread, over a read-only connection of that thread; submit()
/// may be called from any thread. The store must outlive every thread that reads it.
class store {
public:
    using work = std::function<void(unit_of_work&)>;
    using completion = std::function<void(std::exception_ptr)>;

    virtual ~store() = default;

    /// Runs `work` now, on this thread, over a snapshot that holds all that was completed before
    /// end_turn() was last called here and all that this thread was told is durable.
    /// @throws store_error, and what `work` throws
    /// @note   The reader is only valid inside `work`.
    virtual void read(const std::function<void(reader&)>& work) = 0;

    /// Ends the snapshot of this thread; the next read begins a new one. Cheap when there is none.
    /// The io thread posts it once per turn of its loop, so that all reads of a turn share one transaction.
    virtual void end_turn() noexcept = 0;

    /// Queues a unit of work for writing. `on_done` is called exactly once, on the writer's thread
    /// (or on this one when the queue is full or the store is stopping): with nullptr after the
    /// work is durable, else with the exception, a store_error or what `work` threw.
    /// @note Never throws. Neither function object may be null. The work may be run again after a
    ///       conflict, and then starts from its facts.
    virtual void submit(work what, completion on_done) noexcept = 0;

    /// Units waiting to be written now.
    [[nodiscard]] virtual std::size_t queued() const noexcept = 0;

    /// Key of the digests in the journal, 32 bytes, made when the store was.
    [[nodiscard]] virtual const std::string& digest_key() const noexcept = 0;

    /// Refuses new work, finishes what is queued, joins the writer. Called by the destructor too.
    virtual void stop() noexcept = 0;
};

/// Runs one unit of work and waits until it is durable: for tools and tests, never on an io thread.
/// @throws store_error, and what `work` throws
void write_and_wait(store& into, store::work what);

} // namespace circ::storage
