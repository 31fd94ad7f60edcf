#include "server/net/backend_pool.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <deque>
#include <exception>
#include <utility>
#include <vector>

namespace circ::net {

namespace asio = boost::asio;

namespace {

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

/// Somebody who waits for a place in a line; it stands in the frame of its coroutine.
struct waiter {
    waiter(const asio::any_io_executor& on, std::deque<waiter*>& in) : line(in), timer(on) {
        line.push_back(this);
    }
    waiter(const waiter&) = delete;
    waiter& operator=(const waiter&) = delete;
    ~waiter() { std::erase(line, this); }

    std::deque<waiter*>& line;
    asio::steady_timer timer;
    bool given = false;
};

struct resting {
    std::unique_ptr<backend_connection> what;
    time_limit since;
};

} // namespace

struct backend_pool::state {
    state(asio::any_io_executor where,
          std::shared_ptr<const backend_target> target,
          pool_settings settings)
        : on(std::move(where)), to(std::move(target)), how(settings) {}

    /// Waits for a place among the connections. @return answered: it was given one; else why not
    asio::awaitable<exchange_end> enter(time_limit until) {
        if (taken < how.connections) {
            ++taken;
            co_return exchange_end::answered;
        }
        if (waiters.size() >= how.queue) co_return exchange_end::refused_here;
        waiter self(on, waiters);
        self.timer.expires_at(until);
        co_await self.timer.async_wait(as_value);
        co_return self.given ? exchange_end::answered : exchange_end::out_of_time;
    }

    /// Gives the place on to who has waited longest.
    void leave() {
        if (waiters.empty() || taken > how.connections) {
            --taken;
            return;
        }
        waiter* const next = waiters.front();
        waiters.pop_front();
        next->given = true;
        next->timer.cancel();
    }

    /// Whoever was given a place: it is given on when he goes, by an exception too.
    struct place {
        explicit place(state& of) : in(of) {}
        place(const place&) = delete;
        place& operator=(const place&) = delete;
        ~place() {
            std::erase(in.busy, line.get());
            in.leave();
        }

        state& in;
        std::unique_ptr<backend_connection> line; ///< of his, while he has it
    };

    /// The one that was used last: the others may then grow old and go.
    std::unique_ptr<backend_connection> take_resting() {
        const auto too_old = std::chrono::steady_clock::now() - how.idle;
        while (!rest.empty()) {
            resting last = std::move(rest.back());
            rest.pop_back();
            if (last.since >= too_old && last.what->is_usable()) return std::move(last.what);
        }
        return nullptr;
    }

    void put_back(std::unique_ptr<backend_connection> used,
                  const std::shared_ptr<const backend_target>& was_for) {
        if (was_for != to || !used->is_usable()) return;
        const time_limit now = std::chrono::steady_clock::now();
        std::erase_if(rest, [&](const resting& each) { return now - each.since > how.idle; });
        rest.push_back({std::move(used), now});
    }

    asio::any_io_executor on;
    std::shared_ptr<const backend_target> to;
    pool_settings how;
    bool is_cut = false;   ///< nothing more is sent
    std::size_t taken = 0; ///< places
    std::deque<waiter*> waiters;
    std::vector<resting> rest;
    std::vector<backend_connection*> busy; ///< each stands in the frame of its coroutine
};

backend_pool::backend_pool(asio::any_io_executor on,
                           std::shared_ptr<const backend_target> to,
                           pool_settings how)
    : state_(std::make_shared<state>(std::move(on), std::move(to), how)) {}

backend_pool::~backend_pool() = default;

void backend_pool::set(std::shared_ptr<const backend_target> to, pool_settings how) {
    state_->to = std::move(to);
    state_->how = how;
    state_->rest.clear();
}

void backend_pool::cut() noexcept {
    state_->is_cut = true;
    for (auto* const each : state_->busy)
        each->close();
    for (auto* const each : state_->waiters)
        each->timer.cancel();
    state_->waiters.clear(); // else they were given the places of those that end
}

std::size_t backend_pool::in_use() const noexcept {
    return state_->taken;
}
std::size_t backend_pool::idle() const noexcept {
    return state_->rest.size();
}
std::size_t backend_pool::waiting() const noexcept {
    return state_->waiters.size();
}

namespace {

std::string told_of(exchange_end how) {
    return how == exchange_end::refused_here ? "too many requests wait for the backend"
                                             : "no connection to the backend became free in time";
}

} // namespace

asio::awaitable<exchange> backend_pool::ask(std::string document, time_limit until) {
    const std::shared_ptr<state> kept = state_; // who asks may still be there when the pool is not
    state& in = *kept;
    exchange result;
    const exchange_end entered = co_await in.enter(until);
    if (entered != exchange_end::answered) {
        result.how = entered;
        result.why = told_of(entered);
        co_return result;
    }
    state::place mine(in);
    const auto to = in.to; // a reload may change it meanwhile
    mine.line = in.take_resting();
    if (!mine.line) {
        const time_limit connected =
            std::min(until, std::chrono::steady_clock::now() + in.how.connect);
        backend_connection::limits most;
        most.answer_bytes = in.how.answer_bytes;
        try {
            connecting tried = co_await connect_to_backend(in.on, to, most, connected);
            result.why = std::move(tried.why);
            mine.line = std::move(tried.made);
        } catch (const std::exception& ours) { // no thread or no memory is left for it
            result.why = "no connection could be begun: ";
            result.why += ours.what();
        }
    }
    if (in.is_cut) {
        result.how = exchange_end::refused_here;
        result.why = "the daemon stops";
    } else if (mine.line) {
        in.busy.push_back(mine.line.get());
        result = co_await mine.line->ask(std::move(document), until);
        std::erase(in.busy, mine.line.get());
        in.put_back(std::move(mine.line), to);
    }
    co_return result;
}

} // namespace circ::net
