#pragma once

#include "server/net/completions.hpp"
#include "server/net/crew.hpp"
#include "storage/store.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <functional>
#include <memory>

namespace circ::net {

/// A store seen from an io thread: writes become awaitable, reads share one transaction per turn of
/// the loop. One object per io thread.
class async_store {
public:
    using look_up = std::function<void(storage::reader&)>;

    /// @param helpers threads that read beside this one
    async_store(storage::store& store, boost::asio::any_io_executor on, std::size_t helpers = 0);

    /// Reads now, on this thread. @throws storage::store_error, and what `work` throws
    void read(const look_up& work);

    /// Reads in this turn of the loop, together with the other sessions whose requests came in it, on
    /// this thread or on a helper's.
    /// @throws storage::store_error, and what `work` threw
    /// @note   What the work refers to must live in the awaiting coroutine and be no other session's.
    [[nodiscard]] boost::asio::awaitable<void> look(look_up work);

    /// Completes on this thread when the work is durable. Never cut short: a session that is
    /// cancelled meanwhile gets the result first.
    /// @throws storage::store_error, and what `work` threw
    /// @note   What the work refers to must live in the awaiting coroutine.
    [[nodiscard]] boost::asio::awaitable<void> write(storage::store::work work);

    /// Completes when a change that nobody sees is durable: an id that nobody gets is a change like any
    /// other for the disk, since it is kept which was the last. @throws as write()
    [[nodiscard]] boost::asio::awaitable<void> try_write();

    [[nodiscard]] storage::store& store() noexcept { return *store_; }

    /// Who shares the look-ups, and may share other work of a turn.
    [[nodiscard]] crew& helpers() noexcept { return crew_; }

private:
    void end_turn_later();

    storage::store* store_;
    boost::asio::any_io_executor on_;
    std::shared_ptr<completions> told_;
    bool turn_ends_ = false; ///< whether the end of this turn is already posted
    crew crew_;
};

} // namespace circ::net
