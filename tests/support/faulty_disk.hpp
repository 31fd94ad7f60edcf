#pragma once

#include <cstdint>
#include <memory>

namespace circ::test {

/// What a disk does instead of what it is asked.
enum class disk_fault : std::uint8_t {
    io_error,    ///< reading, writing, syncing, opening or sharing memory fails
    full,        ///< nothing more is written
    short_write, ///< half is written
    locked       ///< somebody else is in
};

/// A disk that fails at a chosen call, under every SQLite database that is opened while this lives:
/// it is the process's default, so nothing of the store knows of it. One at a time.
class faulty_disk {
public:
    faulty_disk();
    ~faulty_disk(); ///< @pre every database that was opened meanwhile is closed
    faulty_disk(const faulty_disk&) = delete;
    faulty_disk& operator=(const faulty_disk&) = delete;

    /// From now on counts the calls that may fail in this way; the `call`-th, from 1, does, and all
    /// after it where the fault lasts.
    void fail_at(int call, disk_fault what, bool lasts);
    void heal();

    /// Whether a call has failed since fail_at().
    [[nodiscard]] bool has_failed() const;

private:
    struct registered;
    std::unique_ptr<registered> vfs_;
};

} // namespace circ::test
