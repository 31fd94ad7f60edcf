#pragma once

#include "tests/support/faulty_disk.hpp"

#include <atomic>

namespace circ::test {

/// When what fails. Told by the test's thread, asked by the writer's.
class fault_plan {
public:
    void fail_at(int call, disk_fault what, bool lasts) {
        failed_ = false;
        what_ = what;
        lasts_ = lasts;
        calls_left_ = call;
    }
    void heal() noexcept { calls_left_ = 0; }
    [[nodiscard]] bool has_failed() const noexcept { return failed_; }

    /// @return whether this call, which can fail in the given way, has to
    [[nodiscard]] bool must_fail(disk_fault in_this_way) noexcept {
        if (what_ != in_this_way || calls_left_ == 0) return false;
        if (calls_left_ > 1) {
            --calls_left_;
            return false;
        }
        if (!lasts_) calls_left_ = 0;
        failed_ = true;
        return true;
    }

private:
    std::atomic<int> calls_left_{0}; ///< until the one that fails; 0: none does
    std::atomic<disk_fault> what_{};
    std::atomic<bool> lasts_{false};
    std::atomic<bool> failed_{false};
};

} // namespace circ::test
