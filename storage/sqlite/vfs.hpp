#pragma once

namespace circ::storage::sqlite {

/// The name of the VFS by which a store is opened. It is SQLite's own but for three things.
///
/// It sleeps no longer than a `bounded_wait` allows.
///
/// It keeps the memory map of a database as long as the file has the same size. SQLite gives the whole map up
/// at the first look after each commit, since another process could have made the file shorter: a reader
/// beside a busy writer would map it, and take a page fault for every page, a hundred times a second.
///
/// It gathers what is written to the write-ahead log (log_writes.hpp).
///
/// @return nullptr where another VFS than SQLite's own is in use: open by that one then
[[nodiscard]] const char* our_vfs() noexcept;

} // namespace circ::storage::sqlite
