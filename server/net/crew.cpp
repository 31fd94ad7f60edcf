#include "server/net/crew.hpp"

#include "storage/stop_signals.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <utility>

#include <pthread.h>

namespace circ::net {

namespace asio = boost::asio;

namespace {

/// Waking a thread takes as long as two or three look-ups.
constexpr std::size_t worth_waking = 4;

std::exception_ptr failure_of(const crew::task& work) noexcept {
    try {
        work();
        return nullptr;
    } catch (...) {
        return std::current_exception(); // for who has asked
    }
}

} // namespace

struct crew::batch {
    std::vector<job> jobs;
    std::atomic<std::size_t> next{0};

    /// @return null when all are taken
    job* take() noexcept {
        const std::size_t mine = next.fetch_add(1, std::memory_order_relaxed);
        return mine < jobs.size() ? &jobs[mine] : nullptr;
    }
};

crew::crew(asio::any_io_executor on, std::size_t helpers, task rest)
    : on_(on), rest_(std::move(rest)), told_(std::make_shared<completions>(std::move(on))) {
    const storage::stop_signals_held held; // they are for the io thread
    for (std::size_t i = 0; i < helpers; ++i) {
        auto& made = helpers_.emplace_back([this] { help(); });
        pthread_setname_np(made.native_handle(), "circ-helper"); // for top -H and perf
    }
}

crew::~crew() {
    {
        const std::lock_guard held(mutex_);
        stopping_ = true;
    }
    called_.notify_all();
    for (auto& each : helpers_) each.join();
}

asio::awaitable<void> crew::share(task work) {
    auto initiate = [this](auto handler, task what) {
        using holder = waiting<std::decay_t<decltype(handler)>>;
        auto held = std::make_shared<holder>(
            holder{std::move(handler), asio::executor_work_guard<asio::any_io_executor>(on_)});
        jobs_.push_back({std::move(what), [held = std::move(held)](std::exception_ptr failure) {
                             auto resume = std::move(held->handler);
                             held->keeps_running.reset();
                             std::move(resume)(failure);
                         }});
        if (jobs_.size() == 1) asio::post(on_, [this] { work_off(); });
    };
    return asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(
        std::move(initiate), asio::use_awaitable, std::move(work));
}

void crew::work_off() {
    const auto now = std::make_shared<batch>();
    now->jobs.swap(jobs_); // whoever is resumed may ask again
    if (!helpers_.empty() && now->jobs.size() >= worth_waking) {
        {
            const std::lock_guard held(mutex_);
            under_way_ = now;
        }
        called_.notify_all();
    }
    while (job* const mine = now->take()) {
        const auto failure = failure_of(mine->work);
        mine->resume(failure);
    }
    rest_();
}

void crew::help() {
    std::unique_lock held(mutex_);
    for (;;) {
        called_.wait(held, [this] { return stopping_ || under_way_; });
        if (stopping_) return;
        const auto now = under_way_;
        held.unlock();
        take_turns(*now);
        rest_();
        held.lock();
        if (under_way_ == now) under_way_.reset();
    }
}

void crew::take_turns(batch& of) {
    while (job* const mine = of.take()) {
        auto failure = failure_of(mine->work);
        told_->put([resume = std::move(mine->resume), failure = std::move(failure)] { resume(failure); });
    }
}

} // namespace circ::net
