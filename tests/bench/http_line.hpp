#pragma once

#include "tests/bench/kiosk_line.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace circ::bench {

/// A system's end of a connection to loopback that posts documents by HTTP, one request outstanding;
/// the line stays open.
class http_line {
public:
    /// @throws std::system_error
    explicit http_line(std::uint16_t port) : socket_(port, connecting::waited_for) {}

    [[nodiscard]] int socket() const noexcept { return socket_.handle(); }

    void say(const std::string& document);
    /// Takes what has come. @throws std::runtime_error for an answer that tells no length
    [[nodiscard]] received receive();
    /// @pre receive() has just said that an answer is there
    [[nodiscard]] heard take();

private:
    loopback_socket socket_;
    std::string unread_;
    std::size_t body_begin_ = 0;
    bench_clock::time_point said_{};
};

} // namespace circ::bench
