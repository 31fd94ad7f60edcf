// Connecting to a backend: the address, the socket, TLS. Beside backend_connection.cpp because only
// this one needs Asio's sockets.
#include "server/net/backend_connection.hpp"
#include "server/net/deadline.hpp"
#include "server/net/keepalive.hpp"
#include "server/net/plain_stream.hpp"
#include "server/net/tls_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>
#include <vector>

namespace circ::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds silence{
    30}; ///< after which the system asks whether the peer is there

/// The system's own search for an address cannot be cut short: whoever waits for it goes away, and
/// it ends when it ends. One comes after the other, and none is begun that nobody waits for any
/// more.
struct address_search {
    explicit address_search(const asio::any_io_executor& on) : resolver(on), told(on) {}

    tcp::resolver resolver;
    asio::steady_timer told;
    bool ended = false;
    boost::system::error_code error;
    std::vector<tcp::endpoint> found;
};

struct addresses {
    std::vector<tcp::endpoint> all;
    std::string why; ///< there are none
};

asio::awaitable<addresses>
addresses_of(asio::any_io_executor on, std::string host, std::uint16_t port, time_limit until) {
    addresses made;
    boost::system::error_code is_a_name;
    const auto address = asio::ip::make_address(host, is_a_name);
    if (!is_a_name) {
        made.all.emplace_back(address, port);
        co_return made;
    }
    const auto search = std::make_shared<address_search>(on);
    search->told.expires_at(until);
    search->resolver.async_resolve(
        host,
        std::to_string(port),
        tcp::resolver::numeric_service,
        [search](boost::system::error_code error, const tcp::resolver::results_type& found) {
            search->ended = true;
            search->error = error;
            for (const auto& each : found)
                search->found.push_back(each.endpoint());
            search->told.cancel();
        });
    co_await search->told.async_wait(as_value);
    if (!search->ended) {
        search->resolver.cancel();
        made.why = "the address of " + host + " was not found in time";
    } else if (search->error) {
        made.why = "the address of " + host + " was not found: " + search->error.message();
    }
    made.all = std::move(search->found);
    co_return made;
}

struct plain_connection {
    std::unique_ptr<byte_stream> line; ///< nothing when it failed
    int socket = -1;
    std::string why;
};

/// Tries one address after the other, each with its share of the time.
asio::awaitable<plain_connection>
connect_plainly(asio::any_io_executor on, std::vector<tcp::endpoint> to, time_limit until) {
    plain_connection made;
    tcp::socket socket(on);
    deadline time(on, [&socket] {
        boost::system::error_code ignored; // it is given up
        socket.close(ignored);
    });
    for (std::size_t next = 0; next < to.size(); ++next) {
        const auto rest = until - std::chrono::steady_clock::now();
        if (rest <= rest.zero()) break;
        time.within(rest / static_cast<int>(to.size() - next));
        socket = tcp::socket(on);
        const tcp::endpoint there = to[next];
        const auto [error] = co_await socket.async_connect(there, as_value);
        if (!error && socket.is_open()) {
            time.off();
            watch_over(socket, silence);
            made.socket = socket.native_handle();
            made.line = make_plain_stream(std::move(socket), there);
            co_return made;
        }
        made.why = "cannot connect to " + there.address().to_string() + " port " +
                   std::to_string(there.port()) + ": " +
                   (time.expired() ? std::string("no answer in time") : error.message());
    }
    co_return made;
}

} // namespace

asio::awaitable<connecting> connect_to_backend(asio::any_io_executor on,
                                               std::shared_ptr<const backend_target> to,
                                               backend_connection::limits most,
                                               time_limit until) {
    connecting result;
    addresses where = co_await addresses_of(on, to->host, to->port, until);
    if (where.all.empty()) {
        result.why = std::move(where.why);
        co_return result;
    }
    plain_connection plain = co_await connect_plainly(on, std::move(where.all), until);
    if (!plain.line) {
        result.why = std::move(plain.why);
        co_return result;
    }
    if (to->encrypted) {
        byte_stream* const under = plain.line.get();
        deadline time(on, [under] { under->close(); });
        time.within(until - std::chrono::steady_clock::now());
        tls_agreement agreed = co_await agree_on_tls_with(plain.line, to->tls, to->host);
        if (!agreed.line) {
            result.why = "TLS with " + to->host + " failed: " +
                         (time.expired() ? std::string("no answer in time") : agreed.why);
            co_return result;
        }
        plain.line = std::move(agreed.line);
    }
    result.made = std::make_unique<backend_connection>(
        std::move(plain.line), plain.socket, std::move(to), most);
    co_return result;
}

} // namespace circ::net
