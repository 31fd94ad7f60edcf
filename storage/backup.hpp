#pragma once

#include "storage/check.hpp"
#include "storage/records/time.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace circ::storage {

/// Told what is being done ("copying", or the invariant looked at), how far, and of how much.
using backup_progress =
    std::function<void(std::string_view what, std::int64_t done, std::int64_t of)>;

/// What a file holds that has been looked through.
struct backup_facts {
    std::int64_t bytes = 0;
    std::vector<std::pair<std::string, std::int64_t>> records; ///< how many of each kind
    std::vector<violation> violations;                         ///< empty: everything holds
};

/// Copies the store at `from` as it stands at one moment, while the daemon goes on; then reads the
/// copy back: the engine examines it, every kind of record is counted against the store at that
/// moment, every invariant is walked (of a store of an older version the engine's alone). Only then it gets its name, so that a file of that name is a
/// whole one. What the store breaks itself its copy breaks as well: it is kept, and told. It belongs
/// to the store's owner, also where root made it.
/// @throws store_error unavailable: no store there, or a newer version's; something stands at `to` or it
///         cannot be written;
///         corrupt: not a store of ours, or the copy is not what was copied (it is removed)
[[nodiscard]] backup_facts
back_up(const std::string& from, const std::string& to, const backup_progress& tell = {});

/// Reads a backup through, without changing it or anything beside it.
/// @throws store_error unavailable: cannot be read, or is a newer version's; corrupt: not a store of ours, damaged
[[nodiscard]] backup_facts examine_backup(const std::string& path,
                                          const backup_progress& tell = {});

/// Puts a copy of the backup at `path` in the place of the store at `store`. What stood there is
/// put aside beside it, named with `now`, together with its log; the new one belongs to whom that
/// belonged to, or, where there was none, to the owner of the folder.
/// @return where the former store is now; empty: there was none
/// @throws store_error unavailable: somebody has the store open, a daemon or a tool, or it cannot be
///         read or written; then the former store is where it was
[[nodiscard]] std::string put_back(const std::string& path, const std::string& store, instant now);

} // namespace circ::storage
