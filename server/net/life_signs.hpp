#pragma once

#include "server/circulation/clock.hpp"
#include "server/net/async_store.hpp"
#include "storage/records/terminal_sign.hpp"

#include <chrono>
#include <optional>
#include <unordered_map>

namespace circ::net {

/// Remembers when each device was heard of, and has it written down: at most once in some minutes
/// for each, but at once when a device says that something is the matter with it, or no longer is.
/// Used from the io thread; the store outlives it.
class life_signs {
public:
    static constexpr std::chrono::minutes between_writes{5};

    life_signs(async_store& store, const circulation::clock& clock)
        : store_(&store.store()), clock_(&clock) {}

    /// A message of this device is here. Nobody waits for the writing of it.
    /// @param says what it says of itself in it
    void note(storage::terminal_id of, std::optional<storage::device_state> says = {});

private:
    storage::store* store_;
    const circulation::clock* clock_;
    std::unordered_map<storage::terminal_id, storage::terminal_sign> written_; ///< one for each account
};

} // namespace circ::net
