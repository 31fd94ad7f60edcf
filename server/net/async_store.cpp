#include "server/net/async_store.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace circ::net {

namespace asio = boost::asio;

async_store::async_store(storage::store& store, asio::any_io_executor on, std::size_t helpers)
    : store_(&store), on_(on), told_(std::make_shared<completions>(on)),
      crew_(std::move(on), helpers, [this] { store_->end_turn(); }) {}

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
    return crew_.share([this, work = std::move(work)] { store_->read(work); });
}

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
    return asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(
        std::move(initiate), asio::use_awaitable, std::move(work));
}

asio::awaitable<void> async_store::try_write() {
    storage::store::work change = [](storage::unit_of_work& unit) {
        static_cast<void>(unit.new_id<storage::event_id>());
    };
    co_await write(std::move(change));
}

} // namespace circ::net
