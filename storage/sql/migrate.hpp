#pragma once

#include "storage/records/time.hpp"
#include "storage/sql/named_sql.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace circ::storage::sql {

class session;

/// The row of store_setting that a demo library has.
inline constexpr std::string_view demo_mark = "demo";

/// Brings the schema up to date: every migration not yet applied runs in a transaction of its own,
/// in order, and is recorded with its name and the checksum of its text. A new store gets the key
/// of its digests, 32 random bytes.
/// @pre    no transaction is open; whoever else writes is kept away (the writer gate)
/// @throws store_error unavailable: the store was made by a newer version; corrupt: an applied
///         migration is not the one known under its name
void migrate(session& store, instant now);

/// The same with other scripts than the ones embedded, for tests.
void migrate(session& store, instant now, std::span<const named_sql> scripts);

/// @return how many migrations are applied; 0: there is no store yet
/// @throws store_error as migrate()
[[nodiscard]] std::size_t schema_version(session& store);

/// Makes sure that the schema is the present one, without touching it: for those who only read.
/// @throws store_error as migrate(); also unavailable when the store is older or no store yet
void require_current_schema(session& store);

/// @return the key of the digests, 32 bytes
/// @throws store_error corrupt when there is none
[[nodiscard]] std::string digest_key(session& store);

} // namespace circ::storage::sql
