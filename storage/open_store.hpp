#pragma once

#include "storage/store.hpp"
#include "storage/store_events.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace circ::storage {

struct store_settings {
    std::string path;
    int node = 0;         ///< this writer's number among all on one store, 0 to 1023
    int group_units = 64; ///< most units of one commit; a tool beside the daemon takes at most 100
    int queue_units = 1024; ///< most units that wait
    std::int64_t wal_bytes = std::int64_t{16}
                             << 20;       ///< size of the log from which on it is checkpointed
    std::int64_t mapped_bytes = std::int64_t{2047}
                                << 20; ///< read through a map, at most; 0: by calls alone
    std::chrono::milliseconds busy{5000}; ///< how long another writer is waited for
    bool create = false;                  ///< make the store when there is none
    store_events events;
};

/// Opens the store and brings its schema up to date, keeping other writers away meanwhile.
/// @throws store_error with a sentence for the operator. unavailable: no store there, not writable,
///         made by a newer version, another writer did not let go in time; corrupt: not a store of
///         ours
[[nodiscard]] std::unique_ptr<store> open_store(const store_settings& how);

/// Leaves no earlier version of any row in the log beside the store, so that what was forgotten is
/// nowhere. @return false: somebody read all the while; the log is emptied when it is full, at the latest
/// @pre the calling thread reads nothing. @throws store_error
[[nodiscard]] bool empty_log(const store_settings& how);

} // namespace circ::storage
