#include "storage/sqlite/log_writes.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace circ::storage::sqlite {

namespace {

/// SQLite's own VFS takes the length of a write modulo 128 KiB.
constexpr std::size_t room_bytes = 124 * 1024;

// A frame of the log is a header and a page. The header: number of the page; pages in the database
// after the commit, zero in a frame that ends none; then salts and checksums.
constexpr int header_bytes = 24;

bool ends_commit(const char* header) noexcept {
    return std::any_of(header + 4, header + 8, [](char each) { return each != 0; });
}

} // namespace

bool log_writes::has_room() noexcept {
    if (!room_) room_.reset(new (std::nothrow) char[room_bytes]);
    return room_ != nullptr;
}

int log_writes::write(const void* from, int count, sqlite3_int64 at) noexcept {
    const auto bytes = static_cast<std::size_t>(count);
    const bool follows = gathered_ == 0 || at == begins_at_ + static_cast<sqlite3_int64>(gathered_);
    if (!follows || gathered_ + bytes > room_bytes) {
        const int code = hand_on();
        if (code != SQLITE_OK) return code;
    }
    if (bytes > room_bytes || !has_room()) return by_->xWrite(file_, from, count, at);
    if (gathered_ == 0) begins_at_ = at;
    std::memcpy(room_.get() + gathered_, from, bytes);
    gathered_ += bytes;
    // A piece of a page that looks like a header is handed on early, which does no harm.
    const bool is_whole = commits_;
    commits_ = count == header_bytes && ends_commit(static_cast<const char*>(from));
    return is_whole ? hand_on() : SQLITE_OK;
}

int log_writes::write_gathered() noexcept {
    if (gathered_ == 0) return SQLITE_OK;
    return by_->xWrite(file_, room_.get(), static_cast<int>(gathered_), begins_at_);
}

int log_writes::hand_on() noexcept {
    const int code = write_gathered();
    gathered_ = 0;
    return code;
}

int log_writes::read(void* into, int count, sqlite3_int64 at) noexcept {
    const int code = write_gathered();
    if (code != SQLITE_OK) return code;
    gathered_ = 0;
    return by_->xRead(file_, into, count, at);
}

} // namespace circ::storage::sqlite
