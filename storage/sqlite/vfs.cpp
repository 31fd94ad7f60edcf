#include "storage/sqlite/vfs.hpp"

#include "storage/sqlite/bounded_wait.hpp"
#include "storage/sqlite/log_writes.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <new>
#include <string_view>

namespace circ::storage::sqlite {

namespace {

constexpr const char* our_name = "circdesk";
constexpr std::string_view own_of_sqlite = "unix";

/// The lock of those who write, by its place among those of a write-ahead log.
constexpr int write_lock = 0;

sqlite3_vfs* usual = nullptr; ///< set once, before the first database is opened by our name

/// What we remember of a file lies behind what the usual VFS does.
template <class Notes>
Notes* behind(sqlite3_file* file) noexcept {
    return std::launder(reinterpret_cast<Notes*>(reinterpret_cast<char*>(file) + usual->szOsFile));
}

struct database_notes {
    const sqlite3_io_methods* usual;
    sqlite3_int64 size_when_mapped; ///< when it was mapped, or not long before; -1: not known
    log_writes* log = nullptr;      ///< while it is open
};

struct log_notes {
    log_writes writes;
    const sqlite3_io_methods* usual;
    sqlite3_file* database;
};

database_notes& of_database(sqlite3_file* file) noexcept {
    return *behind<database_notes>(file);
}

log_notes& of_log(sqlite3_file* file) noexcept {
    return *behind<log_notes>(file);
}

/// @return -1 where that cannot be told
sqlite3_int64 size_of(sqlite3_file* file, const sqlite3_io_methods& by) noexcept {
    sqlite3_int64 size = -1;
    return by.xFileSize(file, &size) == SQLITE_OK ? size : -1;
}

/// Without a page it asks to give up the map. @pre no page of it is in use then
int give_up_map(sqlite3_file* file, sqlite3_int64 offset, void* page) noexcept {
    database_notes& of = of_database(file);
    if (page == nullptr) {
        const auto size = size_of(file, *of.usual);
        if (size >= 0 && size == of.size_when_mapped) return SQLITE_OK;
        of.size_when_mapped = size;
    }
    return of.usual->xUnfetch(file, offset, page);
}

/// Nothing stays gathered when others may write: it would be written over what they have.
int change_lock(sqlite3_file* file, int first, int count, int flags) noexcept {
    const database_notes& of = of_database(file);
    const bool lets_others_write = first == write_lock && (flags & SQLITE_SHM_UNLOCK) != 0;
    // Only a transaction that was undone has left something; whether it can be written matters to nobody.
    if (lets_others_write && of.log != nullptr) static_cast<void>(of.log->hand_on());
    return of.usual->xShmLock(file, first, count, flags);
}

int write_log(sqlite3_file* file, const void* from, int count, sqlite3_int64 at) noexcept {
    return of_log(file).writes.write(from, count, at);
}

int read_log(sqlite3_file* file, void* into, int count, sqlite3_int64 at) noexcept {
    return of_log(file).writes.read(into, count, at);
}

int shorten_log(sqlite3_file* file, sqlite3_int64 to) noexcept {
    return of_log(file).writes.then(&sqlite3_io_methods::xTruncate, to);
}

int sync_log(sqlite3_file* file, int how) noexcept {
    return of_log(file).writes.then(&sqlite3_io_methods::xSync, how);
}

int measure_log(sqlite3_file* file, sqlite3_int64* size) noexcept {
    return of_log(file).writes.then(&sqlite3_io_methods::xFileSize, size);
}

int close_log(sqlite3_file* file) noexcept {
    log_notes& of = of_log(file);
    const auto* usual_ones = of.usual;
    of_database(of.database).log = nullptr;
    std::destroy_at(&of);
    return usual_ones->xClose(file);
}

sqlite3_io_methods for_databases(const sqlite3_io_methods& usual_ones) noexcept {
    sqlite3_io_methods made = usual_ones;
    made.xUnfetch = give_up_map;
    made.xShmLock = change_lock;
    return made;
}

sqlite3_io_methods for_logs(const sqlite3_io_methods& usual_ones) noexcept {
    sqlite3_io_methods made = usual_ones;
    made.xClose = close_log;
    made.xRead = read_log;
    made.xWrite = write_log;
    made.xTruncate = shorten_log;
    made.xSync = sync_log;
    made.xFileSize = measure_log;
    return made;
}

/// Ours in the place of the usual ones; a file that has others than the first of its kind is left as it is.
/// @return the usual ones; nullptr: left
template <sqlite3_io_methods (*make)(const sqlite3_io_methods&) noexcept>
const sqlite3_io_methods* take_over(sqlite3_file* file) noexcept {
    static const auto* const usual_ones = file->pMethods;
    static const sqlite3_io_methods ours = make(*usual_ones);
    if (file->pMethods != usual_ones) return nullptr;
    file->pMethods = &ours;
    return usual_ones;
}

void take_over_database(sqlite3_file* file) noexcept {
    const auto* by = take_over<for_databases>(file);
    if (by == nullptr) return;
    ::new (static_cast<void*>(behind<database_notes>(file)))
        database_notes{.usual = by, .size_when_mapped = size_of(file, *by), .log = nullptr};
}

/// Where a write can spoil what stands beside it, SQLite syncs the log in the midst of a page: then nothing is
/// gathered. It asks the database for that, of which settings in a URI are.
bool is_gathered(sqlite3_file* database) noexcept {
    const auto* by = database->pMethods;
    return by->xShmLock == change_lock && (by->xDeviceCharacteristics(database) & SQLITE_IOCAP_POWERSAFE_OVERWRITE) != 0;
}

void take_over_log(sqlite3_file* file, sqlite3_file* database) noexcept {
    if (!is_gathered(database)) return;
    const auto* by = take_over<for_logs>(file);
    if (by == nullptr) return;
    auto* made = ::new (static_cast<void*>(behind<log_notes>(file)))
        log_notes{.writes = log_writes(file, *by), .usual = by, .database = database};
    of_database(database).log = &made->writes;
}

int open_file(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags) noexcept {
    const int code = usual->xOpen(usual, name, file, flags, out_flags);
    if (code != SQLITE_OK || file->pMethods->iVersion < 3) return code;
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0) take_over_database(file);
    if ((flags & SQLITE_OPEN_WAL) != 0) take_over_log(file, sqlite3_database_file_object(name));
    return code;
}

int sleep_at_most(sqlite3_vfs*, int microseconds) noexcept {
    const auto pause = bounded_wait::at_most(std::chrono::microseconds(microseconds));
    if (pause.count() > 0) usual->xSleep(usual, static_cast<int>(pause.count()));
    return microseconds;
}

bool register_ours() noexcept {
    static sqlite3_vfs ours;
    usual = sqlite3_vfs_find(own_of_sqlite.data());
    if (usual == nullptr) return false;
    ours = *usual;
    ours.pNext = nullptr;
    ours.zName = our_name;
    ours.szOsFile = usual->szOsFile + static_cast<int>(std::max(sizeof(database_notes), sizeof(log_notes)));
    ours.xOpen = open_file;
    ours.xSleep = sleep_at_most;
    return sqlite3_vfs_register(&ours, 0) == SQLITE_OK;
}

} // namespace

const char* our_vfs() noexcept {
    static const bool there = register_ours();
    const sqlite3_vfs* in_use = sqlite3_vfs_find(nullptr);
    return there && in_use != nullptr && in_use->zName == own_of_sqlite ? our_name : nullptr;
}

} // namespace circ::storage::sqlite
