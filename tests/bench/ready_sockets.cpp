#include "tests/bench/ready_sockets.hpp"

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <unistd.h>

namespace circ::bench {

ready_sockets::ready_sockets() : poll_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (poll_ < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
}

ready_sockets::~ready_sockets() { ::close(poll_); }

void ready_sockets::watch(int socket, std::size_t as) { control(EPOLL_CTL_ADD, socket, EPOLLIN, as); }

void ready_sockets::watch_connecting(int socket, std::size_t as) {
    control(EPOLL_CTL_ADD, socket, EPOLLOUT | EPOLLONESHOT, as);
}

void ready_sockets::watch_connected(int socket, std::size_t as) { control(EPOLL_CTL_MOD, socket, EPOLLIN, as); }

const std::vector<std::size_t>& ready_sockets::wait(std::chrono::milliseconds longest) {
    if (look(longest).empty()) throw std::runtime_error("no answer in time");
    return ready_;
}

const std::vector<std::size_t>& ready_sockets::look(std::chrono::milliseconds longest) {
    const int count = ::epoll_wait(poll_, events_.data(), static_cast<int>(events_.size()), static_cast<int>(longest.count()));
    ready_.clear();
    for (int i = 0; i < count; ++i) ready_.push_back(events_[static_cast<std::size_t>(i)].data.u64);
    return ready_;
}

void ready_sockets::control(int verb, int socket, unsigned events, std::size_t as) {
    epoll_event event{.events = events, .data = {.u64 = as}};
    if (::epoll_ctl(poll_, verb, socket, &event) != 0) throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

} // namespace circ::bench
