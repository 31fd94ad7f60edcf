#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace circ::net {

/// Threads that help the io thread with what came to it together.
class read_crew {
public:
    using task = std::function<void(std::size_t)>;

    /// @param helpers threads beside the caller's; zero: it does all by itself
    /// @param rest    called by a helper when nothing is left for it
    read_crew(std::size_t helpers, std::function<void()> rest);
    ~read_crew(); ///< joins
    read_crew(const read_crew&) = delete;
    read_crew& operator=(const read_crew&) = delete;

    /// Calls `each` with the numbers from 0 to `count`, each once, on this thread and the helpers;
    /// returns when the last call has returned. A few are not worth waking anybody.
    /// @pre `each` does not throw; one caller at a time
    void run(std::size_t count, const task& each);

private:
    void help();
    void take_turns(std::unique_lock<std::mutex>& held);

    std::function<void()> rest_;
    std::mutex mutex_;
    std::condition_variable begun_;
    std::condition_variable ended_;
    const task* each_ = nullptr; ///< of the calls under way
    std::size_t count_ = 0;
    std::size_t next_ = 0; ///< not begun yet
    std::size_t left_ = 0; ///< not returned yet
    bool stopping_ = false;
    std::vector<std::thread> helpers_; ///< last: they use what stands above
};

} // namespace circ::net
