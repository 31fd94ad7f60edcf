#include "storage/sqlite/bounded_wait.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace circ::storage::sqlite {

namespace {

constexpr const char* our_name = "circdesk";
constexpr std::string_view own_of_sqlite = "unix";

thread_local bounded_wait::clock::time_point give_up_at = bounded_wait::clock::time_point::max();

sqlite3_vfs* usual = nullptr; ///< set once, before the first database is opened by our name

int sleep_at_most(sqlite3_vfs*, int microseconds) noexcept {
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(
                          give_up_at - bounded_wait::clock::now())
                          .count();
    const auto pause = std::min<std::int64_t>(microseconds, left);
    if (pause > 0) usual->xSleep(usual, static_cast<int>(pause));
    return microseconds;
}

bool register_ours() noexcept {
    static sqlite3_vfs ours;
    usual = sqlite3_vfs_find(own_of_sqlite.data());
    if (usual == nullptr) return false;
    ours = *usual;
    ours.pNext = nullptr;
    ours.zName = our_name;
    ours.xSleep = sleep_at_most;
    return sqlite3_vfs_register(&ours, 0) == SQLITE_OK;
}

} // namespace

bounded_wait::bounded_wait(clock::time_point until) noexcept : before_(give_up_at) {
    give_up_at = std::min(until, before_);
}

bounded_wait::~bounded_wait() {
    give_up_at = before_;
}

const char* vfs_of_bounded_waits() noexcept {
    static const bool there = register_ours();
    const sqlite3_vfs* in_use = sqlite3_vfs_find(nullptr);
    return there && in_use != nullptr && in_use->zName == own_of_sqlite ? our_name : nullptr;
}

} // namespace circ::storage::sqlite
