#pragma once

#include "server/net/backend_exchange.hpp"
#include "server/net/backend_target.hpp"
#include "server/net/byte_stream.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace circ::net {

/// One connection to a backend that stays open: a document goes out, an answer comes back, one at a
/// time. Used from one io thread.
class backend_connection {
public:
    struct limits {
        std::size_t answer_bytes = 1024 * 1024;
    };

    backend_connection(std::unique_ptr<byte_stream> over,
                       int socket,
                       std::shared_ptr<const backend_target> to,
                       limits most);

    /// Sends a document and waits for its answer until then. After anything but `answered`, or when
    /// `is_usable` says no, the connection is of no use any more: a late answer would be taken for
    /// the next one.
    [[nodiscard]] boost::asio::awaitable<exchange> ask(std::string document, time_limit until);

    /// Ends it, and whatever waits on it.
    void close() noexcept { line_->close(); }

    /// Whether it may be used again: the peer keeps it open, has not closed it meanwhile, and
    /// nothing has come that nobody asked for. Looks at the socket, so that a connection that was
    /// closed while nobody used it is noticed before anything is sent.
    [[nodiscard]] bool is_usable() const;

private:
    boost::asio::awaitable<exchange> read_http();
    boost::asio::awaitable<exchange> read_document();
    [[nodiscard]] std::string to_bytes(const std::string& document) const;

    std::unique_ptr<byte_stream> line_;
    int socket_; ///< of line_, to look at
    std::shared_ptr<const backend_target> to_;
    limits most_;
    bool usable_ = true;
};

/// What came of connecting.
struct connecting {
    std::unique_ptr<backend_connection> made; ///< nothing when it failed
    std::string why;
};

/// Finds the address, connects and agrees on TLS, all of it until then.
[[nodiscard]] boost::asio::awaitable<connecting>
connect_to_backend(boost::asio::any_io_executor on,
                   std::shared_ptr<const backend_target> to,
                   backend_connection::limits most,
                   time_limit until);

} // namespace circ::net
