#pragma once

#include "tests/bench/measured.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>

namespace circ::bench {

/// Units of work per second of SQLite with nothing around it: three SELECTs, two INSERTs and one
/// UPDATE each, `group` of them per commit, WAL and synchronous=FULL, the cache and the longest log of the
/// server: the limit for durable changes.
/// Latency is that of a unit, which is its group's. The database is filled when it is empty.
[[nodiscard]] measured bare_sqlite(const std::filesystem::path& file, std::size_t rows, std::size_t group,
                                   std::chrono::milliseconds span);

} // namespace circ::bench
