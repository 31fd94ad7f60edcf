#pragma once

#include "server/circulation/clock.hpp"
#include "server/log/log.hpp"
#include "server/net/async_store.hpp"
#include "server/net/backend.hpp"
#include "server/net/relay_backend.hpp"
#include "server/shadow/ledger.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>

namespace circ::net {

/// What came of the requests that could be compared, counted since the start.
struct shadow_figures {
    std::uint64_t same = 0;
    std::uint64_t tolerable = 0;
    std::uint64_t different = 0;
    std::uint64_t unanswered = 0;
    std::uint64_t skipped = 0;
    std::array<std::uint64_t, 3> differences{}; ///< by storage::shadow_cause
};

/// Compares our answers with what a library system would have answered: asks it after the device has its
/// answer, one request at a time, and never by an order. What comes while too much is under way is
/// skipped, not put off. Used from one io thread.
class shadow_keeper {
public:
    struct parts {
        async_store& store;
        backend& local;
        const circulation::clock& clock;
        log::logger& log;
    };
    struct limits {
        std::size_t sample = 100; ///< percent of each operation
        std::size_t per_second = 5;
        std::size_t queue = 100;
    };

    shadow_keeper(boost::asio::any_io_executor on, relay_backend& there, parts with);

    /// Our own side before a change.
    struct here_before {
        shadow::side told;
        shadow::history of = shadow::history::untouched;
    };
    /// A request that is to be compared.
    struct errand {
        circulation::any_operation what;
        circulation::any_outcome told;
        std::optional<here_before> before; ///< of a change
    };

    /// Whether a request is compared: one of the sample, while there is room. What is not is counted.
    [[nodiscard]] bool takes(const circulation::any_operation& what, const limits& within);
    /// Two reads of our own store. @return nothing when it cannot be read
    [[nodiscard]] boost::asio::awaitable<std::optional<here_before>>
    look_here(const circulation::any_operation& what);
    /// Leaves it to run(); waits for nothing. What there is nothing to compare of - a repeat, what could
    /// not be done here, a change whose before is not known - counts as skipped.
    void leave(errand what);

    /// Compares what has been left to it, until close().
    [[nodiscard]] boost::asio::awaitable<void> run();
    void close();

    [[nodiscard]] const shadow_figures& figures() const noexcept { return figures_; }
    [[nodiscard]] bool is_idle() const noexcept { return waiting_.empty() && !busy_; }

private:
    using counts = std::map<storage::shadow_place, storage::shadow_tally>;

    boost::asio::awaitable<void> deal_with(errand what);
    enum class whom { us, them };
    boost::asio::awaitable<std::optional<shadow::side>>
    ask(whom of, const circulation::any_operation& what);
    boost::asio::awaitable<std::optional<shadow::comparison>> compare(const errand& what,
                                                                      shadow::side there);
    boost::asio::awaitable<void> write_down(const errand& of, const shadow::comparison* what);
    [[nodiscard]] shadow::history history_of(const circulation::any_operation& what);
    [[nodiscard]] storage::shadow_place place_of(const circulation::any_operation& what) const;
    [[nodiscard]] storage::shadow_tally& uncounted(const circulation::any_operation& what);
    bool skip(const circulation::any_operation& what);
    void unanswered(const circulation::any_operation& what);
    void tell(const errand& of, const shadow::kept& as);

    relay_backend* there_;
    async_store* store_;
    backend* local_;
    const circulation::clock* clock_;
    log::logger* log_;
    std::deque<errand> waiting_;
    counts uncounted_; ///< of what was not compared; their day is the one on which they are written
    std::map<storage::institution_id, storage::instant> begun_; ///< when the first request came
    std::map<std::string, std::size_t> accrued_; ///< percent of a request, by operation
    storage::instant second_{};
    std::size_t in_second_ = 0;
    shadow_figures figures_;
    boost::asio::steady_timer pause_;
    bool busy_ = false;
    bool closed_ = false;
};

} // namespace circ::net
