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

async_store::async_store(storage::store& store, asio::any_io_executor on)
    : store_(&store), on_(std::move(on)) {}

void async_store::read(const std::function<void(storage::reader&)>& work) {
    if (!turn_ends_) {
        turn_ends_ = true;
        asio::post(on_, [this] {
            turn_ends_ = false;
            store_->end_turn();
        });
    }
    store_->read(work);
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
    auto initiate = [store = store_, on = on_](auto handler, storage::store::work what) {
        using holder = waiting<std::decay_t<decltype(handler)>>;
        auto held = std::make_shared<holder>(
            holder{std::move(handler), asio::executor_work_guard<asio::any_io_executor>(on)});
        store->submit(std::move(what), [held, on](std::exception_ptr failure) {
            asio::post(on, [held, failure] {
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
