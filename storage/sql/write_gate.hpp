#pragma once

namespace circ::storage::sql {

/// Who may commit or checkpoint now, among all processes on one store. For std::unique_lock.
class write_gate {
public:
    virtual ~write_gate() = default;

    /// Waits for its turn, a bounded time.
    /// @throws store_error unavailable, naming who holds the gate
    virtual void lock() = 0;
    virtual void unlock() noexcept = 0;
};

} // namespace circ::storage::sql
