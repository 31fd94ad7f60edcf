#include "tests/bench/bare_connection.hpp"

#include <stdexcept>

namespace circ::bench {
namespace {

constexpr int longest_log_pages = (16 << 20) / 4096; ///< wal_megabytes as shipped

} // namespace

bare_connection::bare_connection(const std::string& file) {
    if (sqlite3_open(file.c_str(), &db_) != SQLITE_OK) throw std::runtime_error("cannot open " + file);
    execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
            "PRAGMA cache_size = -16384; PRAGMA mmap_size = 134217728");
    sqlite3_wal_hook(db_, &bare_connection::committed, this); // in place of automatic checkpoints
}

bare_connection::~bare_connection() {
    for (sqlite3_stmt* each : statements_) sqlite3_finalize(each);
    sqlite3_close(db_);
}

void bare_connection::execute(const char* sql) {
    if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
}

bool bare_connection::is_empty() {
    const auto tables = prepare("SELECT 1 FROM sqlite_schema");
    const bool none = sqlite3_step(statements_[tables]) == SQLITE_DONE;
    sqlite3_reset(statements_[tables]);
    return none;
}

std::size_t bare_connection::prepare(const char* sql) {
    sqlite3_stmt* made = nullptr;
    if (sqlite3_prepare_v2(db_, sql, -1, &made, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
    statements_.push_back(made);
    return statements_.size() - 1;
}

void bare_connection::step_to_the_end(sqlite3_stmt* what) {
    while (sqlite3_step(what) == SQLITE_ROW) {
    }
    if (sqlite3_reset(what) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
}

void bare_connection::run(std::size_t which, sqlite3_int64 a, sqlite3_int64 b) {
    sqlite3_stmt* const what = statements_[which];
    sqlite3_bind_int64(what, 1, a);
    if (sqlite3_bind_parameter_count(what) > 1) sqlite3_bind_int64(what, 2, b);
    step_to_the_end(what);
}

void bare_connection::insert(std::size_t which, sqlite3_int64 id, const std::vector<std::string_view>& texts) {
    sqlite3_stmt* const what = statements_[which];
    sqlite3_bind_int64(what, 1, id);
    for (int at = 2; const auto each : texts) sqlite3_bind_text(what, at++, each.data(), static_cast<int>(each.size()), SQLITE_STATIC);
    step_to_the_end(what);
}

void bare_connection::checkpoint_when_long() {
    if (logged_pages_ >= longest_log_pages) checkpoint();
}

int bare_connection::committed(void* self, sqlite3*, const char*, int pages) {
    static_cast<bare_connection*>(self)->logged_pages_ = pages;
    return SQLITE_OK;
}

} // namespace circ::bench
