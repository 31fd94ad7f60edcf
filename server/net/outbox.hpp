#pragma once

#include "server/net/relay_backend.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace circ::net {

/// Delivers what was accepted while a library system was away, and finds out what became of orders
/// whose answer was lost. In order: nothing overtakes an earlier change of the same reader or the
/// same item; a device whose request may not wait has these delivered first. Each is marked before
/// it is sent, so that after a crash it is looked up and not sent blindly again; a refusal goes to
/// staff; what fails again and again waits for a person.
class outbox {
public:
    struct pace {
        std::chrono::milliseconds look{5000}; ///< between two looks into the store
        std::chrono::seconds first_pause{30}; ///< after a failure, longer each time
        int most_tries = 10;
    };

    outbox(boost::asio::any_io_executor on,
           relay_backend& to,
           const circulation::clock& clock,
           log::logger& log,
           pace how);

    /// Runs until close().
    [[nodiscard]] boost::asio::awaitable<void> run();
    void close();
    /// Looks now, or once more when it is looking.
    void wake();

    /// One look: all that can be delivered now.
    [[nodiscard]] boost::asio::awaitable<void> deliver_once();
    /// Delivers what waits about this reader or item, and what that waits behind, while half of the
    /// time is left. @return whether nothing waits any more @throws storage::store_error
    [[nodiscard]] boost::asio::awaitable<bool>
    deliver_first(storage::order_subject about,
                  time_budget within,
                  storage::order_id before = order_book::last_of_all);

private:
    /// Whether to go on with the next one; held up: with those of others.
    enum class progress { go_on, held_up, away };
    using next_of = std::optional<storage::backend_order> (order_book::*)(storage::order_id after);
    using errand = boost::asio::awaitable<progress> (outbox::*)(storage::backend_order what);

    boost::asio::awaitable<progress> do_all(next_of which, errand each);
    boost::asio::awaitable<progress> do_one(storage::backend_order what, errand each);
    boost::asio::awaitable<progress> deliver(storage::backend_order what);
    boost::asio::awaitable<progress> deliver_within(storage::backend_order what, time_budget within);
    boost::asio::awaitable<progress> find_out(storage::backend_order what);
    boost::asio::awaitable<progress> wait_for_them(storage::backend_order what,
                                                   relay_backend::posted made);
    boost::asio::awaitable<void> put_off(storage::backend_order what, std::string why);
    void tell(log::event what, const storage::backend_order& of, const std::string& why) const;

    relay_backend* to_;
    const circulation::clock* clock_;
    log::logger* log_;
    pace how_;
    boost::asio::steady_timer pause_;
    turns rows_; ///< a device may have one delivered while it is looked at
    bool closed_ = false;
    bool has_more_ = false;
    storage::instant tidied_{};
};

} // namespace circ::net
