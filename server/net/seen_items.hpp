#pragma once

#include "server/circulation/clock.hpp"
#include "server/circulation/seeing.hpp"
#include "server/log/log.hpp"
#include "server/net/async_store.hpp"
#include "server/net/deadline.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <unordered_map>

namespace circ::net {

/// Collects what devices that have the thing in hand have asked for, and hands it to the writer in
/// batches: asking never waits for it, and a crash loses the batch.
/// Used from the io thread; the store outlives it.
class seen_items {
public:
    static constexpr std::size_t most_at_once = 1000; ///< then it does not wait for its time

    /// @param after how long the first of a batch waits for others
    seen_items(async_store& store,
               boost::asio::any_io_executor on,
               const circulation::clock& clock,
               log::logger& log,
               std::chrono::seconds after);

    /// This item, by its number, is where the requester is, now.
    void note(const circulation::requester& by, std::string_view item);

    /// Hands over what waits, without waiting for it; what could not be written is told in the log.
    void flush();

private:
    storage::store* store_;
    const circulation::clock* clock_;
    log::logger* log_;
    std::chrono::seconds after_;
    std::unordered_map<std::string, circulation::sighting> waiting_; ///< the last of each item
    deadline timer_;
};

} // namespace circ::net
