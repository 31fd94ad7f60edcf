#include "server/net/keepalive.hpp"

#include <algorithm>

#include <netinet/in.h>
#include <netinet/tcp.h>

namespace circ::net {

namespace asio = boost::asio;

namespace {

using idle = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPIDLE>;
using interval = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPINTVL>;
using probes = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPCNT>;
using unacknowledged = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_USER_TIMEOUT>;

constexpr int questions = 4;

} // namespace

void watch_over(asio::ip::tcp::socket& socket, std::chrono::seconds silence) {
    const int seconds = static_cast<int>(silence.count());
    boost::system::error_code ignored;
    socket.set_option(asio::socket_base::keep_alive(true), ignored);
    socket.set_option(idle(seconds), ignored);
    socket.set_option(interval(std::max(seconds / questions, 1)), ignored);
    socket.set_option(probes(questions), ignored);
    // Keepalive rests while something is on its way: an answer into the void would wait a quarter of
    // an hour. It counts for the questions too, so it must not be shorter than they take.
    socket.set_option(unacknowledged(2 * seconds * 1000), ignored);
}

} // namespace circ::net
