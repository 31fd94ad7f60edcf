#pragma once

#include "server/net/completions.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace circ::net {

/// The io thread, and threads that help it with what came to it together. What sessions have to do each for
/// itself waits for the others of its turn; then whoever is free takes the next, and each session goes on
/// as soon as its own is done: what it then asks for belongs to the same turn, and to helpers that are awake.
class crew {
public:
    using task = std::function<void()>;

    /// @param helpers threads beside the io thread's; zero: it does all by itself
    /// @param rest    called by each of these threads when nothing is left for it, and before a turn begins for
    ///                it: what came to a session before it asked is seen by what is done for it
    crew(boost::asio::any_io_executor on, std::size_t helpers, task rest);
    ~crew(); ///< joins
    crew(const crew&) = delete;
    crew& operator=(const crew&) = delete;

    /// Completes on the io thread when `work` has been done, there or by a helper. A few are not worth
    /// waking anybody. @throws what `work` throws
    /// @note  What the work refers to must live in the awaiting coroutine and be no other session's.
    [[nodiscard]] boost::asio::awaitable<void> share(task work);

private:
    struct job {
        task work;
        std::function<void(std::exception_ptr)> resume; ///< on the io thread
        unsigned turn = 0;
    };

    void add(job what);
    void begin_turn();
    void work_off();
    [[nodiscard]] std::optional<job> take();
    void help();
    void help_along();

    boost::asio::any_io_executor on_;
    task rest_;
    std::shared_ptr<completions> told_;
    std::vector<job> waiting_;  ///< for the turn to begin
    bool working_off_ = false;
    unsigned turn_ = 0;
    std::mutex mutex_;
    std::condition_variable called_;
    // Guarded by the mutex:
    std::deque<job> jobs_; ///< of this turn, for whoever is free
    unsigned calls_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> helpers_; ///< last: they use what stands above
};

} // namespace circ::net
