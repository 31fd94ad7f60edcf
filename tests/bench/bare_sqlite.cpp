#include "tests/bench/bare_sqlite.hpp"

#include <sqlite3.h>

#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace circ::bench {
namespace {

using clock = std::chrono::steady_clock;

class connection {
public:
    explicit connection(const std::string& file) {
        if (sqlite3_open(file.c_str(), &db_) != SQLITE_OK) throw std::runtime_error("cannot open " + file);
        sqlite3_wal_hook(db_, &connection::committed, this); // in place of automatic checkpoints
    }
    ~connection() {
        for (sqlite3_stmt* each : statements_) sqlite3_finalize(each);
        sqlite3_close(db_);
    }
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    void execute(const char* sql) {
        if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
    }
    bool is_empty() {
        const auto tables = prepare("SELECT 1 FROM sqlite_schema");
        const bool none = sqlite3_step(statements_[tables]) == SQLITE_DONE;
        sqlite3_reset(statements_[tables]);
        return none;
    }
    std::size_t prepare(const char* sql) {
        sqlite3_stmt* made = nullptr;
        if (sqlite3_prepare_v2(db_, sql, -1, &made, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
        statements_.push_back(made);
        return statements_.size() - 1;
    }
    void run(std::size_t which, sqlite3_int64 a, sqlite3_int64 b = 0) {
        sqlite3_stmt* const what = statements_[which];
        sqlite3_bind_int64(what, 1, a);
        if (sqlite3_bind_parameter_count(what) > 1) sqlite3_bind_int64(what, 2, b);
        while (sqlite3_step(what) == SQLITE_ROW) {
        }
        if (sqlite3_reset(what) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
    }

    /// As the server does when its log has grown long.
    void checkpoint_when_long() {
        if (logged_pages_ >= longest_log_pages) checkpoint();
    }
    void checkpoint() { execute("PRAGMA wal_checkpoint(PASSIVE)"); }

private:
    static constexpr int longest_log_pages = (16 << 20) / 4096; ///< wal_megabytes as shipped
    static int committed(void* self, sqlite3*, const char*, int pages) {
        static_cast<connection*>(self)->logged_pages_ = pages;
        return SQLITE_OK;
    }

    sqlite3* db_ = nullptr;
    int logged_pages_ = 0;
    std::vector<sqlite3_stmt*> statements_;
};

void fill(connection& into, std::size_t rows) {
    into.execute("BEGIN;"
                 "CREATE TABLE item (id INTEGER PRIMARY KEY, barcode INTEGER UNIQUE, state INTEGER, text TEXT);"
                 "CREATE TABLE patron (id INTEGER PRIMARY KEY, card INTEGER UNIQUE, text TEXT);"
                 "CREATE TABLE loan (id INTEGER PRIMARY KEY, item INTEGER, patron INTEGER);"
                 "CREATE INDEX loan_item ON loan (item);"
                 "CREATE TABLE event (id INTEGER PRIMARY KEY, item INTEGER, at INTEGER);"
                 "CREATE INDEX event_item ON event (item)");
    const auto item = into.prepare("INSERT INTO item VALUES (?1, ?1, 0, 'a title of some length, and its author')");
    const auto patron = into.prepare("INSERT INTO patron VALUES (?1, ?1, 'a name and an address')");
    for (std::size_t i = 1; i <= rows; ++i) {
        into.run(item, static_cast<sqlite3_int64>(i));
        if (i % 10 == 0) into.run(patron, static_cast<sqlite3_int64>(i));
    }
    into.execute("COMMIT");
    into.checkpoint();
}

} // namespace

measured bare_sqlite(const std::filesystem::path& file, std::size_t rows, std::size_t group,
                     std::chrono::milliseconds span) {
    connection db(file.string());
    db.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
               "PRAGMA cache_size = -16384; PRAGMA mmap_size = 134217728"); // as the server's
    if (db.is_empty()) fill(db, rows);
    const auto find_item = db.prepare("SELECT id, state, text FROM item WHERE barcode = ?1");
    const auto find_patron = db.prepare("SELECT id, text FROM patron WHERE card = ?1");
    const auto find_loan = db.prepare("SELECT id FROM loan WHERE item = ?1");
    const auto add_loan = db.prepare("INSERT INTO loan (item, patron) VALUES (?1, ?2)");
    const auto add_event = db.prepare("INSERT INTO event (item, at) VALUES (?1, ?2)");
    const auto change_item = db.prepare("UPDATE item SET state = state + 1 WHERE id = ?1");

    std::minstd_rand random(7);
    std::uniform_int_distribution<sqlite3_int64> any(1, static_cast<sqlite3_int64>(rows));
    std::vector<micros> latencies;
    measured result;
    const auto begin = clock::now();
    while (clock::now() < begin + span) {
        const auto group_began = clock::now();
        db.execute("BEGIN IMMEDIATE");
        for (std::size_t i = 0; i < group; ++i) {
            const auto item = any(random);
            const auto patron = any(random) / 10 * 10;
            db.run(find_item, item);
            db.run(find_patron, patron);
            db.run(find_loan, item);
            db.run(add_loan, item, patron);
            db.run(add_event, item, patron);
            db.run(change_item, item);
        }
        db.execute("COMMIT");
        db.checkpoint_when_long();
        latencies.emplace_back(clock::now() - group_began);
        result.answers += group;
    }
    const std::chrono::duration<double> took = clock::now() - begin;
    db.checkpoint();
    result.per_second = static_cast<double>(result.answers) / took.count();
    result.set_latencies(latencies);
    return result;
}

} // namespace circ::bench
