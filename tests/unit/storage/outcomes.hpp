#pragma once

#include "storage/store.hpp"
#include "storage/store_error.hpp"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <string>
#include <vector>

namespace circ::test {

/// "durable", or what went wrong, in one or two words.
inline std::string outcome_of(const std::exception_ptr& failed) {
    if (!failed) return "durable";
    try {
        std::rethrow_exception(failed);
    } catch (const storage::store_error& error) {
        switch (error.failure()) {
        case storage::store_failure::unavailable:
            return "unavailable";
        case storage::store_failure::queue_full:
            return "queue full";
        case storage::store_failure::conflict:
            return "conflict";
        case storage::store_failure::in_doubt:
            return "in doubt";
        case storage::store_failure::corrupt:
            return "corrupt";
        }
    } catch (const std::exception& error) {
        return error.what();
    }
    return "unknown";
}

inline std::string sentence_of(const std::exception_ptr& failed) {
    try {
        if (failed) std::rethrow_exception(failed);
    } catch (const std::exception& error) {
        return error.what();
    }
    return "";
}

/// What was told of each of some units, by number, and how often.
class outcomes {
public:
    /// To be given to submit() for the next unit.
    [[nodiscard]] storage::store::completion next() {
        const std::lock_guard lock{mutex_};
        const auto number = told_.size();
        told_.emplace_back();
        return [this, number](const std::exception_ptr& failed) { tell(number, failed); };
    }

    /// Waits until every unit has been told something.
    /// @return a word or two for each unit; one told twice is a failure
    [[nodiscard]] std::vector<std::string> wait() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] {
            return std::ranges::none_of(told_, [](const auto& one) { return one.empty(); });
        });
        return told_;
    }

private:
    void tell(std::size_t number, const std::exception_ptr& failed) {
        const std::lock_guard lock{mutex_};
        auto& one = told_.at(number);
        one += (one.empty() ? "" : " and ") + outcome_of(failed);
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> told_;
};

} // namespace circ::test
