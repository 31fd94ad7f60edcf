#include "server/net/completions.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace circ::net {

namespace asio = boost::asio;

completions::completions(asio::any_io_executor on) : on_(std::move(on)) {}

void completions::put(std::function<void()> resume) {
    const std::lock_guard held(mutex_);
    if (told_.empty()) asio::post(on_, [self = shared_from_this()] { self->tell(); });
    told_.push_back(std::move(resume)); // the io thread looks when this lock is free
}

void completions::tell() {
    std::vector<std::function<void()>> now;
    {
        const std::lock_guard held(mutex_);
        now.swap(told_);
    }
    for (auto& resume : now) resume();
}

} // namespace circ::net
