// Peers that are gone without a word: power lost, a cable drawn, a link that takes no packets.
#include "server/net/keepalive.hpp"
#include "tests/unit/net/listening.hpp"

#include <boost/asio/write.hpp>

#include <linux/filter.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

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

/// Else an answer that follows another at once waits for the device's acknowledgement.
TEST(plain_stream, sends_an_answer_at_once) {
    asio::io_context io;
    tcp::socket socket(io);
    socket.open(tcp::v4());
    const int handle = ::dup(socket.native_handle()); // the stream keeps the socket to itself
    ASSERT_GE(handle, 0);
    const auto line = make_plain_stream(std::move(socket), tcp::endpoint(asio::ip::address_v4::loopback(), 1));
    int value = -1;
    socklen_t size = sizeof value;
    EXPECT_EQ(getsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &value, &size), 0);
    EXPECT_NE(value, 0);
    ::close(handle);
}

/// Nothing that comes reaches this socket any more, no question and no end: a filter that lets no
/// byte through stands before it in the kernel, which then acknowledges nothing. Needs no rights.
void cut_off(tcp::socket& socket) {
    sock_filter nothing{.code = BPF_RET | BPF_K, .jt = 0, .jf = 0, .k = 0};
    const sock_fprog program{.len = 1, .filter = &nothing};
    ASSERT_EQ(setsockopt(socket.native_handle(), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program), 0);
}

struct cut_case {
    std::string_view name;
    std::string_view last_words; ///< sent after the cut
};

std::ostream& operator<<(std::ostream& out, const cut_case& each) { return out << each.name; }

class cut_off_device : public a_listener, public testing::WithParamInterface<cut_case> {};

TEST_P(cut_off_device, gives_its_place_back) {
    here.settings.limits.keepalive = std::chrono::seconds(1);
    here.settings.limits.probe_from.clear();
    open({.connections = 1});
    tcp::socket lost(here.io);
    lost.connect(tcp::endpoint(asio::ip::address_v4::loopback(), door->port()));
    asio::write(lost, asio::buffer(log_in));
    run_until(here.io, [&] { return !here.lines->of(log::event::login_accepted).empty(); });
    cut_off(lost);
    asio::write(lost, asio::buffer(GetParam().last_words));
    run_until_empty();
    EXPECT_THAT(here.told(log::event::session_ended), testing::HasSubstr("the terminal no longer answers"));
    device next(here.io, door->port());
    EXPECT_EQ(result_of(here.io, next.ask(log_in)), "941\r");
}

const cut_case cuts[] = {{"at_rest", ""}, {"before_its_answer", "9900802.00\r"}};
INSTANTIATE_TEST_SUITE_P(each, cut_off_device, testing::ValuesIn(cuts), [](const auto& each) { return std::string(each.param.name); });

} // namespace
} // namespace circ::net::test
