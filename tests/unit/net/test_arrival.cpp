// The way of a connection to its session: balancers, encryption, and who is turned away.
#include "server/net/arrival.hpp"

#include "protocol/tls/engine.hpp"
#include "server/net/listener.hpp"
#include "server/net/plain_stream.hpp"
#include "tests/support/certificates.hpp"
#include "tests/unit/net/desk.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace circ::net::test {
namespace {

namespace asio = boost::asio;
namespace tls = protocol::tls;
using asio::ip::tcp;
using circ::test::certificate_authority;

constexpr std::string_view log_in = "9300CNopen|CO|CP|\r";
constexpr std::string_view refused = "96\r";

const certificate_authority& authority() {
    static const certificate_authority made("Riverton Library Authority");
    return made;
}

std::shared_ptr<const tls::context> make_server(const std::string& name = "library.example",
                                                tls::client_certificate clients = tls::client_certificate::none) {
    const auto own = authority().issue(name, "IP:127.0.0.1");
    tls::server_identity with;
    with.certificate = own.certificate;
    with.key = own.key;
    with.clients = clients;
    with.client_authorities = authority().certificate();
    std::vector<tls::flaw> flaws;
    return tls::make_context(with, flaws);
}

std::shared_ptr<const tls::context> make_client(const circ::test::certified& own = {}) {
    tls::client_identity with;
    with.authorities = authority().certificate();
    with.certificate = own.certificate;
    with.key = own.key;
    std::vector<tls::flaw> flaws;
    return tls::make_context(with, flaws);
}

/// The header of a balancer that speaks for this address.
std::string announcing(const std::string& source) { return "PROXY TCP4 " + source + " 10.0.0.1 50000 6001\r\n"; }

std::vector<config::address_range> ranges(std::initializer_list<const char*> all) {
    std::vector<config::address_range> made;
    for (const char* each : all) made.push_back(*config::parse_address_range(each));
    return made;
}

// What comes first on a connection, without a socket.

struct arrival_case {
    std::string name;
    std::string from;           ///< the other end of the wire
    std::string sends;          ///< first of all
    std::string_view answered;  ///< before it is closed; empty: nothing
    std::string peer;           ///< whom the session is with; empty: it is turned away
    std::optional<log::event> event;
    std::string why;
};

std::ostream& operator<<(std::ostream& out, const arrival_case& each) { return out << each.name; }

/// A plain listener, for 10.0.0.0/8 and 198.51.100.0/24, with a balancer at 10.0.0.9.
listener_in_use plain_door() {
    listener_in_use door;
    door.how.name = "hall";
    door.how.allow = ranges({"10.0.0.0/8", "198.51.100.0/24", "2001:db8::/32"});
    door.how.proxy_from = ranges({"10.0.0.9"});
    return door;
}

objection objections_to(const listener_in_use& door) {
    return [&door](const std::string& address) -> const log::event* {
        static constexpr log::event not_allowed = log::event::connection_not_allowed;
        return config::is_in(door.how.allow, address) ? nullptr : &not_allowed;
    };
}

std::unique_ptr<byte_stream> arrive_at(desk& here, const listener_in_use& door, device_script& device) {
    refusals_told told;
    auto way = arrive(make_scripted_stream(here.io.get_executor(), device), std::make_shared<listener_in_use>(door),
                      objections_to(door), here.parts, here.sessions, told);
    return result_of(here.io, std::move(way));
}

class an_arrival : public testing::TestWithParam<arrival_case> {};

TEST_P(an_arrival, is_let_in_or_turned_away) {
    desk here;
    const auto door = plain_door();
    device_script device;
    device.address = GetParam().from;
    if (!GetParam().sends.empty()) device.sends.push_back(GetParam().sends);
    const auto line = arrive_at(here, door, device);
    EXPECT_EQ(line != nullptr ? line->peer() : "", GetParam().peer);
    EXPECT_EQ(device.received, GetParam().answered.empty() ? std::vector<std::string>() : std::vector<std::string>{std::string(GetParam().answered)});
    EXPECT_EQ(device.closed, GetParam().peer.empty());
    EXPECT_EQ(here.sessions.size(), 0U);
    if (!GetParam().event) {
        EXPECT_EQ(here.lines->all().size(), 0U);
        return;
    }
    ASSERT_EQ(here.lines->all().size(), 1U) << "one event for one fact";
    EXPECT_THAT(here.told(*GetParam().event), testing::HasSubstr(GetParam().why));
}

const arrival_case arrivals[] = {
    {"of_a_device", "10.1.2.3", "9900802.00\r", "", "10.1.2.3", {}, ""},
    {"of_a_device_over_ipv6", "2001:db8::7", "", "96\r", "", log::event::plaintext_refused, "address=2001:db8::7"},
    {"from_an_address_not_allowed", "192.168.1.1", "", "", "", log::event::connection_not_allowed, "address=192.168.1.1"},
    {"without_encryption_over_the_internet", "198.51.100.7", "9300CNopen|COsecret|\r", refused, "", log::event::plaintext_refused, "address=198.51.100.7"},
    {"behind_a_balancer", "10.0.0.9", announcing("10.1.2.3"), "", "10.1.2.3", {}, ""},
    {"behind_a_balancer_that_is_near", "10.0.0.9", announcing("198.51.100.7"), "", "198.51.100.7", {}, ""},
    {"behind_a_balancer_and_not_allowed", "10.0.0.9", announcing("192.0.2.1"), "", "", log::event::connection_not_allowed, "address=192.0.2.1"},
    {"of_a_balancer_for_itself", "10.0.0.9", "PROXY UNKNOWN\r\n", "", "10.0.0.9", {}, ""},
    {"of_a_balancer_without_header", "10.0.0.9", "9300CNopen|COsecret|\r", "", "", log::event::announcement_bad, "does not begin with one"},
    {"of_a_balancer_with_half_a_header", "10.0.0.9", announcing("10.1.2.3").substr(0, 20), "", "", log::event::announcement_bad, "ended within it"},
    {"of_a_balancer_that_only_connects", "10.0.0.9", "", "", "", log::event::connection_unused, "address=10.0.0.9"},
};
INSTANTIATE_TEST_SUITE_P(each, an_arrival, testing::ValuesIn(arrivals), [](const auto& each) { return each.param.name; });

TEST(arrival, leaves_the_devices_bytes_behind_a_header_to_the_session) {
    desk here;
    const auto door = plain_door();
    device_script device;
    device.address = "10.0.0.9";
    device.sends = {announcing("10.1.2.3") + std::string(log_in)};
    const auto line = arrive_at(here, door, device);
    ASSERT_NE(line, nullptr);
    std::array<char, 100> room;
    const std::size_t count = result_of(here.io, line->read_some(room));
    EXPECT_EQ(std::string_view(room.data(), count), log_in);
}

TEST(arrival, tells_a_device_that_logs_in_by_lines_why_it_is_refused) {
    desk here;
    auto door = plain_door();
    door.how.kind = config::listener_kind::telnet_login;
    device_script device;
    device.address = "198.51.100.7";
    EXPECT_EQ(arrive_at(here, door, device), nullptr);
    EXPECT_THAT(device.received, testing::ElementsAre("This line is not encrypted, and is refused for that.\r\n"));
}

struct silence_case {
    std::string name;
    bool encrypted;
    std::string begins_with;
    log::event event;
    std::string why;
};

class a_slow_arrival : public testing::TestWithParam<silence_case> {};

TEST_P(a_slow_arrival, is_closed_when_the_time_for_a_login_is_over) {
    desk here;
    here.settings.limits.login = std::chrono::seconds(0);
    auto door = plain_door();
    if (GetParam().encrypted) {
        door.how.kind = config::listener_kind::tls;
        door.tls = make_server();
    }
    device_script device;
    device.address = GetParam().encrypted ? "10.1.2.3" : "10.0.0.9";
    if (!GetParam().begins_with.empty()) device.sends.push_back(GetParam().begins_with);
    device.stays = true;
    EXPECT_EQ(arrive_at(here, door, device), nullptr);
    EXPECT_TRUE(device.closed);
    ASSERT_EQ(here.lines->all().size(), 1U);
    EXPECT_THAT(here.told(GetParam().event), testing::HasSubstr(GetParam().why));
}

const silence_case silences[] = {
    {"balancer_says_nothing", false, "", log::event::announcement_bad, "did not come in time"},
    {"balancer_says_half", false, "PROXY TCP4 10.1.2", log::event::announcement_bad, "did not come in time"},
    {"device_says_nothing", true, "", log::event::tls_failed, "not agreed upon in time"},
    {"device_says_half", true, "\x16\x03\x01", log::event::tls_failed, "not agreed upon in time"},
};
INSTANTIATE_TEST_SUITE_P(each, a_slow_arrival, testing::ValuesIn(silences), [](const auto& each) { return each.param.name; });

TEST(arrival, has_one_time_for_the_balancer_and_the_handshake) {
    desk here;
    here.settings.limits.login = std::chrono::hours(1);
    auto door = plain_door();
    door.how.kind = config::listener_kind::tls;
    door.tls = make_server();
    device_script device;
    device.address = "10.0.0.9";
    device.sends = {announcing("10.1.2.3")};
    device.stays = true;
    device.before_read = [&here] { here.clock.at += std::chrono::hours(1); };
    EXPECT_EQ(arrive_at(here, door, device), nullptr);
    EXPECT_THAT(here.told(log::event::tls_failed), testing::HasSubstr("not agreed upon in time"));
}

TEST(arrival, ends_when_the_server_stops) {
    desk here;
    auto door = std::make_shared<listener_in_use>(plain_door());
    device_script device;
    device.address = "10.0.0.9";
    device.stays = true;
    refusals_told told;
    std::optional<bool> let_in;
    asio::co_spawn(here.io,
                   arrive(make_scripted_stream(here.io.get_executor(), device), door, objections_to(*door), here.parts, here.sessions, told),
                   [&](std::exception_ptr, const std::unique_ptr<byte_stream>& line) { let_in = line != nullptr; });
    run_until(here.io, [&] { return here.sessions.size() == 1; });
    bool empty = false;
    here.sessions.finish_all([&] { empty = true; });
    run_until(here.io, [&] { return let_in.has_value(); });
    EXPECT_FALSE(*let_in);
    EXPECT_TRUE(empty);
    EXPECT_EQ(here.lines->all().size(), 0U);
}

TEST(arrival, of_a_device_that_leaves_amid_the_handshake_is_closed) {
    tls::engine client(make_client(), "127.0.0.1");
    ASSERT_EQ(client.handshake(), tls::engine::state::needs_bytes);
    const std::string hello = client.take_output();
    auto door = plain_door();
    door.how.kind = config::listener_kind::tls;
    door.tls = make_server();
    for (const std::size_t cut : {std::size_t{1}, std::size_t{5}, std::size_t{6}, hello.size() / 2, hello.size() - 1, hello.size()}) {
        desk here;
        device_script device;
        device.address = "10.1.2.3";
        device.sends = {hello.substr(0, cut)};
        EXPECT_EQ(arrive_at(here, door, device), nullptr);
        EXPECT_TRUE(device.closed);
        EXPECT_THAT(here.told(log::event::tls_failed), testing::HasSubstr("ended before")) << cut;
    }
}

TEST(arrival, answers_a_device_that_speaks_in_the_open_at_an_encrypted_door) {
    desk here;
    auto door = plain_door();
    door.how.kind = config::listener_kind::tls;
    door.tls = make_server();
    device_script device;
    device.address = "10.1.2.3";
    device.sends = {std::string(log_in)};
    EXPECT_EQ(arrive_at(here, door, device), nullptr);
    EXPECT_THAT(device.received, testing::ElementsAre(std::string(refused)));
    EXPECT_TRUE(device.told_the_end);
    EXPECT_THAT(here.told(log::event::tls_failed), testing::HasSubstr("without encryption"));
}

// The same over sockets, with a listener.

/// A device that speaks TLS.
class encrypted_device {
public:
    encrypted_device(asio::io_context& io, std::uint16_t port, std::shared_ptr<const tls::context> with = make_client())
        : engine_(std::move(with), "127.0.0.1") {
        const tcp::endpoint door(asio::ip::address_v4::loopback(), port);
        tcp::socket socket(io);
        socket.connect(door);
        line_ = make_plain_stream(std::move(socket), door);
    }

    /// Says something, after a handshake where none was yet. @return what comes back, up to a CR or the end
    [[nodiscard]] asio::awaitable<std::string> ask(std::string words, std::string first = {}) {
        const std::string why_not = co_await say(std::move(words), std::move(first));
        if (!why_not.empty()) co_return why_not;
        std::string heard;
        std::array<char, 256> some;
        while (!heard.ends_with('\r')) {
            std::size_t count = 0;
            const auto next = engine_.read(some, count);
            heard.append(some.data(), count);
            if (next == tls::engine::state::done) continue;
            if (next == tls::engine::state::failed) co_return "(" + engine_.why() + ")";
            if (next == tls::engine::state::ended) break;
            const bool more = co_await hear();
            if (!more) break;
        }
        co_return heard;
    }

    /// @return why not, where it cannot
    [[nodiscard]] asio::awaitable<std::string> say(std::string words, std::string first = {}) {
        co_await line_->write_all(first);
        while (!agreed_) {
            const auto next = engine_.handshake();
            const std::string out = engine_.take_output();
            co_await line_->write_all(out);
            if (next == tls::engine::state::failed) co_return "(" + engine_.why() + ")";
            agreed_ = next == tls::engine::state::done;
            if (agreed_) break;
            const bool more = co_await hear();
            if (!more) co_return "(closed)";
        }
        if (engine_.write(words) != tls::engine::state::done) co_return "(" + engine_.why() + ")";
        const std::string out = engine_.take_output();
        co_await line_->write_all(out);
        co_return std::string();
    }

    [[nodiscard]] std::string shown() const { return engine_.peer_subject(); }

private:
    asio::awaitable<bool> hear() {
        std::array<char, 4096> some;
        const std::size_t count = co_await line_->read_some(some);
        engine_.feed({some.data(), count});
        co_return count > 0;
    }

    tls::engine engine_;
    std::unique_ptr<byte_stream> line_;
    bool agreed_ = false;
};

class an_encrypted_listener : public testing::Test {
protected:
    void open(std::shared_ptr<const tls::context> with, config::listener_kind kind = config::listener_kind::tls) {
        how.kind = kind;
        how.port = 0;
        here.settings.listeners = {how};
        here.certificates["sip2"] = std::move(with);
        door.emplace(here.io.get_executor(), how, listener::limits{}, here.parts, here.sessions);
        door->start();
    }

    config::listener_settings how;
    desk here;
    std::optional<listener> door;
};

TEST_F(an_encrypted_listener, serves_a_device) {
    open(make_server());
    encrypted_device device(here.io, door->port());
    EXPECT_EQ(result_of(here.io, device.ask(std::string(log_in))), "941\r");
    EXPECT_THAT(result_of(here.io, device.ask("9900802.00\r")), testing::StartsWith("98"));
    here.sessions.finish_all([] {});
    EXPECT_EQ(result_of(here.io, device.ask("")), "") << "a goodbye, not a break";
}

TEST_F(an_encrypted_listener, lets_a_device_log_in_by_lines) {
    open(make_server(), config::listener_kind::tls_telnet_login);
    encrypted_device device(here.io, door->port());
    EXPECT_THAT(result_of(here.io, device.ask("open\r\n\r\n9900802.00\r")), testing::StartsWith("login: Password: Login OK.\r\n98YY"));
}

TEST_F(an_encrypted_listener, asks_for_certificates_where_it_is_to) {
    open(make_server("library.example", tls::client_certificate::required));
    encrypted_device stranger(here.io, door->port());
    EXPECT_EQ(result_of(here.io, stranger.ask(std::string(log_in))), "(tlsv13 alert certificate required)");
    encrypted_device known(here.io, door->port(), make_client(authority().issue("kiosk1")));
    EXPECT_EQ(result_of(here.io, known.ask(std::string(log_in))), "941\r");
    EXPECT_THAT(here.told(log::event::tls_failed), testing::HasSubstr("peer did not return a certificate"));
    EXPECT_THAT(here.told(log::event::tls_agreed), testing::HasSubstr("CN=kiosk1"));
}

TEST_F(an_encrypted_listener, hears_a_balancer_before_the_handshake) {
    how.proxy_from = ranges({"127.0.0.1"});
    how.allow = ranges({"192.0.2.7"});
    open(make_server());
    encrypted_device device(here.io, door->port());
    EXPECT_EQ(result_of(here.io, device.ask(std::string(log_in), announcing("192.0.2.7"))), "941\r");
    EXPECT_EQ(here.sessions.from("192.0.2.7"), 1U);
    EXPECT_EQ(here.sessions.from("127.0.0.1"), 0U);
    EXPECT_THAT(here.told(log::event::login_accepted), testing::HasSubstr("192.0.2.7"));
}

TEST_F(an_encrypted_listener, shows_a_new_certificate_to_new_devices_and_keeps_those_that_are_there) {
    open(make_server("old.example"));
    encrypted_device before(here.io, door->port());
    EXPECT_EQ(result_of(here.io, before.ask(std::string(log_in))), "941\r");
    here.certificates["sip2"] = make_server("new.example");
    encrypted_device after(here.io, door->port());
    EXPECT_EQ(result_of(here.io, after.ask(std::string(log_in))), "941\r");
    EXPECT_EQ(before.shown(), "CN=old.example");
    EXPECT_EQ(after.shown(), "CN=new.example");
    EXPECT_THAT(result_of(here.io, before.ask("9900802.00\r")), testing::StartsWith("98"));
}

TEST_F(an_encrypted_listener, answers_a_slow_sender_before_it_closes) {
    here.settings.limits.message = std::chrono::seconds(1);
    open(make_server());
    encrypted_device device(here.io, door->port());
    EXPECT_EQ(result_of(here.io, device.ask("9300CNop")), "96\r") << "the read is given up, the line is still good";
    EXPECT_EQ(result_of(here.io, device.ask("")), "");
    EXPECT_EQ(here.lines->of(log::event::slow_sender).size(), 1U);
}

TEST_F(an_encrypted_listener, puts_together_a_message_that_comes_in_many_records) {
    open(make_server());
    encrypted_device device(here.io, door->port());
    for (const char each : log_in.substr(0, log_in.size() - 1)) EXPECT_EQ(result_of(here.io, device.say(std::string(1, each))), "");
    EXPECT_EQ(result_of(here.io, device.ask("\r")), "941\r");
}

TEST_F(an_encrypted_listener, counts_those_that_have_not_agreed_yet) {
    here.settings.limits.probe_from.clear(); // no place is kept for anybody
    open(make_server());
    door->set_limits({.connections = 1});
    {
        tcp::socket silent(here.io);
        silent.connect(tcp::endpoint(asio::ip::address_v4::loopback(), door->port()));
        run_until(here.io, [&] { return here.sessions.size() == 1; });
        encrypted_device second(here.io, door->port());
        EXPECT_EQ(result_of(here.io, second.ask(std::string(log_in))), "(closed)");
        EXPECT_EQ(here.lines->of(log::event::connection_refused_by_limit).size(), 1U);
    }
    run_until(here.io, [&] { return here.sessions.size() == 0; });
    encrypted_device third(here.io, door->port());
    EXPECT_EQ(result_of(here.io, third.ask(std::string(log_in))), "941\r");
}

TEST(arrival, takes_its_time_from_that_for_the_login) {
    desk here;
    device_script device;
    device.stays = true;
    sip2_beginning late;
    late.since = here.clock.at - here.settings.limits.login; // the handshake took all of it
    here.serve(device, late);
    EXPECT_EQ(here.lines->of(log::event::login_timeout).size(), 1U);
}

TEST_F(an_encrypted_listener, follows_changed_settings_for_new_devices) {
    here.settings.limits.probe_from.clear(); // no place is kept for anybody
    open(make_server());
    encrypted_device before(here.io, door->port());
    EXPECT_EQ(result_of(here.io, before.ask(std::string(log_in))), "941\r");
    here.settings.listeners[0].allow = ranges({"10.0.0.0/8"});
    encrypted_device after(here.io, door->port());
    EXPECT_EQ(result_of(here.io, after.ask(std::string(log_in))), "(closed)");
    here.settings.listeners.clear(); // taken out of the file: it stays as it was until the next start
    encrypted_device later(here.io, door->port());
    EXPECT_EQ(result_of(here.io, later.ask(std::string(log_in))), "(closed)");
    EXPECT_EQ(here.lines->of(log::event::connection_not_allowed).size(), 2U);
    EXPECT_THAT(result_of(here.io, before.ask("9900802.00\r")), testing::StartsWith("98"));
    door->set_limits({.connections = 1});
    here.settings.listeners = {how};
    encrypted_device one_too_many(here.io, door->port());
    EXPECT_EQ(result_of(here.io, one_too_many.ask(std::string(log_in))), "(closed)");
    EXPECT_EQ(here.lines->of(log::event::connection_refused_by_limit).size(), 1U);
}

} // namespace
} // namespace circ::net::test
