#include "storage/sqlite/copy.hpp"

#include "storage/store_error.hpp"

#include <sqlite3.h>

#include <memory>

namespace circ::storage::sqlite {
namespace {

constexpr int pages_at_once = 4096; // 16 MB: several times a second something to tell

struct close_database {
    void operator()(sqlite3* database) const noexcept { sqlite3_close(database); }
};
using database_handle = std::unique_ptr<sqlite3, close_database>;

struct end_copy {
    void operator()(sqlite3_backup* copy) const noexcept { sqlite3_backup_finish(copy); }
};

[[noreturn]] void fail(sqlite3* database, const std::string& path) {
    throw store_error{store_failure::unavailable,
                      "cannot write the copy " + path + ": " + sqlite3_errmsg(database)};
}

database_handle open_new(const std::string& path) {
    constexpr int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE |
                          SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
    database_handle made{opened};
    if (code != SQLITE_OK) fail(opened, path);
    return made;
}

void run(sqlite3* database, const char* sql, const std::string& path) {
    if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(database, path);
}

} // namespace

// The open transaction of `from` keeps its snapshot, so the copy never has to begin anew, however
// much is written meanwhile.
void copy_database(sqlite3* from, const std::string& path, const sql::copy_progress& tell) {
    const database_handle to = open_new(path);
    run(to.get(), "PRAGMA synchronous = FULL", path);
    {
        const std::unique_ptr<sqlite3_backup, end_copy> copy{
            sqlite3_backup_init(to.get(), "main", from, "main")};
        if (!copy) fail(to.get(), path);
        int code = SQLITE_OK;
        while (code == SQLITE_OK) {
            code = sqlite3_backup_step(copy.get(), pages_at_once);
            const std::int64_t of = sqlite3_backup_pagecount(copy.get());
            if (tell) tell(of - sqlite3_backup_remaining(copy.get()), of);
        }
        if (code != SQLITE_DONE)
            throw store_error{store_failure::unavailable,
                              "cannot write the copy " + path + ": " + sqlite3_errstr(code)};
    }
    // The copy carries the mark of write-ahead mode; without it nobody who looks makes files beside
    // it.
    run(to.get(), "PRAGMA journal_mode = DELETE", path);
}

} // namespace circ::storage::sqlite
