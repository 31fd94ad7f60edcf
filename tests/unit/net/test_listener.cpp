// The door itself, over real sockets of this machine.
#include "tests/unit/net/listening.hpp"

#include "server/net/thinned.hpp"
#include "tests/support/kept_port.hpp"

#include <boost/asio/write.hpp>

#include <new>
#include <system_error>

#include <sys/resource.h>

namespace circ::net::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// As a balancer hands it on.
constexpr std::string_view announced_log_in = "PROXY TCP4 192.0.2.7 10.0.0.1 50000 6001\r\n9300CNopen|CO|CP|\r";

bool has_ipv6(asio::io_context& io) {
    boost::system::error_code failed;
    tcp::acceptor tried(io);
    tried.open(tcp::v6(), failed);
    if (!failed) tried.bind(tcp::endpoint(asio::ip::address_v6::loopback(), 0), failed);
    return !failed;
}

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
    here.settings.limits.probe_from.clear(); // no place is kept for anybody
    open(GetParam().most);
    {
        device first(here.io, door->port());
        EXPECT_EQ(result_of(here.io, first.ask(log_in)), "941\r");
        device second(here.io, door->port());
        EXPECT_EQ(result_of(here.io, second.ask(log_in)), "96\r"); // an answer first
        EXPECT_EQ(result_of(here.io, second.ask("")), "");
        EXPECT_EQ(here.lines->of(log::event::connection_refused_by_limit).size(), 1U);
    }
    run_until_empty();
    {
        device third(here.io, door->port());
        EXPECT_EQ(result_of(here.io, third.ask(log_in)), "941\r");
    }
    run_until_empty();
}

TEST_P(full_listener, answers_one_too_many_behind_a_balancer_too) {
    here.settings.limits.probe_from.clear(); // no place is kept for anybody
    open(GetParam().most, [](config::listener_settings& how) { how.proxy_from = {*config::parse_address_range("127.0.0.1")}; });
    device first(here.io, door->port());
    EXPECT_EQ(result_of(here.io, first.ask(announced_log_in)), "941\r");
    device second(here.io, door->port());
    EXPECT_EQ(result_of(here.io, second.ask(announced_log_in)), "96\r");
    EXPECT_EQ(result_of(here.io, second.ask("")), "");
    EXPECT_THAT(here.told(log::event::connection_refused_by_limit), testing::HasSubstr("address=192.0.2.7"));
}

const limit_case full[] = {{"in_all", {.connections = 1}}, {"by_address", {.connections_per_address = 1}}};
INSTANTIATE_TEST_SUITE_P(each, full_listener, testing::ValuesIn(full), [](const auto& each) { return std::string(each.param.name); });

TEST_P(full_listener, keeps_a_place_for_a_probe) {
    here.settings.profiles["standard"].allowed = {config::request_code::checkin};
    here.settings.profiles["lines"] = {};
    here.settings.profiles["lines"].allowed.clear();
    open(GetParam().most);
    {
        device first(here.io, door->port());
        EXPECT_EQ(result_of(here.io, first.ask(log_in)), "941\r");
        device probe(here.io, door->port());
        EXPECT_EQ(result_of(here.io, probe.ask("9300CNlines|CO|CP|\r")), "941\r");
        EXPECT_THAT(result_of(here.io, probe.ask("\n9900802.00\r")), testing::HasSubstr("98Y"));
        EXPECT_TRUE(here.lines->of(log::event::connection_refused_by_limit).empty());

        device second(here.io, door->port());
        EXPECT_EQ(result_of(here.io, second.ask(log_in)), "940\r"); // an answer first
        EXPECT_EQ(result_of(here.io, second.ask("")), "");
        EXPECT_EQ(here.lines->of(log::event::connection_refused_by_limit).size(), 1U);
    }
    run_until_empty();
    EXPECT_THAT(here.told(log::event::session_ended), testing::HasSubstr("all places are taken"));
}

TEST_P(full_listener, keeps_no_place_for_a_probe_from_elsewhere) {
    here.settings.limits.probe_from = {*config::parse_address_range("10.0.0.0/8")};
    open(GetParam().most);
    device first(here.io, door->port());
    EXPECT_EQ(result_of(here.io, first.ask(log_in)), "941\r");
    device probe(here.io, door->port());
    EXPECT_EQ(result_of(here.io, probe.ask(log_in)), "96\r");
    EXPECT_EQ(here.lines->of(log::event::connection_refused_by_limit).size(), 1U);
}

TEST_P(full_listener, keeps_no_place_for_a_probe_where_nobody_logs_in) {
    open(GetParam().most, [](config::listener_settings& how) { how.kind = config::listener_kind::ncip_tcp; });
    device first(here.io, door->port());
    run_until(here.io, [&] { return here.sessions.size() == 1; });
    device second(here.io, door->port());
    EXPECT_EQ(result_of(here.io, second.ask("<")), "");
    EXPECT_EQ(here.lines->of(log::event::connection_refused_by_limit).size(), 1U);
}

struct storm_case {
    std::string_view name;
    listener::limits most;
    void (*differs)(config::listener_settings&);
    std::string_view says;
    std::string_view heard;
    log::event event;
};

std::ostream& operator<<(std::ostream& out, const storm_case& each) { return out << each.name; }

class a_storm : public a_listener, public testing::WithParamInterface<storm_case> {};

TEST_P(a_storm, is_told_of_ten_times_a_second) {
    here.settings.limits.probe_from.clear(); // no place is kept for anybody
    open(GetParam().most, GetParam().differs);
    const auto one_more = [&] {
        device another(here.io, door->port());
        EXPECT_EQ(result_of(here.io, another.ask(GetParam().says)), GetParam().heard);
    };
    for (int i = 0; i < 14; ++i) one_more();
    run_until_empty();
    EXPECT_EQ(here.lines->of(GetParam().event).size(), 10U);
    here.clock.at += std::chrono::seconds(1);
    one_more();
    run_until_empty();
    ASSERT_EQ(here.lines->of(GetParam().event).size(), 11U);
    EXPECT_THAT(here.lines->of(GetParam().event).back(), testing::HasSubstr("more=4"));
    EXPECT_EQ(here.log->count(GetParam().event), 15U) << "each";
}

void allow_others(config::listener_settings& how) { how.allow = {*config::parse_address_range("10.0.0.0/8")}; }
void trust_the_wire_to_others(config::listener_settings& how) { how.plaintext_from = {*config::parse_address_range("10.0.0.0/8")}; }
void await_a_balancer(config::listener_settings& how) { how.proxy_from = {*config::parse_address_range("127.0.0.1")}; }

const storm_case storms[] = {
    {"too_many", {.connections = 0}, nullptr, log_in, "96\r", log::event::connection_refused_by_limit},
    {"too_many_behind_a_balancer", {.connections = 0}, await_a_balancer, announced_log_in, "96\r", log::event::connection_refused_by_limit},
    {"not_allowed", {}, allow_others, log_in, "", log::event::connection_not_allowed},
    {"without_encryption", {}, trust_the_wire_to_others, log_in, "96\r", log::event::plaintext_refused},
    {"without_a_header", {}, await_a_balancer, log_in, "", log::event::announcement_bad},
};
INSTANTIATE_TEST_SUITE_P(each, a_storm, testing::ValuesIn(storms), [](const auto& each) { return std::string(each.param.name); });

TEST_F(a_listener, tells_of_one_kind_while_another_storms) {
    open({}, await_a_balancer);
    for (int i = 0; i < 14; ++i) {
        device without_header(here.io, door->port());
        EXPECT_EQ(result_of(here.io, without_header.ask(log_in)), "");
    }
    door->set_limits({.connections = 0});
    device one_too_many(here.io, door->port());
    EXPECT_EQ(result_of(here.io, one_too_many.ask(announced_log_in)), "96\r");
    EXPECT_THAT(here.told(log::event::connection_refused_by_limit), testing::HasSubstr("more=0"));
}

TEST_F(a_listener, goes_on_when_the_system_has_descriptors_again) {
    open();
    tcp::socket early(here.io);
    early.open(tcp::v4());
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
    const rlimit none{.rlim_cur = static_cast<rlim_t>(early.native_handle()) + 1, .rlim_max = before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
    early.connect(tcp::endpoint(asio::ip::address_v4::loopback(), door->port()));
    run_until(here.io, [&] { return !here.lines->of(log::event::accept_failed).empty(); });
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
    asio::write(early, asio::buffer(log_in));
    run_until(here.io, [&] { return !here.lines->of(log::event::login_accepted).empty(); });
    EXPECT_EQ(here.lines->of(log::event::accept_failed).size(), 1U);
    early.close();
    run_until_empty();
}

TEST(thinned_events, are_told_so_often_a_second_and_then_with_the_number_of_those_passed_over) {
    thinned of(2);
    const set_clock clock;
    const auto after = [&](int milliseconds) { return of.turn(clock.at + std::chrono::milliseconds(milliseconds)); };
    EXPECT_EQ(after(0), 0);
    EXPECT_EQ(after(1), 0);
    EXPECT_EQ(after(2), std::nullopt);
    EXPECT_EQ(after(999), std::nullopt);
    EXPECT_EQ(after(1000), 2);
    EXPECT_EQ(after(3000), 0);
    EXPECT_EQ(after(0), 0); // a clock that was set back hides nothing
}

TEST_F(a_listener, turns_other_addresses_away) {
    open({}, [](config::listener_settings& how) { how.allow = {*config::parse_address_range("10.0.0.0/8")}; });
    device who(here.io, door->port());
    EXPECT_EQ(result_of(here.io, who.ask(log_in)), "");
    EXPECT_EQ(here.lines->of(log::event::connection_not_allowed).size(), 1U);
    EXPECT_EQ(here.sessions.size(), 0U);
}

/// A balancer's check connects and resets the line: it has gone before it is looked at.
TEST_F(a_listener, knows_who_came_of_a_connection_that_is_gone_already) {
    open({}, [](config::listener_settings& how) { how.allow = {*config::parse_address_range("127.0.0.0/8")}; });
    {
        tcp::socket gone(here.io);
        gone.connect(tcp::endpoint(asio::ip::address_v4::loopback(), door->port()));
        gone.set_option(asio::socket_base::linger(true, 0));
    }
    run_until(here.io, [&] { return !here.lines->of(log::event::session_ended).empty(); });
    EXPECT_THAT(here.told(log::event::session_ended), testing::HasSubstr("address=127.0.0.1"));
    EXPECT_TRUE(here.lines->of(log::event::connection_not_allowed).empty());
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
    const circ::test::kept_port port; // else another program might open a door there
    open({}, [&](config::listener_settings& how) { how.port = port.number(); });
    door->close();
    EXPECT_THROW(device(here.io, port.number()), boost::system::system_error);
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
    EXPECT_THAT(here.told(log::event::listener_failed), testing::HasSubstr("listener=second address=127.0.0.1 port=" + std::to_string(same.port)));
}

TEST_F(a_listener, goes_on_when_one_connection_meets_an_error_of_ours) {
    open();
    const auto settings = here.parts.settings;
    here.parts.settings = []() -> std::shared_ptr<const door_settings> { throw std::bad_alloc(); };
    {
        device unlucky(here.io, door->port());
        EXPECT_EQ(result_of(here.io, unlucky.ask("")), "");
    }
    EXPECT_EQ(here.lines->of(log::event::session_failed).size(), 1U);
    here.parts.settings = settings;
    {
        device lucky(here.io, door->port());
        EXPECT_EQ(result_of(here.io, lucky.ask(log_in)), "941\r");
    }
    run_until_empty();
    EXPECT_TRUE(here.lines->of(log::event::listener_failed).empty());
}

} // namespace
} // namespace circ::net::test
