#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace circ::net {

/// A connection as a session sees it: bytes in, bytes out. What carries them (plain TCP, TLS, a balancer's
/// PROXY protocol) stays behind it. Used from the io thread, but for write_now().
///
/// A peer that has gone is a value, never an exception.
class byte_stream {
public:
    virtual ~byte_stream() = default;

    /// Waits for bytes. @return how many; 0 when the peer has closed, or after cancel_read or close.
    [[nodiscard]] virtual boost::asio::awaitable<std::size_t> read_some(std::span<char> into) = 0;

    /// Writes all, in one piece where the system takes it. @return false when the peer has gone.
    [[nodiscard]] virtual boost::asio::awaitable<bool> write_all(std::string_view bytes) = 0;

    /// Writes what the system takes at once, on any thread while nobody else uses the stream.
    /// @return how much: nothing also where the peer has gone, which the next write tells
    [[nodiscard]] virtual std::size_t write_now(std::string_view) noexcept { return 0; }

    /// Says that nothing more comes, and waits for the peer to close (it may still be sending), so
    /// that what was written last arrives. @pre a deadline is set: it ends by close().
    [[nodiscard]] virtual boost::asio::awaitable<void> finish() = 0;

    /// Makes a waiting read return 0; later reads work again.
    virtual void cancel_read() noexcept = 0;

    virtual void close() noexcept = 0;

    /// Whether the connection ended because the peer was not to be reached any more, without a word
    /// from it (server/net/keepalive.hpp).
    [[nodiscard]] virtual bool is_unreachable() const noexcept = 0;

    /// Whose certificate the peer has shown; empty: none.
    [[nodiscard]] virtual std::string_view certificate() const noexcept { return {}; }

    /// Address of the peer, without its port.
    [[nodiscard]] virtual const std::string& peer() const noexcept = 0;
};

} // namespace circ::net
