#pragma once

#include "protocol/ncip/dialect.hpp"
#include "server/log/log.hpp"
#include "server/net/backend_pool.hpp"
#include "server/net/circuit_breaker.hpp"
#include "server/relay/dialogue.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>

namespace circ::net {

/// What a line to an NCIP system goes by.
struct line_settings {
    std::string name; ///< of the backend, for log and figures
    std::shared_ptr<const backend_target> target;
    pool_settings pool;
    protocol::ncip::dialect dialect;
    std::chrono::milliseconds call{8000}; ///< for one answer
    std::size_t breaker_failures = 5;
    std::chrono::milliseconds breaker{10'000}; ///< between two questions whether it is back
    protocol::ncip::message
        question; ///< that changes nothing; any answer to it says that it is there
};

/// When a request began, and when it must have its answer.
struct time_budget {
    time_limit began;
    time_limit until;

    [[nodiscard]] static time_budget of(std::chrono::milliseconds span,
                                        time_limit began = std::chrono::steady_clock::now()) {
        return {began, began + span};
    }
    [[nodiscard]] bool has_half_left() const {
        return std::chrono::steady_clock::now() < began + (until - began) / 2;
    }
};

/// How the calls to a backend ended, counted since the start.
struct line_figures {
    static constexpr std::size_t ends = static_cast<std::size_t>(exchange_end::answered) + 1;
    std::array<std::uint64_t, ends> calls{}; ///< by exchange_end
    std::uint64_t no_ncip = 0;               ///< of those answered
    std::uint64_t again = 0;                 ///< of them, sent a second time

    [[nodiscard]] std::uint64_t of(exchange_end how) const {
        return calls[static_cast<std::size_t>(how)];
    }
};

/// NCIP messages to one system: over its connections, in its dialect, kept away from it while it
/// does not answer. Used from one io thread.
class relay_line {
public:
    relay_line(boost::asio::any_io_executor on, line_settings how, log::logger& log);

    using heard = std::variant<protocol::ncip::message, relay::failure>;

    /// Sends a call and waits for its answer within what is left of the budget. What is safe to
    /// send again is sent once more when half of it is left: a look-up whatever happened to it, an
    /// order only when the other side has certainly not had it.
    [[nodiscard]] boost::asio::awaitable<heard> ask(relay::call what, time_budget within);

    /// Whether it answered when it was asked last.
    [[nodiscard]] bool is_up() const noexcept { return !breaker_.is_open(); }

    /// The same, but asked now where nothing has been heard of it for a while.
    [[nodiscard]] boost::asio::awaitable<bool> examine(time_limit until);

    /// Begins to ask whether it is there: at once, and as long as it is not.
    void start();
    /// Asks no more by itself, and ends what is under way.
    void close();
    void set(line_settings how);

    [[nodiscard]] const line_figures& figures() const noexcept { return figures_; }
    [[nodiscard]] const std::string& name() const noexcept { return how_.name; }
    [[nodiscard]] const backend_pool& pool() const noexcept { return pool_; }

    std::function<void(std::chrono::microseconds)> on_answer; ///< how long each took

private:
    boost::asio::awaitable<heard> ask_once(const protocol::ncip::message& what, time_limit until);
    boost::asio::awaitable<void> keep_asking();
    [[nodiscard]] heard judged(exchange what);
    void note(bool was_heard, const std::string& why);

    boost::asio::any_io_executor on_;
    line_settings how_;
    log::logger* log_;
    backend_pool pool_;
    circuit_breaker breaker_;
    line_figures figures_;
    boost::asio::steady_timer pause_;
    bool asking_ = false;
    bool closed_ = false;
    std::optional<time_limit> last_heard_;
};

} // namespace circ::net
