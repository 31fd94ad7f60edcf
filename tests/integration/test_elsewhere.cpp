// Coming from another system, as an operator does it: the built tool against built daemons.
#include "tests/support/running_daemon.hpp"
#include "tools/circdesk/connection.hpp"
#include "tools/circdesk/open_addresses.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

namespace {

using namespace circ;
namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string written(const fs::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
}

std::uint16_t port_of(const fs::path& data, const std::string& listener) {
    const auto doors = tool::read_open_doors(data.string());
    const auto found = std::ranges::find(doors, listener, &tool::open_door::listener);
    return found == doors.end() ? 0 : found->port;
}

std::string at(const test::running_daemon& running) { return "127.0.0.1:" + std::to_string(running.port()); }

TEST(sip_config, makes_a_library_that_lets_every_account_in) {
    const auto data = test::fresh_demo_library();
    const std::string made = (data / "taken.toml").string();
    const auto map = written(data / "branches.toml", "HALL = \"MAIN\"\n");
    const auto taken = test::circdesk(data, {"--institution", "RIVERBEND", "import", "sip-config", CIRC_TEST_DATA "/elsewhere/SIPconfig.xml",
                                             "--out", made, "--branch-map", map});
    EXPECT_EQ(taken.exit_code, 1) << taken.output; // three accounts and a listener cannot come in, and are told
    EXPECT_NE(taken.output.find("5 terminals are there"), std::string::npos) << taken.output;
    const auto checked = test::run_daemon({"--config", made, "--check-config"});
    EXPECT_EQ(checked.exit_code, 0) << checked.output;

    // The same settings, on ports that are free here; the daemon of the tests brings [server] and [tool] itself.
    std::string settings = text_of(made);
    settings = std::regex_replace(settings.substr(settings.find("\n[limits]")), std::regex("port = [0-9]+"), "port = 0");
    const test::running_daemon running(data, {.more_settings = settings});
    const std::pair<const char*, const char*> accounts[] = {
        {"hall-1", "Xenia7"}, {"hall-2", "Yucca8"}, {"sorter", "Zinnia9"}, {"pay", "Aster10"}, {"ebooks", "Begonia11"}};
    for (const auto& [login, password] : accounts) {
        tool::connection line("127.0.0.1", port_of(data, "sip2-6001"));
        line.send(std::string("9300CN") + login + "|CO" + password + "|\r");
        EXPECT_EQ(line.receive_line(), "941") << login;
    }
    tool::connection line("127.0.0.1", port_of(data, "sip2-6001"));
    line.send("9300CNpay|COAster10|\r9900802.00\r");
    EXPECT_EQ(line.receive_line(), "941");
    const std::string status = line.receive_line().value_or("");
    EXPECT_EQ(status.substr(0, 14), "98YYYNYN025001") << status; // no renewal, 2.5 s, one try, as its institution's policy says
    EXPECT_NE(status.find("AONORTH|"), std::string::npos) << status;
}

TEST(sip_config, of_evergreen_lets_its_account_in) {
    const auto data = test::fresh_demo_library();
    const std::string made = (data / "taken.toml").string();
    const auto map = written(data / "branches.toml", "pines = \"MAIN\"\n");
    const auto taken = test::circdesk(data, {"--institution", "RIVERBEND", "import", "sip-config", CIRC_TEST_DATA "/elsewhere/oils_sip.xml",
                                             "--out", made, "--branch-map", map});
    EXPECT_EQ(taken.exit_code, 1) << taken.output; // an account that stands there twice and a listener are told
    const auto checked = test::run_daemon({"--config", made, "--check-config"});
    EXPECT_EQ(checked.exit_code, 0) << checked.output;

    std::string settings = text_of(made);
    settings = std::regex_replace(settings.substr(settings.find("\n[limits]")), std::regex("port = [0-9]+"), "port = 0");
    settings = std::regex_replace(settings, std::regex("\"::1\""), "\"127.0.0.1\""); // not each machine has the other
    const test::running_daemon running(data, {.more_settings = settings});
    tool::connection line("127.0.0.1", port_of(data, "sip2-6001"));
    line.send("9300CNscclient|CODahlia13|\r");
    EXPECT_EQ(line.receive_line(), "941");
    tool::connection other("127.0.0.1", port_of(data, "sip2-6001"));
    other.send("9300CNscclient|COErica14|\r");
    EXPECT_EQ(other.receive_line(), "940") << "the first of the name is the account";
}

TEST(conformance, is_that_of_our_own_server) {
    const auto data = test::fresh_demo_library();
    const test::running_daemon running(data, {.more_settings = "[profile.standard]\npatron_enable = true\n"}); // else there is no 25
    const auto pass = written(data / "desk1.pw", "demo-desk1\n");
    const auto pin = written(data / "pin", "1001\n");
    const auto got = test::circdesk(data, {"--institution", "RIVERBEND", "conformance", at(running), "--login", "desk1", "--password-file", pass,
                                           "--location", "MAIN", "--patron", "29012000000010", "--pin-file", pin, "--item", "39012000000133", "--changes"});
    EXPECT_EQ(got.exit_code, 0) << got.output;
    EXPECT_NE(got.output.find(" passed, 0 failed, 0 not tried"), std::string::npos) << got.output;
    // Nothing of it is left.
    const auto reader = test::circdesk(data, {"--institution", "RIVERBEND", "patron", "show", "29012000000010"});
    EXPECT_EQ(reader.output.find("circdesk conformance"), std::string::npos) << "the block was taken back: " << reader.output;
    const auto holds = test::circdesk(data, {"--institution", "RIVERBEND", "hold", "list", "29012000000010"});
    EXPECT_EQ(holds.output.find("The Two Towers"), std::string::npos) << holds.output;
    const auto nobody = test::circdesk(data, {"conformance", "127.0.0.1:1"});
    EXPECT_EQ(nobody.exit_code, 4) << nobody.output;
}

TEST(replay, shows_in_what_two_libraries_differ) {
    const auto here = test::fresh_demo_library();
    const auto there = test::fresh_demo_library();
    const test::running_daemon ours(here);
    const test::running_daemon theirs(there);
    const auto pass = written(here / "desk1.pw", "demo-desk1\n");
    const auto trace = written(here / "monday.trace", "2300020260317    142615AO|AA29012000000010|AC|AD1001|\n"
                                                      "1720260317    142615AO|AB39012000000133|AC|\n"
                                                      "1720260317    142615AO|ABnothing|AC|\n");
    const std::vector<std::string> words{"replay", trace, "--against", at(ours), "--other", at(theirs), "--login", "desk1", "--password-file", pass};
    const auto alike = test::circdesk(here, words);
    EXPECT_EQ(alike.exit_code, 0) << alike.output;
    EXPECT_EQ(alike.output, "3 answers compared, 0 differ\n");
    const auto lent = test::circdesk(there, {"sc", "--as", "desk1", "--quiet", "checkout", "patron_identifier=29012000000010",
                                             "item_identifier=39012000000133", "patron_password=1001"});
    ASSERT_EQ(lent.exit_code, 0) << lent.output;
    const auto different = test::circdesk(here, words);
    EXPECT_EQ(different.exit_code, 1) << different.output;
    EXPECT_TRUE(std::regex_search(different.output, std::regex("2 +0 +17 Item Information +circulation_status +04 +03"))) << different.output;
}

TEST(replay, takes_what_a_watch_has_written) {
    const auto data = test::fresh_demo_library();
    const test::running_daemon running(data);
    tool::connection watching((data / "circdesk.sock").string());
    watching.send("watch desk1\n");
    ASSERT_TRUE(running.comes_to_log("CIRC-1701")) << running.log();
    const auto asked = test::circdesk(data, {"sc", "--as", "desk1", "--quiet", "patron_status_request", "patron_identifier=29012000000010", "patron_password=1001"});
    ASSERT_EQ(asked.exit_code, 0) << asked.output;
    std::string seen;
    while (seen.find("\"24\"") == std::string::npos) {
        const auto line = watching.receive_line();
        ASSERT_TRUE(line) << seen;
        seen += *line + '\n';
    }
    const auto trace = written(data / "watched.trace", seen);
    const auto cards = written(data / "cards", "29012000000010 1001\n");
    const auto pass = written(data / "desk1.pw", "demo-desk1\n");
    const auto got = test::circdesk(data, {"replay", trace, "--against", at(running), "--login", "desk1", "--password-file", pass, "--cards", cards});
    EXPECT_EQ(got.exit_code, 0) << got.output << seen;
    EXPECT_NE(got.output.find("2 answers compared, 0 differ"), std::string::npos) << got.output << seen;
}

TEST(manual_of_the_daemon, tells_every_option) {
    const std::string page = std::regex_replace(text_of(CIRC_TEST_DATA "/../../docs/man/circdeskd.8"), std::regex("\\\\-"), "-");
    const std::string help = test::run_daemon({"--help"}).output;
    const std::regex option("--[a-z-]+");
    int options = 0;
    for (auto each = std::sregex_iterator(help.begin(), help.end(), option); each != std::sregex_iterator(); ++each, ++options)
        EXPECT_NE(page.find("\\fB" + each->str() + "\\fR\n"), std::string::npos) << each->str();
    EXPECT_GE(options, 4);
}

} // namespace
