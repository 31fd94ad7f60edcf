#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace circ::net {

/// One timer for all the waits of a session. Moving the deadline later, as every message does, costs
/// no timer operation: the one that is armed looks again when it fires.
/// Used from the executor's thread; nothing is called after destruction.
class deadline {
public:
    using duration = std::chrono::steady_clock::duration;

    /// @param on_expiry called at most once for each time within() has set
    deadline(boost::asio::any_io_executor on, std::function<void()> on_expiry);
    ~deadline();
    deadline(const deadline&) = delete;
    deadline& operator=(const deadline&) = delete;

    /// From now on the wait may take this long.
    void within(duration span);

    /// Nothing is being waited for.
    void off();

    /// The same, and the loop need not run on because of it: for what may stay off for long.
    void cancel();

    /// Whether it expired since within() was last called.
    [[nodiscard]] bool expired() const noexcept;

private:
    struct state;
    std::shared_ptr<state> state_;
};

} // namespace circ::net
