// Peers that are gone without a word: power lost, a cable drawn, a link that takes no packets.
#include "server/net/keepalive.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace circ::net::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

int option_of(tcp::socket& socket, int level, int name) {
    int value = -1;
    socklen_t size = sizeof value;
    EXPECT_EQ(getsockopt(socket.native_handle(), level, name, &value, &size), 0);
    return value;
}

TEST(half_open_peers, are_asked_for_and_given_up_by_the_system) {
    asio::io_context io;
    tcp::socket socket(io);
    socket.open(tcp::v4());
    watch_over(socket, std::chrono::seconds(60));
    EXPECT_EQ(option_of(socket, SOL_SOCKET, SO_KEEPALIVE), 1);
    EXPECT_EQ(option_of(socket, IPPROTO_TCP, TCP_KEEPIDLE), 60);
    EXPECT_EQ(option_of(socket, IPPROTO_TCP, TCP_KEEPINTVL), 15);
    EXPECT_EQ(option_of(socket, IPPROTO_TCP, TCP_KEEPCNT), 4);
    EXPECT_EQ(option_of(socket, IPPROTO_TCP, TCP_USER_TIMEOUT), 120'000);
}

} // namespace
} // namespace circ::net::test
