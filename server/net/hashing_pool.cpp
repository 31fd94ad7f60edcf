#include "server/net/hashing_pool.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <exception>
#include <utility>

namespace circ::net {

namespace asio = boost::asio;

struct hashing_pool::state {
    state(std::size_t threads, std::size_t most) : pool(threads), most_waiting(most) {}

    asio::thread_pool pool;
    std::size_t most_waiting;
    std::atomic<std::size_t> waiting = 0;
};

hashing_pool::hashing_pool(std::size_t threads, std::size_t most_waiting)
    : state_(std::make_unique<state>(threads, most_waiting)) {}

hashing_pool::~hashing_pool() { state_->pool.join(); }

std::size_t hashing_pool::waiting() const noexcept { return state_->waiting.load(); }

asio::awaitable<std::optional<bool>> hashing_pool::ask(std::function<bool()> question) {
    if (state_->waiting.fetch_add(1) >= state_->most_waiting) {
        --state_->waiting;
        co_return std::nullopt;
    }
    const asio::any_io_executor back = co_await asio::this_coro::executor;
    auto initiate = [state = state_.get(), back](auto handler, std::function<bool()> what) {
        using handler_type = std::decay_t<decltype(handler)>;
        auto held = std::make_shared<handler_type>(std::move(handler));
        asio::post(state->pool, [state, back, held, what = std::move(what),
                                 alive = asio::executor_work_guard<asio::any_io_executor>(back)] {
            std::exception_ptr failure;
            bool answer = false;
            try {
                answer = what();
            } catch (...) {
                failure = std::current_exception(); // no memory: told to whoever asked
            }
            --state->waiting;
            asio::post(back, [held, failure, answer] {
                auto resume = std::move(*held);
                std::move(resume)(failure, answer);
            });
        });
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>,
                                            void(std::exception_ptr, bool)>(
        initiate, asio::use_awaitable, std::move(question));
}

} // namespace circ::net
