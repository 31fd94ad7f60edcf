#include "server/net/read_crew.hpp"

#include <utility>

namespace circ::net {

namespace {

/// Waking a thread takes as long as two or three reads.
constexpr std::size_t worth_waking = 4;

} // namespace

read_crew::read_crew(std::size_t helpers, std::function<void()> rest) : rest_(std::move(rest)) {
    for (std::size_t i = 0; i < helpers; ++i) helpers_.emplace_back([this] { help(); });
}

read_crew::~read_crew() {
    {
        const std::lock_guard held(mutex_);
        stopping_ = true;
    }
    begun_.notify_all();
    for (auto& each : helpers_) each.join();
}

void read_crew::run(std::size_t count, const task& each) {
    if (helpers_.empty() || count < worth_waking) {
        for (std::size_t i = 0; i < count; ++i) each(i);
        return;
    }
    std::unique_lock held(mutex_);
    each_ = &each;
    count_ = left_ = count;
    next_ = 0;
    begun_.notify_all();
    take_turns(held);
    ended_.wait(held, [this] { return left_ == 0; });
}

void read_crew::take_turns(std::unique_lock<std::mutex>& held) {
    while (next_ < count_) {
        const std::size_t mine = next_++;
        const task& each = *each_;
        held.unlock();
        each(mine);
        held.lock();
        if (--left_ == 0) ended_.notify_one();
    }
}

void read_crew::help() {
    std::unique_lock held(mutex_);
    for (;;) {
        begun_.wait(held, [this] { return stopping_ || next_ < count_; });
        if (stopping_) return;
        take_turns(held);
        held.unlock();
        rest_();
        held.lock();
    }
}

} // namespace circ::net
