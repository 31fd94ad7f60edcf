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
        add({.work = std::move(what), .resume = [held = std::move(held)](std::exception_ptr failure) {
                 auto resume = std::move(held->handler);
                 held->keeps_running.reset();
                 std::move(resume)(failure);
             }});
    };
    return asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(
        std::move(initiate), asio::use_awaitable, std::move(work));
}

void crew::add(job what) {
    if (working_off_) {
        what.turn = turn_;
        const std::lock_guard held(mutex_);
        return jobs_.push_back(std::move(what));
    }
    if (waiting_.empty()) asio::post(on_, [this] { work_off(); });
    waiting_.push_back(std::move(what));
}

void crew::begin_turn() {
    const bool is_much = waiting_.size() >= worth_waking;
    ++turn_;
    {
        const std::lock_guard held(mutex_);
        for (auto& each : waiting_) {
            each.turn = turn_;
            jobs_.push_back(std::move(each));
        }
        if (is_much) ++calls_;
    }
    waiting_.clear();
    if (is_much) called_.notify_all();
}

void crew::work_off() {
    begin_turn();
    working_off_ = true;
    while (const auto mine = take()) {
        const auto failure = failure_of(mine->work);
        mine->resume(failure);
    }
    working_off_ = false;
    rest_();
}

std::optional<crew::job> crew::take() {
    const std::lock_guard held(mutex_);
    if (jobs_.empty()) return std::nullopt;
    std::optional<job> next(std::move(jobs_.front()));
    jobs_.pop_front();
    return next;
}

void crew::help() {
    for (unsigned heard = 0;;) {
        {
            std::unique_lock held(mutex_);
            called_.wait(held, [&] { return stopping_ || calls_ != heard; });
            if (stopping_) return;
            heard = calls_;
        }
        help_along();
        rest_();
    }
}

void crew::help_along() {
    std::optional<unsigned> turn;
    while (auto mine = take()) {
        if (turn && turn != mine->turn) rest_();
        turn = mine->turn;
        auto failure = failure_of(mine->work);
        mine->work = nullptr; // what it holds is let go before anybody is told
        told_->put([resume = std::move(mine->resume), failure = std::move(failure)] { resume(failure); });
    }
}

} // namespace circ::net
