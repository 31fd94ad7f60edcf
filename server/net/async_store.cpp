#include "server/net/async_store.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace circ::net {

namespace asio = boost::asio;

/// What the writer has to tell. A group of units ends at once, so the io thread is called for the first
/// and finds the others with it, instead of being woken for each.
class async_store::completions : public std::enable_shared_from_this<completions> {
public:
    explicit completions(asio::any_io_executor on) : on_(std::move(on)) {}

    /// @note any thread
    void put(std::function<void()> resume) {
        const std::lock_guard held(mutex_);
        if (told_.empty()) asio::post(on_, [self = shared_from_this()] { self->tell(); });
        told_.push_back(std::move(resume)); // the io thread looks when this lock is free
    }

private:
    void tell() {
        std::vector<std::function<void()>> now;
        {
            const std::lock_guard held(mutex_);
            now.swap(told_);
        }
        for (auto& resume : now) resume();
    }

    asio::any_io_executor on_;
    std::mutex mutex_;
    std::vector<std::function<void()>> told_;
};

async_store::async_store(storage::store& store, asio::any_io_executor on, std::size_t helpers)
    : store_(&store), on_(on), told_(std::make_shared<completions>(std::move(on))),
      crew_(helpers, [this] { store_->end_turn(); }) {}

void async_store::read(const look_up& work) {
    end_turn_later();
    store_->read(work);
}

void async_store::end_turn_later() {
    if (std::exchange(turn_ends_, true)) return;
    asio::post(on_, [this] {
        turn_ends_ = false;
        store_->end_turn();
    });
}

asio::awaitable<void> async_store::look(look_up work) {
    auto initiate = [this](auto handler, look_up what) {
        auto held = std::make_shared<std::decay_t<decltype(handler)>>(std::move(handler));
        looks_.push_back({std::move(what), [held](std::exception_ptr failure) {
                              auto resume = std::move(*held);
                              std::move(resume)(failure);
                          }});
        if (looks_.size() == 1) asio::post(on_, [this] { look_together(); });
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(
        initiate, asio::use_awaitable, std::move(work));
}

void async_store::look_together() {
    std::vector<asked> now;
    now.swap(looks_); // whoever is resumed may ask again
    end_turn_later();
    crew_.run(now.size(), [&](std::size_t which) {
        try {
            store_->read(now[which].work);
        } catch (...) {
            now[which].failure = std::current_exception(); // for who has asked
        }
    });
    for (auto& each : now) each.resume(each.failure);
}

namespace {

/// The handler of a waiting coroutine, on its way to the writer's thread and back. It is called and
/// destroyed on the io thread alone: the writer only ever holds the shell it was moved out of.
template <class Handler>
struct waiting {
    Handler handler;
    asio::executor_work_guard<asio::any_io_executor> keeps_running;
};

} // namespace

asio::awaitable<void> async_store::write(storage::store::work work) {
    auto initiate = [store = store_, on = on_, told = told_](auto handler, storage::store::work what) {
        using holder = waiting<std::decay_t<decltype(handler)>>;
        auto held = std::make_shared<holder>(
            holder{std::move(handler), asio::executor_work_guard<asio::any_io_executor>(on)});
        store->submit(std::move(what), [held, told](std::exception_ptr failure) {
            told->put([held, failure] {
                auto resume = std::move(held->handler);
                held->keeps_running.reset();
                std::move(resume)(failure);
            });
        });
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(
        initiate, asio::use_awaitable, std::move(work));
}

asio::awaitable<void> async_store::try_write() {
    storage::store::work change = [](storage::unit_of_work& unit) {
        static_cast<void>(unit.new_id<storage::event_id>());
    };
    co_await write(std::move(change));
}

} // namespace circ::net
