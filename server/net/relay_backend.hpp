#pragma once

#include "server/circulation/clock.hpp"
#include "server/log/log.hpp"
#include "server/net/async_store.hpp"
#include "server/net/both_books.hpp"
#include "server/net/order_book.hpp"
#include "server/net/outbox_door.hpp"
#include "server/net/own_backend.hpp"
#include "server/net/relay_line.hpp"
#include "server/net/relay_sessions.hpp"
#include "server/net/turns.hpp"
#include "server/relay/backend_memory.hpp"
#include "server/relay/relay_settings.hpp"
#include "storage/store_error.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace circ::net {

/// What a relay goes by; a reload hands over another.
struct relay_setup {
    line_settings line;
    std::shared_ptr<const relay::relay_settings> dialogues;
};

/// Performs operations at another library system, by NCIP: a dialogue for each, within its budget.
/// A change is written down before it is asked for (order_book.hpp), so that its repeat is answered
/// and not ordered again, and a lost answer is looked up. While the other side is away, what policy
/// allows is accepted here and delivered later (outbox_door.hpp, outbox.hpp). Both books say the
/// same of what both know: both_books.hpp.
class relay_backend final : public backend {
public:
    struct parts {
        async_store& store;
        own_backend& local; ///< the rules over our own store, for what is accepted here
        const circulation::clock& clock;
        log::logger& log;
    };

    relay_backend(boost::asio::any_io_executor on, relay_setup how, parts with);

    [[nodiscard]] boost::asio::awaitable<circulation::any_outcome>
    perform(circulation::any_operation what) override;
    /// The same for a request that came then, and has waited since.
    [[nodiscard]] boost::asio::awaitable<circulation::any_outcome>
    perform(circulation::any_operation what, time_limit came);

    /// Begins to look whether the other side is there. What a daemon before this one was asking for
    /// when it ended is in doubt.
    [[nodiscard]] boost::asio::awaitable<void> start();
    void close();
    void set(relay_setup how);

    /// What came of posting one order.
    enum class posting {
        done,
        refused,  ///< it was not done, and need not be
        conflict, ///< it was refused, and has happened already
        away,     ///< the other side was not asked
        later,    ///< asked, and it cannot say or do it just now: nothing has happened
        open      ///< asked, and what became of it is not known
    };
    struct posted {
        posting how = posting::away;
        std::optional<circulation::any_outcome> with{};
        std::string why{};
        std::vector<relay::loan_before> before{}; ///< of what it renews, as it stood
    };

    /// Has an accepted order done; what has been asked for before is looked up first.
    /// @param before what was written down of the loans that it renews
    [[nodiscard]] boost::asio::awaitable<posted> post(circulation::any_operation what,
                                                      relay::beginning from,
                                                      std::vector<relay::loan_before> before,
                                                      time_budget within);
    /// Finds out what became of an order, without ordering anything.
    [[nodiscard]] boost::asio::awaitable<posted> look_up(circulation::any_operation what,
                                                         std::vector<relay::loan_before> before);

    /// Asks what reads alone, for whoever wants to know beside the devices: whatever is kept of their
    /// visits stays as it is, and no order is ever sent.
    [[nodiscard]] boost::asio::awaitable<circulation::any_outcome>
    look(circulation::any_operation what);

    /// For whoever works on an order beside its device: the time in which its request is served; the
    /// same request again waits until it is over. @return nothing when it is worked on for too long
    [[nodiscard]] boost::asio::awaitable<std::unique_ptr<turns::turn>>
    claim(const circulation::any_operation& what);

    /// Ends an order that was in doubt and is done: here too. @throws storage::store_error
    [[nodiscard]] boost::asio::awaitable<void> end_in_both(storage::backend_order of,
                                                           const circulation::any_operation& what,
                                                           circulation::any_outcome with,
                                                           order_book::finding how);

    /// Writes down what became of orders while the store took no changes, and takes over what an
    /// earlier daemon left: before anything else that happens to their items.
    /// @return whether none is left
    [[nodiscard]] boost::asio::awaitable<bool> end_unwritten(time_limit until);

    /// Performs it here. What it did waits in the outbox from the same moment, to be posted there as
    /// already happened.
    [[nodiscard]] boost::asio::awaitable<circulation::any_outcome>
    perform_here(circulation::any_operation what);
    /// Whether something about this reader or item is still to be posted. @throws
    /// storage::store_error
    [[nodiscard]] bool has_waiting(const circulation::any_operation& what) {
        return outbox_.has_waiting(what);
    }

    std::function<void()> on_waiting; ///< something has come to be posted
    /// Has posted what waits about a reader or an item, before something else of theirs is asked for.
    /// @return whether nothing waits any more
    std::function<boost::asio::awaitable<bool>(storage::order_subject about, time_budget within)>
        post_first;

    [[nodiscard]] book_side book_of_record() const noexcept {
        return how_->keeps_book ? book_side::theirs : book_side::ours;
    }
    [[nodiscard]] relay_line& line() noexcept { return line_; }
    [[nodiscard]] order_book& book() noexcept { return book_; }
    [[nodiscard]] const std::string& name() const noexcept { return line_.name(); }
    [[nodiscard]] const relay::relay_settings& settings() const noexcept { return *how_; }
    /// For all that one request needs.
    [[nodiscard]] time_budget budget(time_limit began = std::chrono::steady_clock::now()) const;

private:
    /// How far a dialogue may go.
    enum class orders { allowed, none };
    /// One dialogue, and the row of its order once there is one.
    struct talk {
        explicit talk(circulation::any_operation about) : what(std::move(about)) {}

        circulation::any_operation what;
        relay::beginning from = relay::beginning::afresh;
        orders may = orders::allowed;
        bool is_kept = false;         ///< its order is written down before it is asked for
        bool is_written = false;      ///< and has been
        bool wanted_to_order = false; ///< although it may not
        bool is_aside = false;        ///< no device waits for it
        bool was_asked = false;       ///< something has reached the other side, or may have
        bool found_nobody = false;    ///< something that it wanted to ask has certainly not
        std::vector<relay::loan_before> before; ///< what its row says of loans, after doubt
        std::vector<relay::loan_before> stood;  ///< the loans when it was ordered
        std::optional<storage::backend_order> row; ///< of this request, when it came before too
    };
    struct unwritten_end {
        talk of;
        relay::finished end;
    };
    boost::asio::awaitable<circulation::any_outcome>
    perform_status(circulation::service_status what);
    boost::asio::awaitable<circulation::any_outcome> perform_change(circulation::any_operation what,
                                                                    time_budget within);
    boost::asio::awaitable<circulation::any_outcome> order(talk& of, time_budget within);
    boost::asio::awaitable<void> take_over();
    boost::asio::awaitable<bool> write_end(unwritten_end& what);
    boost::asio::awaitable<std::optional<circulation::any_outcome>>
    wait_its_turn(talk& of, const relay::relay_settings& how, time_budget within);
    [[nodiscard]] relay_sessions::lent session_of(talk& of);
    boost::asio::awaitable<relay::finished> converse(talk& of, time_budget within);
    boost::asio::awaitable<bool> write_down(talk& of, std::vector<relay::loan_before> loans);
    boost::asio::awaitable<void> write_blocks(const talk& of);
    boost::asio::awaitable<std::optional<circulation::any_outcome>>
    answer_of_repeat(talk& of, time_budget within);
    static void take_up(talk& of);
    [[nodiscard]] static posting posting_of(const talk& of, const relay::finished& end);
    boost::asio::awaitable<bool> has_been_undone(const circulation::any_operation& what,
                                                 const circulation::any_outcome& told,
                                                 time_budget within);
    /// look() within somebody's time.
    boost::asio::awaitable<circulation::any_outcome> ask_aside(circulation::any_operation what,
                                                               time_budget within);
    boost::asio::awaitable<void> settle(talk& of, relay::finished& end);
    boost::asio::awaitable<std::optional<circulation::any_outcome>>
    ask_our_queue(circulation::any_operation what);
    boost::asio::awaitable<circulation::any_outcome> end_done(storage::backend_order of,
                                                              const circulation::any_operation& what,
                                                              circulation::any_outcome with,
                                                              order_book::finding how);
    void tell_failure(const talk& of, const relay::finished& end) const;
    void tell_not_posted(const circulation::any_operation& what,
                         const circulation::any_outcome& refused) const;
    void tell_store_failure(const talk& of, const storage::store_error& why) const;

    boost::asio::any_io_executor on_;
    relay_line line_;
    std::shared_ptr<const relay::relay_settings> how_;
    async_store* store_;
    own_backend* local_;
    const circulation::clock* clock_;
    log::logger* log_;
    order_book book_;
    relay::backend_memory memory_;
    relay_sessions sessions_;
    outbox_door outbox_;
    turns turns_;
    bool is_taking_over_ = false;
    std::deque<unwritten_end> unwritten_; ///< in the order in which they were asked for
};

} // namespace circ::net
