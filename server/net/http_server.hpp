#pragma once

#include "config/settings.hpp"
#include "server/circulation/clock.hpp"
#include "server/log/log.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace circ::net {

struct http_answer {
    unsigned status = 200;
    std::string_view type = "text/plain; charset=utf-8";
    std::string body;
};

/// What stands at a path. It only looks: there is nothing to be changed over HTTP.
struct http_page {
    std::string_view path;
    std::function<boost::asio::awaitable<http_answer>()> make;
};

/// A small door for those who watch over the daemon: GET and HEAD, one request a connection.
/// Used from one io thread.
class http_server {
public:
    struct limits {
        std::size_t connections = 16; ///< one more is answered 503 at once
        std::chrono::steady_clock::duration patience = std::chrono::seconds(10); ///< for a request to be whole
        std::size_t head_bytes = 8192;
    };

    /// @throws std::system_error naming address and port
    http_server(boost::asio::any_io_executor on, config::http_settings how, limits most,
                std::vector<http_page> pages, const circulation::clock& clock, log::logger& log);
    ~http_server();

    void start();
    /// No new connections; those there are go.
    void close();

    /// Who may ask, for connections from now on; empty: everyone who can reach it.
    void set_allowed(std::vector<config::address_range> from);

    /// The port that is really open, also when 0 was asked for.
    [[nodiscard]] std::uint16_t port() const;

    struct state;

private:
    std::shared_ptr<state> state_;
};

} // namespace circ::net
