#pragma once

#include "tests/bench/loopback_socket.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace circ::bench {

using bench_clock = std::chrono::steady_clock;

/// An answer taken apart; its views are valid until the next request.
struct heard {
    std::string_view whole; ///< as sent, without its end
    std::string_view body;  ///< without its tail
    bool tail_fits = false; ///< right checksum, and the sequence number of the request
    std::chrono::duration<double, std::micro> took{};
};

/// What has come of an answer.
enum class received { part, answer, closed };

/// A kiosk's end of a connection to loopback: adds AY and AZ to what it says, checks both in what
/// it hears, one request outstanding.
class kiosk_line {
public:
    /// @throws std::system_error
    /// @note   One that is only begun may speak once its socket can be written to.
    explicit kiosk_line(std::uint16_t port, connecting how = connecting::waited_for) : socket_(port, how) {}

    [[nodiscard]] int socket() const noexcept { return socket_.handle(); }
    /// Whether a connection that was begun is there. @pre the socket can be written to
    [[nodiscard]] bool is_connected() const { return socket_.is_connected(); }

    void say(std::string message);

    /// Takes what has come.
    [[nodiscard]] received receive();
    /// @pre receive() has just said that an answer is there
    [[nodiscard]] heard take();

    /// Says it, waits and takes the answer. @throws std::runtime_error when the server closes
    heard ask(std::string message);

private:
    loopback_socket socket_;
    unsigned sequence_ = 0;
    std::string unread_;
    std::size_t answer_end_ = 0;
    bench_clock::time_point said_{};
};

} // namespace circ::bench
