// The daemon as an operator meets it: signals, settings, strangers at the door, a store that is away.
#include "server/circulation/clock.hpp"
#include "tests/support/running_daemon.hpp"
#include "tools/circdesk/connection.hpp"
#include "tools/circdesk/open_addresses.hpp"
#include "tools/circdesk/sc/message_text.hpp"

#include <sqlite3.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace {

using namespace circ;

std::string message(const std::vector<std::string>& words) {
    return tool::make_message(words, circulation::system_clock().now());
}

struct kiosk {
    explicit kiosk(const test::running_daemon& at) : line("127.0.0.1", at.port()) {
        EXPECT_EQ(ask("9300CNkiosk1|COdemo-kiosk1|"), "941");
    }
    std::string ask(const std::string& text) {
        line.send(text + '\r');
        return line.receive_line().value_or("(closed)");
    }
    tool::connection line;
};

const std::vector<std::string> lend{"checkout", "AA=29012000000010", "AB=39012000000133", "AD=1001"};

TEST(daemon, stops_on_a_signal_with_and_without_sessions) {
    const auto data = test::fresh_demo_library();
    test::running_daemon alone(data);
    EXPECT_EQ(alone.stop(), 0);
    test::running_daemon visited(data);
    kiosk one(visited);
    EXPECT_EQ(visited.stop(), 0);
    EXPECT_EQ(one.line.receive_line(), std::nullopt);
}

TEST(daemon, stops_on_two_signals_that_come_together) {
    test::running_daemon running(test::fresh_demo_library());
    running.signal(SIGSTOP); // it finds both when it goes on
    running.signal(SIGTERM);
    running.signal(SIGINT);
    running.signal(SIGCONT);
    EXPECT_EQ(running.wait(), 0);
}

TEST(daemon, says_every_mistake_in_its_settings_and_does_not_start) {
    const auto data = test::fresh_demo_library();
    std::ofstream(data / "wrong.toml") << "[server]\nnode = 5000\ncolour = 1\n[[listener]]\nport = 70000\n";
    const auto result = test::run_daemon({"--config", (data / "wrong.toml").string()});
    EXPECT_EQ(result.exit_code, 78);
    for (const char* part : {"wrong.toml:2:", "wrong.toml:3:", "wrong.toml:5:", "70000"})
        EXPECT_NE(result.output.find(part), std::string::npos) << result.output;
}

TEST(daemon, tells_the_tool_of_its_doors_whatever_they_are_called) {
    const auto data = test::fresh_demo_library();
    const test::running_daemon running(data, {.listener_settings = R"([[listener]]
name = "main hall, \"new\" \\ east"
port = 0
[[listener]]
name = "of\ntwo lines"
port = 0
)"});
    std::vector<std::string> names;
    for (const auto& each : tool::read_open_doors(data.string())) {
        EXPECT_EQ(each.process, running.process()) << each.listener;
        names.push_back(each.listener);
    }
    EXPECT_THAT(names, testing::ElementsAre("sip2", R"(main hall, "new" \ east)", "of\ntwo lines"));
}

TEST(doors_of_the_daemon, are_read_as_an_older_version_wrote_them) {
    const auto data = test::fresh_demo_library();
    std::ofstream(data / "circdesk.addresses") << "sip2 127.0.0.1 6001 77\nncip ::1 6002 77\n";
    const auto doors = tool::read_open_doors(data.string());
    ASSERT_EQ(doors.size(), 2U);
    EXPECT_EQ(doors[1].listener, "ncip");
    EXPECT_EQ(doors[1].address, "::1");
    EXPECT_EQ(doors[1].port, 6002);
}

TEST(daemon, opens_the_demo_library_to_loopback_alone) {
    const auto data = test::fresh_demo_library();
    std::ofstream(data / "open.toml") << "[server]\ndata_dir = \"" << data.string()
                                      << "\"\n[[listener]]\nname = \"hall\"\naddress = \"0.0.0.0\"\nport = 0\n";
    const auto result = test::run_daemon({"--config", (data / "open.toml").string()});
    EXPECT_EQ(result.exit_code, EXIT_FAILURE);
    for (const char* part : {"hall", "0.0.0.0", "passwords are public", "127.0.0.1"})
        EXPECT_NE(result.output.find(part), std::string::npos) << result.output;
}

TEST(daemon, takes_a_good_file_on_hangup_and_leaves_things_be_on_a_bad_one) {
    const auto data = test::fresh_demo_library();
    test::running_daemon running(data);
    kiosk one(running);
    std::ofstream(data / "circdesk.toml", std::ios::app) << "\n[nonsense]\n";
    running.signal(SIGHUP);
    ASSERT_TRUE(running.comes_to_log("CIRC-1008")) << running.log();
    EXPECT_TRUE(one.ask("9900802.00").starts_with("98YYY"));
}

TEST(daemon, takes_no_policy_that_does_not_fit_the_currency_of_each_institution) {
    const auto data = test::fresh_demo_library();
    test::running_daemon running(data);
    kiosk one(running);
    const auto added = test::circdesk(data, {"institution", "add", "TOKYO", "--name", "Tokyo", "--currency", "JPY", "--zone", "Asia/Tokyo"});
    ASSERT_EQ(added.exit_code, 0) << added.output;
    running.signal(SIGHUP);
    ASSERT_TRUE(running.comes_to_log("CIRC-1008")) << running.log();
    EXPECT_GT(running.has_logged("policy.everyone.set.overdue_rate: must be an amount of at most 0 decimals"), 0U) << running.log();
    EXPECT_TRUE(one.ask(message(lend)).starts_with("121"));
}

TEST(daemon, says_every_amount_that_the_currency_cannot_have_and_does_not_start) {
    const auto data = test::fresh_demo_library();
    test::change_rows(data, "UPDATE institution SET currency = 'JPY', decimals = 0");
    const auto log = data / "daemon.log";
    std::ofstream(data / "yen.toml") << "[server]\ndata_dir = \"" << data.string() << "\"\n[log]\nfile = \"" << log.string() << "\"\n";
    const auto result = test::run_daemon({"--config", (data / "yen.toml").string()});
    EXPECT_EQ(result.exit_code, 78) << result.output;
    std::ifstream in(log);
    const std::string logged{std::istreambuf_iterator<char>(in), {}};
    for (const char* part : {"policy.express.set.overdue_rate: ", "policy.children.set.overdue_cap: ", "policy.everyone.set.overdue_rate: "}) {
        EXPECT_NE(result.output.find(part), std::string::npos) << result.output;
        EXPECT_NE(logged.find(part), std::string::npos) << logged;
    }
    EXPECT_NE(logged.find("CIRC-1006"), std::string::npos) << logged;
    EXPECT_EQ(logged.find("CIRC-1005"), std::string::npos) << "it is not tried again";
}

TEST(daemon, says_where_it_is_told_how_many_decimals_an_amount_may_have) {
    const auto data = test::fresh_demo_library();
    std::ofstream(data / "fine.toml") << "[server]\ndata_dir = \"" << data.string() << "\"\n";
    const auto result = test::run_daemon({"--config", (data / "fine.toml").string(), "--check-config"});
    EXPECT_EQ(result.exit_code, 0) << result.output;
    for (const char* part : {": no mistakes\n", "decimals", "`circdesk policy check`"})
        EXPECT_NE(result.output.find(part), std::string::npos) << result.output;
}

TEST(daemon, goes_on_as_it_was_when_a_key_names_a_folder_in_place_of_a_file) {
    const auto data = test::fresh_demo_library();
    test::running_daemon running(data);
    kiosk one(running);
    std::ofstream(data / "circdesk.toml", std::ios::app) << "\n[pin]\npepper_file = \"" << data.string() << "\"\n";
    running.signal(SIGHUP);
    ASSERT_TRUE(running.comes_to_log("CIRC-1008")) << running.log();
    EXPECT_EQ(running.has_logged("Is a directory"), 1U) << running.log();
    EXPECT_TRUE(one.ask("9900802.00").starts_with("98YYY"));
    const auto result = test::run_daemon({"--config", (data / "circdesk.toml").string()});
    EXPECT_EQ(result.exit_code, 78) << result.output;
}

TEST(daemon, goes_on_as_it_was_when_it_is_hung_up_while_the_store_is_away) {
    const auto data = test::fresh_demo_library();
    const auto away = data / "away";
    test::running_daemon running(data, {.program = CIRC_FAULTY_DAEMON, .environment = std::string("CIRC_AWAY=").append(away.string())});
    std::ofstream(away) << "now";
    running.signal(SIGHUP);
    ASSERT_TRUE(running.comes_to_log("CIRC-1008")) << running.log();
    EXPECT_GT(running.has_logged("CIRC-1503"), 0U) << running.log();
    std::filesystem::remove(away);
    running.signal(SIGHUP);
    ASSERT_TRUE(running.comes_to_log("CIRC-1007")) << running.log();
    kiosk one(running);
    EXPECT_TRUE(one.ask("9900802.00").starts_with("98YYY"));
    EXPECT_EQ(running.stop(), 0);
}

TEST(daemon, proves_with_what_it_began_with_until_it_is_started_again) {
    const auto data = test::fresh_demo_library();
    test::running_daemon running(data);
    const auto settings = data / "circdesk.toml";
    std::ifstream in(settings);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const std::string server = "[server]\n";
    text.replace(text.find(server), server.size(), server + "hashing_threads = 2\n");
    std::ofstream(data / "pepper") << "sea salt\n";
    std::ofstream(settings) << text << "\n[pin]\npepper_file = \"" << (data / "pepper").string() << "\"\n";
    running.signal(SIGHUP);
    ASSERT_TRUE(running.comes_to_log("CIRC-1007")) << running.log();
    EXPECT_EQ(running.has_logged("server.hashing_threads"), 1U) << running.log();
    EXPECT_EQ(running.has_logged("pin.pepper_file"), 1U) << running.log();
    kiosk one(running);
    EXPECT_TRUE(one.ask(message(lend)).starts_with("121"));
}

TEST(daemon, says_at_each_hangup_what_waits_for_a_restart) {
    const auto data = test::fresh_demo_library();
    test::running_daemon running(data);
    const auto settings = data / "circdesk.toml";
    std::ifstream in(settings);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    std::ofstream(settings) << text << "\n[store]\nqueue_units = 5\n[[listener]]\nname = \"cellar2\"\nport = 0\n";
    for (const std::size_t times : {1U, 2U}) {
        running.signal(SIGHUP);
        ASSERT_TRUE(running.comes_to_log("CIRC-1007", times)) << running.log();
        EXPECT_EQ(running.has_logged("store.queue_units"), times) << running.log();
        EXPECT_EQ(running.has_logged("cellar2"), times) << running.log();
    }
}

TEST(daemon, answers_strangers_and_names_them_in_the_log) {
    const auto data = test::fresh_demo_library();
    test::running_daemon running(data);
    const std::pair<std::string, const char*> strangers[] = {
        {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP"},
        {std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) + std::string(20, 'x'), "TLS"},
        {"INVITE sip:bob@example.org SIP/2.0\r\nVia: x\r\n\r\n", "Session Initiation Protocol"}};
    for (const auto& [bytes, name] : strangers) {
        tool::connection line("127.0.0.1", running.port());
        line.send(bytes);
        EXPECT_EQ(line.receive_line().value_or("").substr(0, 2), "96") << name;
        EXPECT_EQ(line.receive_line(), std::nullopt) << name;
    }
    EXPECT_EQ(running.stop(), 0);
    for (const auto& [bytes, name] : strangers) EXPECT_NE(running.log().find(name), std::string::npos) << name << running.log();
}

TEST(daemon, answers_a_message_without_an_end_and_closes) {
    test::running_daemon running(test::fresh_demo_library());
    tool::connection line("127.0.0.1", running.port());
    line.send(std::string(9000, 'x'));
    EXPECT_EQ(line.receive_line().value_or("").substr(0, 2), "96");
    EXPECT_EQ(line.receive_line(), std::nullopt);
}

TEST(daemon, refuses_while_a_stranger_holds_the_store_and_recovers_by_itself) {
    const auto data = test::fresh_demo_library();
    test::running_daemon running(data, {.more_settings = "[store]\nbusy_seconds = 1\n"});
    kiosk one(running);
    sqlite3* stranger = nullptr;
    ASSERT_EQ(sqlite3_open((data / "circdesk.sqlite").c_str(), &stranger), SQLITE_OK);
    // The daemon writes down a terminal's sign of life by itself: the stranger waits for its turn like anybody.
    ASSERT_EQ(sqlite3_busy_timeout(stranger, 10'000), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(stranger, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    const std::string refused = one.ask(message(lend));
    EXPECT_TRUE(refused.starts_with("120N")) << refused;
    EXPECT_NE(refused.find("not available just now"), std::string::npos) << refused;
    ASSERT_EQ(sqlite3_exec(stranger, "ROLLBACK", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(stranger);
    const std::string lent = one.ask(message(lend));
    EXPECT_TRUE(lent.starts_with("121N")) << lent;
}

TEST(daemon, says_where_a_sample_is_when_there_are_no_settings) {
    const auto nowhere = test::run_daemon({"--config", "/nowhere/circdesk.toml"});
    EXPECT_EQ(nowhere.exit_code, 78);
    EXPECT_NE(nowhere.output.find("/nowhere/circdesk.toml: cannot be read: No such file"), std::string::npos) << nowhere.output;
    EXPECT_NE(nowhere.output.find("a copy of the sample /"), std::string::npos) << nowhere.output;
    EXPECT_NE(nowhere.output.find("/circdesk.toml, or name a settings file with --config"), std::string::npos) << nowhere.output;
}

TEST(daemon, keeps_pins_and_passwords_out_of_its_log) {
    const auto data = test::fresh_demo_library();
    test::running_daemon running(data, {.more_settings = "level = \"debug\"\n"}); // stands in [log]
    kiosk one(running);
    EXPECT_TRUE(one.ask(message({"patron_information", "AA=29012000000010", "AD=7391-wrong"})).starts_with("64"));
    EXPECT_TRUE(one.ask(message(lend)).starts_with("121"));
    EXPECT_TRUE(one.ask("2300120261124    101010AORIVERBEND|AA29012000000010|AC|AD1001|ADtwice-8842|").starts_with("24"));
    EXPECT_EQ(running.stop(), 0);
    const std::string log = running.log();
    EXPECT_NE(log.find("request handled"), std::string::npos);
    for (const char* secret : {"7391-wrong", "demo-kiosk1", "twice-8842", "29012000000010", "Lindqvist"})
        EXPECT_EQ(log.find(secret), std::string::npos) << secret;
}

TEST(daemon, shows_a_watcher_decoded_and_masked_messages) {
    const auto data = test::fresh_demo_library();
    test::running_daemon running(data);
    tool::connection watch((data / "circdesk.sock").string());
    watch.send("watch kiosk1\n");
    ASSERT_TRUE(running.comes_to_log("CIRC-1701")) << running.log();
    kiosk one(running);
    (void)one.ask(message(lend));
    std::string seen;
    while (seen.find("\"code\":\"12\"") == std::string::npos) {
        const auto line = watch.receive_line();
        ASSERT_TRUE(line) << seen;
        seen += *line;
    }
    EXPECT_NE(seen.find("Checkout"), std::string::npos);
    EXPECT_EQ(seen.find("29012000000010"), std::string::npos) << "cards are shortened";
    EXPECT_EQ(seen.find("\"1001\""), std::string::npos) << "PINs are masked";
}

} // namespace
