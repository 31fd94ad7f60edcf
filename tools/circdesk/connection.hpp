#pragma once

#include "protocol/tls/context.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace circ::tool {

/// A blocking TCP or Unix connection with a time limit for each step: all that the tool knows of
/// networks.
class connection {
public:
    static constexpr std::chrono::seconds patience{10};

    /// @param encrypted by TLS, with this; nothing: in the open
    /// @throws complaint (unavailable) naming host and port, and why TLS was not agreed upon
    connection(const std::string& host, std::uint16_t port,
               std::shared_ptr<const protocol::tls::context> encrypted = nullptr);
    /// A Unix socket. @throws complaint (unavailable) naming it
    explicit connection(const std::string& socket_path);
    ~connection();
    connection(connection&&) noexcept;
    connection& operator=(connection&&) noexcept;

    /// @throws complaint when the peer has gone
    void send(std::string_view bytes);

    /// The next line, without its end; empty lines are skipped.
    /// @return nullopt when the peer closed, or nothing came in time
    /// @throws complaint when the peer ends TLS with a reason
    /// @param limit zero: as long as it takes
    [[nodiscard]] std::optional<std::string> receive_line(std::chrono::seconds limit = patience);

    /// Bytes as they come. @return empty when the peer closed, or nothing came in time
    /// @throws complaint as receive_line()
    [[nodiscard]] std::string receive_some(std::chrono::seconds limit = patience);

private:
    struct state;
    std::unique_ptr<state> state_;
};

/// Whether somebody answers at a Unix socket.
/// @throws complaint (unavailable) when that cannot be known: it is not ours to ask, say
[[nodiscard]] bool is_answered(const std::string& socket_path);

} // namespace circ::tool
