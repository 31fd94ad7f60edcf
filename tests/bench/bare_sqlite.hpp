#pragma once

#include "tests/bench/kiosks.hpp"

#include <chrono>
#include <filesystem>

namespace circ::bench {

/// Units of work per second of SQLite with nothing around it: three SELECTs, two INSERTs and one
/// UPDATE each, `group` of them per commit, WAL and synchronous=FULL: the limit for durable changes.
/// Latency is that of a unit, which is its group's.
[[nodiscard]] measured bare_sqlite(const std::filesystem::path& file, std::size_t rows, std::size_t group,
                                   std::chrono::milliseconds span);

} // namespace circ::bench
