#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <memory>

namespace circ::storage::sqlite {

/// What a connection is writing to its write-ahead log, gathered into long writes.
///
/// SQLite writes a header of 24 bytes and then a page, for each page that a commit has changed: some
/// hundred calls for a group. Nobody looks at what is written before the commit is announced to other
/// connections; so it is handed on when the page that ends a commit has been taken in, when there is no room
/// for more, and before anything else happens to the file.
///
/// Used from one thread at a time, as the connection is. Results are those of SQLite. What is gathered is let go
/// when it cannot be written, since SQLite then undoes the transaction that it was part of; but not where SQLite has
/// asked to read, since of a failed look-up it may undo no more than the statement, and commit what came before.
class log_writes {
public:
    /// @param file the log, which outlives this  @param by what writes to it in earnest
    log_writes(sqlite3_file* file, const sqlite3_io_methods& by) noexcept : file_(file), by_(&by) {}

    [[nodiscard]] int write(const void* from, int count, sqlite3_int64 at) noexcept;

    /// Writes what is gathered.
    [[nodiscard]] int hand_on() noexcept;

    /// Once what is gathered is in the file; as long as it cannot be written it stays gathered.
    [[nodiscard]] int read(void* into, int count, sqlite3_int64 at) noexcept;

    /// What shortens, syncs and measures the file, once what is gathered is in it.
    template <class Call, class... Arguments>
    [[nodiscard]] int then(Call sqlite3_io_methods::*call, Arguments... with) noexcept {
        const int code = hand_on();
        return code == SQLITE_OK ? (by_->*call)(file_, with...) : code;
    }

private:
    [[nodiscard]] bool has_room() noexcept;
    [[nodiscard]] int write_gathered() noexcept;

    sqlite3_file* file_;
    const sqlite3_io_methods* by_;
    std::unique_ptr<char[]> room_; ///< from the first write on; a reader never needs it
    std::size_t gathered_ = 0;
    sqlite3_int64 begins_at_ = 0; ///< in the file
    bool commits_ = false;        ///< the page that comes next ends a commit
};

} // namespace circ::storage::sqlite
