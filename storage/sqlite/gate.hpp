#pragma once

#include "storage/sql/write_gate.hpp"

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace circ::storage::sqlite {

/// One writer, also across processes: SQLite before 3.51.3 has a rare race between a checkpoint and
/// another connection's commit, so only the holder of this gate does either.
///
/// The gate is a file beside the database, never deleted, with three bytes under OFD locks. To enter:
/// wait for the turnstile (byte 1), then for the gate (byte 0), then free the turnstile. Who waits
/// at the gate so keeps the last holder from overtaking; with a single lock it would starve. The
/// last one (byte 2) all objects share as long as they live, entered or not, so that nobody takes
/// the database away from under a daemon that has nothing to write just now. The kernel frees the
/// bytes of a killed process at once. Who enters writes pid and name into the file, for the
/// sentence of who waited in vain: the lock itself does not tell its owner.
///
/// @note One object is for one thread at a time; two objects exclude each other, also in one
/// process.
class gate final : public sql::write_gate {
public:
    using waited = std::function<void(std::string_view holder, std::chrono::milliseconds)>;

    /// @param patience how long lock() waits, and the making while somebody keeps others out
    /// @param on_waited told of each wait of lock() of a second or more, and of each one in vain; may be empty
    /// @throws store_error unavailable if the file can be neither opened nor made, or others are kept
    ///         out all the while
    gate(const std::string& database, std::chrono::milliseconds patience, waited on_waited);
    gate(const gate&) = delete;
    gate& operator=(const gate&) = delete;
    ~gate() override;

    void lock() override;
    void unlock() noexcept override;

    /// Lets nobody make another one of this database, as long as this lives or until let_others_in().
    /// @return false: there is another one already
    [[nodiscard]] bool keep_others_out() const;
    void let_others_in() const;

private:
    using clock = std::chrono::steady_clock;

    void wait_for(off_t byte, short how, clock::time_point deadline) const;
    [[nodiscard]] bool try_take(off_t byte, short how) const;
    void free(off_t byte) const noexcept;
    [[nodiscard]] std::string holder() const;
    void sign() const;

    std::string path_;
    std::chrono::milliseconds patience_;
    waited on_waited_;
    int file_;
};

/// Where the gate of a database stands.
[[nodiscard]] std::string gate_path(std::string_view database);

} // namespace circ::storage::sqlite
