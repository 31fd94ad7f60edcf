// The door itself, over real sockets of this machine.
#include "server/net/listener.hpp"

#include "server/net/plain_stream.hpp"
#include "tests/unit/net/desk.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <system_error>

namespace circ::net::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::string_view log_in = "9300CNopen|CO|CP|\r";

/// A device at a listener on a free port.
class device {
public:
    device(asio::io_context& io, std::uint16_t port) {
        tcp::socket socket(io);
        socket.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port));
        stream_ = make_plain_stream(std::move(socket));
    }

    /// Says something. @return what comes back, up to a CR or the end
    [[nodiscard]] asio::awaitable<std::string> ask(std::string_view words) {
        co_await stream_->write_all(words); // where it is turned away, reading tells
        std::string heard;
        std::array<char, 256> some;
        while (!heard.ends_with('\r')) {
            const std::size_t count = co_await stream_->read_some(some);
            if (count == 0) break;
            heard.append(some.data(), count);
        }
        co_return heard;
    }

    [[nodiscard]] const std::string& peer() const { return stream_->peer(); }

private:
    std::unique_ptr<byte_stream> stream_;
};

bool has_ipv6(asio::io_context& io) {
    boost::system::error_code failed;
    tcp::acceptor tried(io);
    tried.open(tcp::v6(), failed);
    if (!failed) tried.bind(tcp::endpoint(asio::ip::address_v6::loopback(), 0), failed);
    return !failed;
}

class a_listener : public testing::Test {
protected:
    void open(listener::limits most = {}, const std::function<void(config::listener_settings&)>& differs = {}) {
        config::listener_settings how;
        how.port = 0;
        if (differs) differs(how);
        door.emplace(here.io.get_executor(), how, most, here.parts, here.sessions);
        door->start();
    }
    /// The last device has gone: so must its session.
    void run_until_empty() {
        run_until(here.io, [&] { return here.sessions.size() == 0; });
    }

    desk here;
    std::optional<listener> door;
};

TEST_F(a_listener, gives_each_connection_its_session) {
    open();
    {
        device first(here.io, door->port());
        device second(here.io, door->port());
        EXPECT_EQ(first.peer(), "127.0.0.1");
        EXPECT_EQ(result_of(here.io, first.ask(log_in)), "941\r");
        EXPECT_EQ(result_of(here.io, second.ask(log_in)), "941\r");
        EXPECT_EQ(here.sessions.from("127.0.0.1"), 2U);
    }
    run_until_empty();
    EXPECT_EQ(here.lines->of(log::event::session_ended).size(), 2U);
}

TEST_F(a_listener, lets_a_device_go_when_the_server_stops) {
    open();
    device who(here.io, door->port());
    EXPECT_EQ(result_of(here.io, who.ask(log_in)), "941\r");
    here.sessions.finish_all([] {});
    EXPECT_EQ(result_of(here.io, who.ask("")), "");
}

struct limit_case {
    std::string_view name;
    listener::limits most;
};

std::ostream& operator<<(std::ostream& out, const limit_case& each) { return out << each.name; }

class full_listener : public a_listener, public testing::WithParamInterface<limit_case> {};

TEST_P(full_listener, turns_one_too_many_away_until_another_has_left) {
    open(GetParam().most);
    {
        device first(here.io, door->port());
        EXPECT_EQ(result_of(here.io, first.ask(log_in)), "941\r");
        device second(here.io, door->port());
        EXPECT_EQ(result_of(here.io, second.ask(log_in)), "");
        EXPECT_EQ(here.lines->of(log::event::connection_refused_by_limit).size(), 1U);
    }
    run_until_empty();
    {
        device third(here.io, door->port());
        EXPECT_EQ(result_of(here.io, third.ask(log_in)), "941\r");
    }
    run_until_empty();
}

const limit_case full[] = {{"in_all", {.connections = 1}}, {"by_address", {.connections_per_address = 1}}};
INSTANTIATE_TEST_SUITE_P(each, full_listener, testing::ValuesIn(full), [](const auto& each) { return std::string(each.param.name); });

TEST_F(a_listener, turns_other_addresses_away) {
    open({}, [](config::listener_settings& how) { how.allow = {*config::parse_address_range("10.0.0.0/8")}; });
    device who(here.io, door->port());
    EXPECT_EQ(result_of(here.io, who.ask(log_in)), "");
    EXPECT_EQ(here.lines->of(log::event::connection_not_allowed).size(), 1U);
    EXPECT_EQ(here.sessions.size(), 0U);
}

TEST_F(a_listener, knows_ipv4_over_an_ipv6_socket_as_what_it_is) {
    if (!has_ipv6(here.io)) GTEST_SKIP() << "this machine has no IPv6";
    open({}, [](config::listener_settings& how) {
        how.address = "::";
        how.allow = {*config::parse_address_range("127.0.0.0/8")};
    });
    device who(here.io, door->port());
    EXPECT_EQ(result_of(here.io, who.ask(log_in)), "941\r");
    EXPECT_EQ(here.sessions.from("127.0.0.1"), 1U);
    EXPECT_THAT(here.told(log::event::session_started), testing::HasSubstr("address=127.0.0.1"));
}

TEST_F(a_listener, takes_nobody_after_it_was_closed) {
    open();
    const auto port = door->port();
    door->close();
    EXPECT_THROW(device(here.io, port), boost::system::system_error);
}

TEST_F(a_listener, names_the_address_that_it_cannot_have) {
    open();
    config::listener_settings same;
    same.name = "second";
    same.port = door->port();
    try {
        const listener other(here.io.get_executor(), same, {}, here.parts, here.sessions);
        FAIL() << "two listeners at one port";
    } catch (const std::system_error& why) {
        EXPECT_THAT(why.what(), testing::HasSubstr("listener 'second' at 127.0.0.1 port " + std::to_string(same.port)));
    }
}

} // namespace
} // namespace circ::net::test
