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

/// A disk that fails at a chosen call. One at a time.
class failing_disk {
public:
    failing_disk() = default;
    virtual ~failing_disk() = default;
    failing_disk(const failing_disk&) = delete;
    failing_disk& operator=(const failing_disk&) = delete;

    /// From now on counts the calls that may fail in this way; the `call`-th, from 1, does, and all
    /// after it where the fault lasts.
    virtual void fail_at(int call, disk_fault what, bool lasts) = 0;
    virtual void heal() noexcept = 0;

    /// Whether a call has failed since fail_at().
    [[nodiscard]] virtual bool has_failed() const noexcept = 0;
};

/// It lies under every SQLite database that is opened while this lives: it is the process's default VFS, so
/// nothing of the store knows of it, and the store's own VFS is not used over it.
class faulty_disk final : public failing_disk {
public:
    faulty_disk();
    ~faulty_disk() override; ///< @pre every database that was opened meanwhile is closed

    void fail_at(int call, disk_fault what, bool lasts) override;
    void heal() noexcept override;
    [[nodiscard]] bool has_failed() const noexcept override;

private:
    struct registered;
    std::unique_ptr<registered> vfs_;
};

/// It lies below SQLite's own VFS, and so below the store's: what fails is the system's call that writes.
/// There is none that is locked.
class faulty_writes final : public failing_disk {
public:
    faulty_writes();
    ~faulty_writes() override;

    void fail_at(int call, disk_fault what, bool lasts) override;
    void heal() noexcept override;
    [[nodiscard]] bool has_failed() const noexcept override;
};

} // namespace circ::test
