#pragma once

#include <cstddef>
#include <cstdint>

namespace circ::bench {

/// A server that answers each line with a fixed one of the given size: the limit of this machine for
/// the shape of server we are (Asio, one thread, one coroutine a connection). Runs in a process of its
/// own until it is destroyed.
class line_echo {
public:
    explicit line_echo(std::size_t answer_bytes);
    ~line_echo();
    line_echo(const line_echo&) = delete;
    line_echo& operator=(const line_echo&) = delete;
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
    int process_ = 0;
    std::uint16_t port_ = 0;
};

} // namespace circ::bench
