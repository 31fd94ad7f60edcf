#pragma once

#include "storage/sql/driver.hpp"

#include <string>

struct sqlite3;

namespace circ::storage::sqlite {

/// connection::copy_to() for SQLite: the snapshot of `from`, page by page.
/// @throws store_error unavailable: cannot be written, or there is something at `path`
void copy_database(sqlite3* from, const std::string& path, const sql::copy_progress& tell);

} // namespace circ::storage::sqlite
