#pragma once

#include "tests/bench/arriving_files.hpp"

#include <filesystem>

namespace circ::bench {

// Rows a second of SQLite with nothing around it: what imports are held against. Rows are as wide as
// ours, found by the same numbers and words, a hundred records to a commit. The database is made anew.

/// Items a second, with their titles, MARC records and search words.
[[nodiscard]] double bare_catalogue(const std::filesystem::path& database, const arriving_files& of);

/// Patrons a second, with their cards and the words of their names.
[[nodiscard]] double bare_patrons(const std::filesystem::path& database, const arriving_files& of);

} // namespace circ::bench
