#include "storage/sqlite/sqlite_driver.hpp"

#include "storage/sqlite/bounded_wait.hpp"
#include "storage/sqlite/copy.hpp"
#include "storage/sqlite/vfs.hpp"
#include "storage/store_error.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace circ::storage::sqlite {
namespace {

// SQLite's engine names its failures by number; only these three kinds matter to us.
[[nodiscard]] store_failure failure_of(int code) noexcept {
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_MISMATCH:
    case SQLITE_ERROR:
    case SQLITE_RANGE:
    case SQLITE_MISUSE:
    case SQLITE_TOOBIG:
        return store_failure::corrupt;
    default:
        return store_failure::unavailable; // busy, locked, full, unreadable, read-only, no memory
    }
}

// The engine's own sentences name tables and columns, never values: they may be logged.
[[noreturn]] void fail(sqlite3* database, int code) {
    throw store_error{failure_of(code), std::string{"SQLite: "} + sqlite3_errmsg(database)};
}

void require_ok(sqlite3* database, int code) {
    if (code != SQLITE_OK) fail(database, code);
}

[[nodiscard]] int size_of(std::size_t bytes) {
    if (bytes > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        throw store_error{store_failure::corrupt, "SQLite: a value of more than 2 GiB"};
    return static_cast<int>(bytes);
}

/// About a sixteenth of what is there, in bytes: 256 KiB to 64 MiB.
[[nodiscard]] int growth_step(std::int64_t bytes) noexcept {
    constexpr std::int64_t least = 256 * 1024;
    constexpr std::int64_t most = 64 * 1024 * 1024;
    return static_cast<int>(std::clamp(bytes / 16 / least * least, least, most));
}

struct close_database {
    void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
};
using database_handle = std::unique_ptr<sqlite3, close_database>;

struct finalize_statement {
    void operator()(sqlite3_stmt* handle) const noexcept { sqlite3_finalize(handle); }
};
using statement_handle = std::unique_ptr<sqlite3_stmt, finalize_statement>;

class sqlite_statement final : public sql::statement {
public:
    sqlite_statement(sqlite3* database, std::string_view sql, std::chrono::milliseconds busy)
        : database_(database), busy_(busy) {
        sqlite3_stmt* made = nullptr;
        const bounded_wait held{bounded_wait::clock::now() + busy_};
        const int code = sqlite3_prepare_v3(
            database, sql.data(), size_of(sql.size()), SQLITE_PREPARE_PERSISTENT, &made, nullptr);
        handle_.reset(made);
        require_ok(database, code);
        for (int i = 1; i <= sqlite3_bind_parameter_count(made); ++i)
            parameters_.emplace_back(sqlite3_bind_parameter_name(made, i) + 1); // without its colon
    }

    int parameter(std::string_view name) const override {
        const auto found = std::ranges::find(parameters_, name);
        if (found == parameters_.end())
            throw store_error{store_failure::corrupt,
                              "SQL statement without a parameter :" + std::string{name}};
        return static_cast<int>(found - parameters_.begin()) + 1;
    }

    void bind(int parameter, std::int64_t value) override {
        require_ok(database_, sqlite3_bind_int64(handle_.get(), parameter, value));
    }

    void bind(int parameter, std::string_view text) override {
        // A null pointer would bind NULL, and an empty view may hold one.
        const char* bytes = text.data() == nullptr ? "" : text.data();
        require_ok(database_,
                   sqlite3_bind_text(
                       handle_.get(), parameter, bytes, size_of(text.size()), SQLITE_STATIC));
    }

    void bind(int parameter, std::span<const std::uint8_t> bytes) override {
        require_ok(
            database_,
            sqlite3_bind_blob(
                handle_.get(), parameter, bytes.data(), size_of(bytes.size()), SQLITE_STATIC));
    }

    void bind_null(int parameter) override {
        require_ok(database_, sqlite3_bind_null(handle_.get(), parameter));
    }

    bool step() override {
        const bounded_wait held{bounded_wait::clock::now() + busy_};
        const int code = sqlite3_step(handle_.get());
        if (code != SQLITE_ROW && code != SQLITE_DONE) fail(database_, code);
        return code == SQLITE_ROW;
    }

    bool is_null(int column) const override {
        return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
    }

    std::int64_t integer(int column) const override {
        return sqlite3_column_int64(handle_.get(), column);
    }

    std::string_view text(int column) const override {
        const auto* bytes =
            reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
        return {bytes, length_of(column)};
    }

    std::span<const std::uint8_t> bytes(int column) const override {
        const auto* bytes =
            static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_.get(), column));
        return {bytes, length_of(column)};
    }

    std::int64_t changed() const override { return sqlite3_changes64(database_); }

    void reset() noexcept override {
        sqlite3_reset(handle_.get()); // says again what step() has thrown
        sqlite3_clear_bindings(handle_.get());
    }

private:
    [[nodiscard]] std::size_t length_of(int column) const noexcept {
        return static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column));
    }

    sqlite3* database_;
    std::chrono::milliseconds busy_;
    statement_handle handle_;
    std::vector<std::string> parameters_; ///< kept: SQLite makes a statement anew when the schema changes
};

// Run once per group or turn, so kept prepared.
enum class control {
    begin_reading,
    begin_writing,
    commit,
    rollback,
    begin_unit,
    keep_unit,
    undo_unit
};
constexpr std::array<std::string_view, 7> control_texts{"BEGIN",
                                                        "BEGIN IMMEDIATE",
                                                        "COMMIT",
                                                        "ROLLBACK",
                                                        "SAVEPOINT unit",
                                                        "RELEASE unit",
                                                        "ROLLBACK TO unit"};

class sqlite_connection final : public sql::connection {
public:
    explicit sqlite_connection(const connection_settings& how)
        : busy_(how.busy), opened_until_(bounded_wait::clock::now() + how.busy) {
        const bounded_wait held{*opened_until_};
        open(how);
        configure(how);
    }

    std::unique_ptr<sql::statement> prepare(std::string_view sql) override {
        return std::make_unique<sqlite_statement>(database_.get(), sql, busy_);
    }

    void execute(std::string_view sql) override {
        const std::string terminated{sql};
        const bounded_wait held{bounded_wait::clock::now() + busy_};
        require_ok(database_.get(),
                   sqlite3_exec(database_.get(), terminated.c_str(), nullptr, nullptr, nullptr));
    }

    // A connection opened for this transaction has waited already: that is one wait, not two.
    void begin(sql::access what) override {
        const auto now = bounded_wait::clock::now();
        const auto until = std::exchange(opened_until_, std::nullopt);
        const bounded_wait held{until && *until > now ? *until : now + busy_};
        run(what == sql::access::writing ? control::begin_writing : control::begin_reading);
    }

    void commit() override {
        const int code = step(control::commit);
        if (code == SQLITE_DONE) return;
        // The commit record may have reached the disk before the disk failed.
        if ((code & 0xff) == SQLITE_IOERR)
            throw store_error{store_failure::in_doubt,
                              std::string{"SQLite: "} + sqlite3_errmsg(database_.get())};
        fail(database_.get(), code);
    }

    void rollback() noexcept override {
        if (in_transaction()) step(control::rollback); // cannot fail while a transaction is open
    }

    bool in_transaction() const noexcept override {
        return sqlite3_get_autocommit(database_.get()) == 0;
    }

    void begin_unit() override { run(control::begin_unit); }
    void keep_unit() override { run(control::keep_unit); }
    void undo_unit() override {
        run(control::undo_unit);
        run(control::keep_unit); // ROLLBACK TO leaves the savepoint standing
    }

    std::int64_t log_bytes() const noexcept override { return logged_pages_ * page_bytes_; }

    sql::checkpoint_progress checkpoint_passive() override {
        int logged = 0;
        int moved = 0;
        require_ok(database_.get(),
                   sqlite3_wal_checkpoint_v2(
                       database_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &logged, &moved));
        if (logged == moved) logged_pages_ = 0; // the next commit begins the log anew
        return {logged, moved};
    }

    bool empty_log() override {
        const bounded_wait held{bounded_wait::clock::now() + busy_};
        const int code = sqlite3_wal_checkpoint_v2(
            database_.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
        if ((code & 0xff) == SQLITE_BUSY) return false;
        require_ok(database_.get(), code);
        logged_pages_ = 0;
        return true;
    }

    std::vector<std::string> examine() override {
        std::vector<std::string> found;
        for (auto check = prepare("PRAGMA integrity_check"); check->step();)
            if (check->text(0) != "ok") found.emplace_back(check->text(0));
        for (auto check = prepare("PRAGMA foreign_key_check"); check->step();)
            found.push_back("row " + std::to_string(check->integer(1)) + " of " +
                            std::string{check->text(0)} + " names a missing " +
                            std::string{check->text(2)});
        return found;
    }

    void copy_to(const std::string& path, const sql::copy_progress& tell) override {
        copy_database(database_.get(), path, tell);
    }

    bool has_table(std::string_view name) override {
        const auto look =
            prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = :name");
        look->bind(1, name);
        return look->step();
    }

    bool has_any_table() override {
        return prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table'")->step();
    }

private:
    void open(const connection_settings& how) {
        int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
        if (how.mode == open_mode::read_only) flags |= SQLITE_OPEN_READONLY;
        if (how.mode != open_mode::read_only) flags |= SQLITE_OPEN_READWRITE;
        if (how.mode == open_mode::create) flags |= SQLITE_OPEN_CREATE;
        sqlite3* opened = nullptr;
        const int code = sqlite3_open_v2(how.path.c_str(), &opened, flags, our_vfs());
        database_.reset(opened);
        if (code != SQLITE_OK)
            throw store_error{
                failure_of(code),
                "cannot open the store " + how.path + ": " +
                    (opened != nullptr ? sqlite3_errmsg(opened) : sqlite3_errstr(code))};
    }

    void configure(const connection_settings& how) {
        sqlite3* db = database_.get();
        require_ok(db, sqlite3_busy_timeout(db, static_cast<int>(how.busy.count())));
        require_ok(db, sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr));
        require_ok(db, sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr));
        execute("PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
                "PRAGMA wal_autocheckpoint = 0; PRAGMA synchronous = FULL;"
                "PRAGMA secure_delete = ON"); // what is deleted or forgotten is overwritten with zeros
        execute("PRAGMA cache_size = -" + std::to_string(how.cache_bytes / 1024));
        execute("PRAGMA mmap_size = " + std::to_string(how.mapped_bytes));
        if (how.mode != open_mode::read_only) require_write_ahead(how.path);
        page_bytes_ = ask("PRAGMA page_size");
        if (how.mode != open_mode::read_only) grow_by_steps();
        sqlite3_wal_hook(db, &remember_log, this);
    }

    void require_write_ahead(const std::string& path) {
        const auto pragma = prepare("PRAGMA journal_mode = WAL");
        if (!pragma->step() || pragma->text(0) != "wal")
            throw store_error{store_failure::unavailable,
                              "the store " + path + " cannot keep a write-ahead log where it lies"};
    }

    /// The file gets longer seldom and then by much: readers map a file anew when it has another size.
    void grow_by_steps() {
        int step = growth_step(ask("PRAGMA page_count") * page_bytes_);
        require_ok(database_.get(),
                   sqlite3_file_control(database_.get(), "main", SQLITE_FCNTL_CHUNK_SIZE, &step));
    }

    [[nodiscard]] std::int64_t ask(std::string_view pragma) {
        const auto asked = prepare(pragma);
        return asked->step() ? asked->integer(0) : 0;
    }

    static int remember_log(void* self, sqlite3*, const char*, int pages) noexcept {
        static_cast<sqlite_connection*>(self)->logged_pages_ = pages;
        return SQLITE_OK;
    }

    [[nodiscard]] statement_handle& prepared(control which) noexcept {
        auto& handle = controls_[static_cast<std::size_t>(which)];
        if (!handle) {
            const auto text = control_texts[static_cast<std::size_t>(which)];
            sqlite3_stmt* made = nullptr;
            // Needs no table and no lock: only memory can be missing, and step() says so then.
            sqlite3_prepare_v3(database_.get(),
                               text.data(),
                               static_cast<int>(text.size()),
                               SQLITE_PREPARE_PERSISTENT,
                               &made,
                               nullptr);
            handle.reset(made);
        }
        return handle;
    }

    int step(control which) noexcept {
        auto& handle = prepared(which);
        const int code = sqlite3_step(handle.get());
        sqlite3_reset(handle.get()); // says the same once more
        return code;
    }

    void run(control which) {
        const int code = step(which);
        if (code != SQLITE_DONE) fail(database_.get(), code);
    }

    database_handle database_;
    std::array<statement_handle, control_texts.size()> controls_; // gone before the database
    std::chrono::milliseconds busy_;
    std::optional<bounded_wait::clock::time_point> opened_until_; ///< until its first transaction
    std::int64_t page_bytes_ = 0;
    std::int64_t logged_pages_ = 0;
};

} // namespace

namespace {

/// SQLite counts what it allocates, for which every allocation of every thread takes one lock; nobody
/// here asks for the count. Must come before its first use, and does nothing after it.
[[maybe_unused]] const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);

} // namespace

std::unique_ptr<sql::connection> open_connection(const connection_settings& how) {
    return std::make_unique<sqlite_connection>(how);
}

} // namespace circ::storage::sqlite
