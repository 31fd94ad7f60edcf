#pragma once

#include "storage/sql/driver.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace circ::storage::sqlite {

enum class open_mode { read_only, read_write, create };

struct connection_settings {
    std::string path;
    open_mode mode = open_mode::read_write;
    std::chrono::milliseconds busy{250}; ///< how long a lock of somebody else is waited for
    std::int64_t cache_bytes = std::int64_t{16} << 20;
    std::int64_t mapped_bytes = std::int64_t{0x7fff0000}; ///< most that SQLite takes; of address space, not of memory
};

/// Opens an SQLite database in write-ahead mode. Nothing is ever checkpointed but by
/// checkpoint_passive() and empty_log(), not even when the last connection closes: that is for the
/// holder of the gate.
/// @throws store_error unavailable: cannot be opened; corrupt: not a database
[[nodiscard]] std::unique_ptr<sql::connection> open_connection(const connection_settings& how);

} // namespace circ::storage::sqlite
