#include "storage/sqlite/vfs.hpp"

#include "storage/sqlite/bounded_wait.hpp"

#include <sqlite3.h>

#include <chrono>
#include <new>
#include <string_view>

namespace circ::storage::sqlite {

namespace {

constexpr const char* our_name = "circdesk";
constexpr std::string_view own_of_sqlite = "unix";

sqlite3_vfs* usual = nullptr; ///< set once, before the first database is opened by our name

/// What we remember of a file; lies behind what the usual VFS does.
struct notes {
    const sqlite3_io_methods* usual;
    sqlite3_int64 size_when_mapped; ///< when it was mapped, or not long before; -1: not known
};

notes& notes_of(sqlite3_file* file) noexcept {
    return *std::launder(reinterpret_cast<notes*>(reinterpret_cast<char*>(file) + usual->szOsFile));
}

/// @return -1 where that cannot be told
sqlite3_int64 size_of(sqlite3_file* file, const sqlite3_io_methods& by) noexcept {
    sqlite3_int64 size = -1;
    return by.xFileSize(file, &size) == SQLITE_OK ? size : -1;
}

/// Without a page it asks to give up the map. @pre no page of it is in use then
int give_up_map(sqlite3_file* file, sqlite3_int64 offset, void* page) noexcept {
    notes& of = notes_of(file);
    if (page == nullptr) {
        const auto size = size_of(file, *of.usual);
        if (size >= 0 && size == of.size_when_mapped) return SQLITE_OK;
        of.size_when_mapped = size;
    }
    return of.usual->xUnfetch(file, offset, page);
}

sqlite3_io_methods with_ours(const sqlite3_io_methods& usual_ones) noexcept {
    sqlite3_io_methods made = usual_ones;
    made.xUnfetch = give_up_map;
    return made;
}

int open_file(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags) noexcept {
    const int code = usual->xOpen(usual, name, file, flags, out_flags);
    const auto* methods = file->pMethods;
    if (code != SQLITE_OK || (flags & SQLITE_OPEN_MAIN_DB) == 0 || methods->iVersion < 3) return code;
    // Databases have one way to lock, and with it one table; an unusual one is left as it is.
    static const auto* const usual_ones = methods;
    static const sqlite3_io_methods ours = with_ours(*usual_ones);
    if (methods != usual_ones) return code;
    ::new (reinterpret_cast<char*>(file) + usual->szOsFile) notes{.usual = methods, .size_when_mapped = size_of(file, *methods)};
    file->pMethods = &ours;
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
    ours.szOsFile = usual->szOsFile + static_cast<int>(sizeof(notes));
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
