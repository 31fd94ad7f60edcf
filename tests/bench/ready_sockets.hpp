#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <vector>

#include <sys/epoll.h>

namespace circ::bench {

/// Says which of many sockets have something to read.
class ready_sockets {
public:
    ready_sockets();
    ~ready_sockets();
    ready_sockets(const ready_sockets&) = delete;
    ready_sockets& operator=(const ready_sockets&) = delete;

    void watch(int socket, std::size_t as);
    /// Says once when a connection that was begun is there or refused; then watch() it.
    void watch_connecting(int socket, std::size_t as);
    void watch_connected(int socket, std::size_t as);

    /// The numbers of those that are ready; valid until the next call.
    /// @throws std::runtime_error when none is within that time
    [[nodiscard]] const std::vector<std::size_t>& wait(std::chrono::milliseconds longest);
    /// The same, but none is no error.
    [[nodiscard]] const std::vector<std::size_t>& look(std::chrono::milliseconds longest);

private:
    void control(int verb, int socket, unsigned events, std::size_t as);

    int poll_;
    std::array<epoll_event, 256> events_{};
    std::vector<std::size_t> ready_;
};

} // namespace circ::bench
