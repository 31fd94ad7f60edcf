#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace circ::storage::sql {

/// A prepared statement and, after step() said true, the row it stands on.
///
/// Errors of the engine become store_error: busy, locked, full, unreadable or read-only is
/// unavailable; a broken constraint and a damaged file are corrupt.
/// @note Belongs to one thread, and must go before its connection.
class statement {
public:
    virtual ~statement() = default;

    /// Number of the parameter `:name`, from 1; `name` without its colon.
    /// @throws store_error corrupt when the statement has no such parameter
    [[nodiscard]] virtual int parameter(std::string_view name) const = 0;

    // Text and bytes are borrowed until reset().
    virtual void bind(int parameter, std::int64_t value) = 0;
    virtual void bind(int parameter, std::string_view text) = 0;
    virtual void bind(int parameter, std::span<const std::uint8_t> bytes) = 0;
    virtual void bind_null(int parameter) = 0;

    /// Goes to the next row; the first step runs the statement.
    /// @return false: no further row
    virtual bool step() = 0;

    // The row stood on, by column from 0; text and bytes are valid until the next step() or
    // reset().
    [[nodiscard]] virtual bool is_null(int column) const = 0;
    [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
    [[nodiscard]] virtual std::string_view text(int column) const = 0;
    [[nodiscard]] virtual std::span<const std::uint8_t> bytes(int column) const = 0;

    /// Rows that the last INSERT, UPDATE or DELETE changed.
    [[nodiscard]] virtual std::int64_t changed() const = 0;

    /// Makes it ready for the next run and forgets all that was bound.
    virtual void reset() noexcept = 0;
};

/// What a transaction is begun for: a writing one takes the engine's write lock at once.
enum class access { reading, writing };

/// What a checkpoint found: pages in the log, and those of them now in the database file.
struct checkpoint_progress {
    std::int64_t logged = 0;
    std::int64_t moved = 0;

    [[nodiscard]] bool is_complete() const noexcept { return logged == moved; }
};

/// Told after each stretch of a copy: pages done, and how many there are.
using copy_progress = std::function<void(std::int64_t done, std::int64_t of)>;

/// One connection to an engine. All verbs @throw store_error, except where noexcept.
/// @note Belongs to one thread at a time.
class connection {
public:
    virtual ~connection() = default;

    [[nodiscard]] virtual std::unique_ptr<statement> prepare(std::string_view sql) = 0;
    /// Runs statements that have neither parameters nor rows.
    virtual void execute(std::string_view sql) = 0;

    /// @pre no transaction is open
    virtual void begin(access what) = 0;
    /// @throws store_error unavailable: nothing was committed, the transaction must be rolled back;
    ///         in_doubt: the disk failed while the commit was written
    virtual void commit() = 0;
    /// Ends the transaction, if one is open, as if it had not been.
    virtual void rollback() noexcept = 0;
    /// False also after an error by which the engine itself rolled back (disk full).
    [[nodiscard]] virtual bool in_transaction() const noexcept = 0;

    // A unit within a transaction; units do not nest.
    virtual void begin_unit() = 0;
    virtual void keep_unit() = 0;
    /// Undoes the unit alone; afterwards the transaction is as it was at begin_unit().
    virtual void undo_unit() = 0;

    /// Bytes in the write-ahead log after the last commit of this connection; 0 where the engine
    /// keeps its own.
    [[nodiscard]] virtual std::int64_t log_bytes() const noexcept = 0;
    /// Moves what no reader needs any more from the log to the database, waiting for nobody.
    virtual checkpoint_progress checkpoint_passive() = 0;
    /// Moves all of the log to the database and cuts it to nothing, waiting for who reads or writes.
    /// @return false: somebody stood on it all the while
    virtual bool empty_log() = 0;

    /// Asks the engine to examine its file and its foreign keys: a sentence per finding. Slow.
    [[nodiscard]] virtual std::vector<std::string> examine() = 0;
    /// Writes all that the open transaction sees into a new database file, while others go on writing.
    /// The file is on disk afterwards and stands alone: nothing lies beside it.
    /// @pre a reading transaction is open; there is no file at `path`
    virtual void copy_to(const std::string& path, const copy_progress& tell) = 0;
    /// Whether the database has a table of this name.
    [[nodiscard]] virtual bool has_table(std::string_view name) = 0;
    [[nodiscard]] virtual bool has_any_table() = 0;
};

} // namespace circ::storage::sql
