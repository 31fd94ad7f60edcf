#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace circ::net {

/// What other threads have to tell the io thread. Much of it ends at once, a group of units or a batch of
/// look-ups: so the io thread is called for the first and finds the others with it, instead of being woken
/// for each.
class completions : public std::enable_shared_from_this<completions> {
public:
    explicit completions(boost::asio::any_io_executor on);

    /// @param resume called on the io thread  @note any thread
    void put(std::function<void()> resume);

private:
    void tell();

    boost::asio::any_io_executor on_;
    std::mutex mutex_;
    std::vector<std::function<void()>> told_;
};

/// The handler of a waiting coroutine, on its way to another thread and back. It is called and destroyed on
/// the io thread alone: the other only ever holds the shell it was moved out of.
template <class Handler>
struct waiting {
    Handler handler;
    boost::asio::executor_work_guard<boost::asio::any_io_executor> keeps_running;
};

} // namespace circ::net
