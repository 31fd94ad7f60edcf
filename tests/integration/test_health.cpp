// What those who watch over the daemon see of it: figures, readiness, and draining.
#include "server/circulation/clock.hpp"
#include "server/metrics/catalogue.hpp"
#include "tests/support/running_daemon.hpp"
#include "tools/circdesk/connection.hpp"
#include "tools/circdesk/sc/message_text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <csignal>
#include <fstream>
#include <iterator>

namespace {

using namespace circ;
namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// Exit code 1, for the demo library has no backup.
json::object status_of(const std::filesystem::path& data) {
    const auto asked = test::circdesk(data, {"--json", "status"});
    EXPECT_EQ(asked.exit_code, 1) << asked.output;
    return json::parse(asked.output).as_object();
}

std::uint16_t http_port(const std::filesystem::path& data) {
    return static_cast<std::uint16_t>(status_of(data).at("http_port").to_number<int>());
}

/// The whole answer, lines that are empty left out.
std::string get(std::uint16_t port, const std::string& path) {
    tool::connection line("127.0.0.1", port);
    line.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    std::string all;
    while (const auto next = line.receive_line()) all += *next + '\n';
    return all;
}

std::string ask(std::uint16_t port, const std::vector<std::string>& texts) {
    tool::connection line("127.0.0.1", port);
    std::string last;
    for (const auto& each : texts) {
        line.send(each + '\r');
        last = line.receive_line().value_or("(closed)");
    }
    return last;
}

std::string message(const std::vector<std::string>& words) {
    return tool::make_message(words, circulation::system_clock().now());
}

const std::string kiosk_login = "9300CNkiosk1|COdemo-kiosk1|";

TEST(figures, show_every_metric_of_the_catalogue_and_no_reader) {
    const auto data = test::fresh_demo_library();
    // With a peer, and with a library system that is not there.
    const std::string more = "\n[[ncip_backend]]\nname = \"main\"\nurl = \"http://127.0.0.1:9/ncip\"\n";
    const test::running_daemon running(data, {.more_settings = test::demo_settings() + more});
    EXPECT_THAT(ask(running.port(), {kiosk_login, message({"patron_information", "AA=29012000000010", "AD=1001"}),
                                     message({"checkout", "AA=29012000000010", "AB=39012000000133", "AD=1001"})}),
                StartsWith("121"));
    EXPECT_THAT(ask(running.port(), {kiosk_login, message({"checkout", "AA=29012000000242", "AB=39012000000117"})}), StartsWith("120"));
    const std::string shown = get(http_port(data), "/metrics");
    for (const auto& each : metrics::all_metrics()) {
        if (each.id == metrics::metric::terminal_requests) continue;   // only where it is wanted
        if (each.id == metrics::metric::certificate_expires) continue; // only where there is TLS
        EXPECT_THAT(shown, HasSubstr("# TYPE " + std::string(each.name) + ' '));
    }
    for (const char* line : {"circdesk_requests_total{message=\"11\",outcome=\"done\"} 1\n",
                             "circdesk_requests_total{message=\"11\",outcome=\"refused\"} 1\n",
                             "circdesk_refusals_total{reason=\"card_lost\"} 1\n", "circdesk_logins_total{result=\"accepted\"} 2\n",
                             "circdesk_store_up 1\n", "circdesk_notices{state=\"given_up\"} 0\n",
                             "circdesk_ncip_requests_total{outcome=\"unauthorized\",peer=\"state\"} 0\n",
                             "circdesk_outbox{state=\"waiting\"} 0\n"})
        EXPECT_THAT(shown, HasSubstr(line));
    for (const char* secret : {"29012000000010", "29012000000242", "39012000000133", "1001\"", "Lindqvist", "kiosk1"})
        EXPECT_THAT(shown, Not(HasSubstr(secret)));
}

TEST(figures, tell_terminals_apart_where_that_is_wanted) {
    const auto data = test::fresh_demo_library();
    const test::running_daemon running(data, {.more_settings = "[http]\nport = 0\nterminal_label = true\n"});
    EXPECT_THAT(ask(running.port(), {kiosk_login, "9900802.00"}), StartsWith("98Y"));
    EXPECT_THAT(get(http_port(data), "/metrics"), HasSubstr("circdesk_terminal_requests_total{terminal=\"kiosk1\"} 1\n"));
}

/// 10,000 devices are more than the readers whose PINs are remembered, and PINs are forgotten sooner.
TEST(figures, show_that_devices_come_back_from_memory_whatever_is_remembered_of_pins) {
    const auto data = test::fresh_demo_library();
    const test::running_daemon running(data, {.more_settings = "[pin]\ncache_entries = 0\n"});
    const std::string look = message({"patron_information", "AA=29012000000010", "AD=1001"});
    for (int i = 0; i < 2; ++i) EXPECT_THAT(ask(running.port(), {kiosk_login, look}), StartsWith("64"));
    const std::string shown = get(http_port(data), "/metrics");
    EXPECT_THAT(shown, HasSubstr("circdesk_proofs_total{result=\"memory\"} 1\n")) << "the password";
    EXPECT_THAT(shown, HasSubstr("circdesk_proofs_total{result=\"right\"} 3\n")) << "the password once, the PIN twice";
}

TEST(health, is_told_to_others_from_a_reload_on) {
    const auto data = test::fresh_demo_library();
    const test::running_daemon running(data, {.more_settings = "[http]\nport = 0\n"});
    const auto port = http_port(data);
    EXPECT_THAT(get(port, "/healthz"), StartsWith("HTTP/1.1 200 "));
    const auto settings = data / "circdesk.toml";
    std::ifstream in(settings);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::string door = "[http]\n";
    text.insert(text.find(door) + door.size(), "allow = [\"10.0.0.0/8\"]\n");
    std::ofstream(settings) << text;
    running.signal(SIGHUP);
    ASSERT_TRUE(running.comes_to_log("CIRC-1007")) << running.log();
    EXPECT_EQ(running.has_logged("CIRC-1009"), 0U) << "nothing waits for a restart";
    tool::connection stranger("127.0.0.1", port);
    EXPECT_EQ(stranger.receive_line(), std::nullopt);
    EXPECT_TRUE(running.comes_to_log("CIRC-1132")) << running.log();
}

TEST(health, is_told_by_the_daemon_where_the_tool_cannot_open_the_store) {
    const auto data = test::fresh_demo_library();
    const test::running_daemon running(data);
    const auto gate = data / "circdesk.sqlite-gate";
    std::filesystem::rename(gate, data / "gate"); // the daemon has it open
    std::filesystem::create_directory(gate);
    const auto asked = test::circdesk(data, {"status"});
    EXPECT_EQ(asked.exit_code, 1) << asked.output;
    EXPECT_THAT(asked.output, HasSubstr("  ready         yes\n"));
    EXPECT_THAT(asked.output, HasSubstr("! store         cannot open the writer gate"));
    const auto for_machines = test::circdesk(data, {"--json", "status"});
    EXPECT_EQ(json::parse(for_machines.output).as_object().at("library").as_array().size(), 1U) << for_machines.output;
}

TEST(health, keeps_a_balancer_away_while_drained_and_serves_devices_on) {
    const auto data = test::fresh_demo_library();
    std::ofstream(data / "password") << "probe-me\n";
    ASSERT_EQ(test::circdesk(data, {"terminal", "add", "balancer", "--branch", "MAIN", "--profile", "probe", "--password-file",
                                    (data / "password").string()}).exit_code, 0);
    test::running_daemon running(data);
    const std::string probe_login = "9300CNbalancer|COprobe-me|";
    const auto port = http_port(data);
    EXPECT_THAT(get(port, "/readyz"), StartsWith("HTTP/1.1 200 "));
    EXPECT_EQ(ask(running.port(), {probe_login}), "941");
    EXPECT_THAT(ask(running.port(), {probe_login, "9900802.00"}), testing::AllOf(StartsWith("98Y"), HasSubstr("BXNNNNYYYNNNNNNNNN")));

    const auto drained = test::circdesk(data, {"--operator", "anna", "drain", "--reason", "new memory"});
    EXPECT_EQ(drained.output, "the daemon is drained\n");
    EXPECT_THAT(get(port, "/readyz"), testing::AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("The daemon is drained")));
    EXPECT_THAT(get(port, "/healthz"), StartsWith("HTTP/1.1 200 "));
    EXPECT_EQ(ask(running.port(), {probe_login}), "940");
    EXPECT_THAT(ask(running.port(), {kiosk_login, "9900802.00"}), StartsWith("98Y"));
    EXPECT_THAT(get(port, "/metrics"), HasSubstr("circdesk_draining 1\n"));
    const auto status = status_of(data);
    EXPECT_TRUE(status.at("draining").as_bool());
    EXPECT_FALSE(status.at("ready").as_bool());
    EXPECT_EQ(test::circdesk(data, {"drain"}).output, "the daemon is drained already\n");

    EXPECT_EQ(test::circdesk(data, {"drain", "--off"}).output, "the daemon is not drained\n");
    EXPECT_THAT(get(port, "/readyz"), StartsWith("HTTP/1.1 200 "));
    EXPECT_EQ(ask(running.port(), {probe_login}), "941");
    EXPECT_EQ(running.stop(), 0);
    EXPECT_THAT(running.log(), testing::AllOf(HasSubstr("operator=anna"), HasSubstr("new memory")));
}

TEST(health, is_told_by_the_tool) {
    const auto data = test::fresh_demo_library();
    const auto silent = test::circdesk(data, {"status"});
    EXPECT_EQ(silent.exit_code, 4) << "no daemon";
    EXPECT_THAT(silent.output, testing::AllOf(HasSubstr("circdeskd does not answer\n"), HasSubstr("  review list   ")));
    EXPECT_EQ(test::circdesk(data, {"drain"}).exit_code, 4) << "no daemon";
    const test::running_daemon running(data);
    const auto told = test::circdesk(data, {"status"});
    EXPECT_EQ(told.exit_code, 1);
    EXPECT_THAT(told.output, testing::AllOf(HasSubstr("process " + std::to_string(running.process())), HasSubstr("  sessions      0 of 12000\n"),
                                            HasSubstr("  changes       are taken\n"), HasSubstr("  ready         yes\n"),
                                            HasSubstr("! backup        none in "), HasSubstr("  night's jobs  in time\n")));
    ASSERT_EQ(test::circdesk(data, {"backup", "make"}).exit_code, 0);
    EXPECT_THAT(test::circdesk(data, {"status"}).output, HasSubstr(" old\n  night's jobs"));
    EXPECT_EQ(test::circdesk(data, {"drain", "--reason", std::string(300, 'x')}).exit_code, 2);
}

TEST(health, is_no_reason_not_to_lend_when_its_port_is_taken) {
    const auto first = test::fresh_demo_library();
    const auto second = test::fresh_demo_library();
    const test::running_daemon holder(first);
    test::running_daemon other(second, {.more_settings = "[http]\nport = " + std::to_string(http_port(first)) + '\n'});
    EXPECT_THAT(ask(other.port(), {kiosk_login, "9900802.00"}), StartsWith("98Y"));
    EXPECT_EQ(status_of(second).at("http_port").to_number<int>(), 0);
    EXPECT_EQ(other.stop(), 0);
    EXPECT_THAT(other.log(), HasSubstr("CIRC-1131"));
}

} // namespace
