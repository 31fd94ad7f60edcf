// Doors of the running daemon: TLS, balancers, networks, and what a reload changes of them.
#include "server/circulation/clock.hpp"
#include "tests/support/certificates.hpp"
#include "tests/support/running_daemon.hpp"
#include "tools/circdesk/connection.hpp"
#include "tools/circdesk/encryption.hpp"
#include "tools/circdesk/tool.hpp"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

namespace {

using namespace circ;
namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& text) { std::ofstream(file, std::ios::binary) << text; }

std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A demo library with a certificate beside it.
struct encrypted_library {
    encrypted_library() {
        renew(authority);
        write(data / "ca.pem", authority.certificate());
        const auto device = authority.issue("kiosk1");
        write(data / "device.pem", device.certificate);
        write(data / "device.key", device.key);
    }

    void renew(const test::certificate_authority& by, std::chrono::days lasts = std::chrono::days(365)) const {
        const auto own = by.issue("library.example", "IP:127.0.0.1", lasts);
        write(data / "own.pem", own.certificate);
        write(data / "own.key", own.key);
    }

    [[nodiscard]] std::string door(const std::string& more = {}) const {
        return "kind = \"tls\"\ncertificate_file = \"" + file("own.pem") + "\"\nkey_file = \"" + file("own.key") + "\"\n" + more;
    }
    [[nodiscard]] std::string file(const char* name) const { return (data / name).string(); }

    fs::path data = test::fresh_demo_library();
    test::certificate_authority authority{"Riverton Library Authority"};
};

struct kiosk {
    explicit kiosk(const test::running_daemon& at, const std::string& ca = {})
        : line("127.0.0.1", at.port(), ca.empty() ? nullptr : tool::read_encryption({.authorities = ca})) {}
    std::string ask(const std::string& text) {
        line.send(text + '\r');
        return line.receive_line().value_or("(closed)");
    }
    tool::connection line;
};

const std::string log_in = "9300CNkiosk1|COdemo-kiosk1|";
const std::string status = "9900802.00";

/// Asks for the settings to be read again, and waits until the log has so many lines of this event.
void reload(const test::running_daemon& running, const std::string& event, std::size_t times) {
    running.signal(SIGHUP);
    ASSERT_TRUE(running.comes_to_log(event, times)) << running.log();
}

/// What the settings file says, said otherwise.
void change(const fs::path& file, const std::string& what, const std::string& to) {
    const std::string before = read(file);
    const std::string after = std::regex_replace(before, std::regex(what), to);
    ASSERT_NE(before, after);
    write(file, after);
}

TEST(doors, serve_the_tool_by_tls) {
    const encrypted_library at;
    test::running_daemon running(at.data, {.listener_settings = at.door()});
    const std::vector<std::string> as_kiosk{"sc", "--as", "kiosk1", "item_information", "item_identifier=39012000000133"};
    auto with = [&](std::initializer_list<std::string> more) {
        auto words = as_kiosk;
        words.insert(words.begin() + 1, more);
        return test::circdesk(at.data, words);
    };
    const auto served = with({"--tls", "--ca", at.file("ca.pem")});
    EXPECT_EQ(served.exit_code, 0) << served.output;
    EXPECT_NE(served.output.find("Item Information Response"), std::string::npos) << served.output;
    const auto untrusted = with({"--tls"});
    EXPECT_EQ(untrusted.exit_code, 4) << untrusted.output;
    EXPECT_NE(untrusted.output.find("unable to get local issuer certificate"), std::string::npos) << untrusted.output;
    const auto no_door = with({});
    EXPECT_EQ(no_door.exit_code, 4) << no_door.output;
    EXPECT_NE(no_door.output.find("has no listener of kind \"plain\": connect by --tls"), std::string::npos) << no_door.output;
    const auto in_the_open = with({"--port", std::to_string(running.port())});
    EXPECT_EQ(in_the_open.exit_code, 1) << in_the_open.output;
    EXPECT_NE(in_the_open.output.find("does not let kiosk1 in"), std::string::npos) << in_the_open.output;
    const auto without_tls = with({"--ca", at.file("ca.pem")});
    EXPECT_EQ(without_tls.exit_code, 2) << without_tls.output;
    EXPECT_EQ(running.stop(), 0);
    EXPECT_NE(running.log().find("the peer speaks without encryption"), std::string::npos) << running.log();
}

TEST(doors, are_taken_by_the_tool_as_it_is_asked_to_speak) {
    const encrypted_library at;
    const std::string more = "[[listener]]\nname = \"lines\"\nkind = \"telnet_login\"\nport = 0\n[[listener]]\nname = \"open\"\nport = 0\n";
    const test::running_daemon running(at.data, {.listener_settings = at.door(more)});
    const std::vector<std::string> asked{"--as", "kiosk1", "raw", status};
    for (const auto& manner : {std::vector<std::string>{"sc"}, std::vector<std::string>{"sc", "--tls", "--ca", at.file("ca.pem")}}) {
        auto words = manner;
        words.insert(words.end(), asked.begin(), asked.end());
        const auto served = test::circdesk(at.data, words);
        EXPECT_EQ(served.exit_code, 0) << served.output;
    }
}

TEST(doors, ask_for_a_certificate_where_one_is_required) {
    const encrypted_library at;
    test::running_daemon running(
        at.data, {.listener_settings = at.door("client_certificate = \"required\"\nclient_ca_file = \"" + at.file("ca.pem") + "\"\n")});
    const std::vector<std::string> by_tls{"sc", "--tls", "--ca", at.file("ca.pem")};
    auto known = by_tls;
    known.insert(known.end(), {"--cert", at.file("device.pem"), "--key", at.file("device.key"), "--as", "kiosk1", "raw", status});
    const auto served = test::circdesk(at.data, known);
    EXPECT_EQ(served.exit_code, 0) << served.output;
    auto stranger = by_tls;
    stranger.insert(stranger.end(), {"--as", "kiosk1", "raw", status});
    const auto refused = test::circdesk(at.data, stranger);
    EXPECT_EQ(refused.exit_code, 4) << refused.output;
    EXPECT_NE(refused.output.find("certificate required"), std::string::npos) << refused.output;
}

TEST(doors, take_a_new_certificate_at_a_reload_and_keep_the_sessions) {
    const encrypted_library at;
    test::running_daemon running(at.data, {.listener_settings = at.door()});
    kiosk before(running, at.file("ca.pem"));
    EXPECT_EQ(before.ask(log_in), "941");

    const test::certificate_authority next("Next Authority");
    at.renew(next);
    write(at.data / "next.pem", next.certificate());
    reload(running, "CIRC-1126", 2);
    EXPECT_THROW(kiosk(running, at.file("ca.pem")), tool::complaint) << "the old one is shown no more";
    kiosk after(running, at.file("next.pem"));
    EXPECT_EQ(after.ask(log_in), "941");

    write(at.data / "own.key", "nonsense"); // what is wrong changes nothing
    reload(running, "CIRC-1008", 1);
    EXPECT_NE(running.log().find("listener \\\"sip2\\\" key_file"), std::string::npos) << running.log();
    kiosk later(running, at.file("next.pem"));
    EXPECT_EQ(later.ask(log_in), "941");
    EXPECT_EQ(before.ask(status).substr(0, 2), "98");
}

TEST(doors, are_marked_in_the_status_when_their_certificate_ends_soon) {
    const encrypted_library at;
    const test::running_daemon running(at.data, {.listener_settings = at.door()});
    const auto good = test::circdesk(at.data, {"status"}).output;
    EXPECT_NE(good.find("\n  certificate   of sip2, 364 days left\n"), std::string::npos) << good;
    at.renew(at.authority, std::chrono::days(10));
    reload(running, "CIRC-1127", 1);
    const auto marked = test::circdesk(at.data, {"status"}).output;
    EXPECT_NE(marked.find("\n! certificate   of sip2, 9 days left: put a new one in its place and reload\n"), std::string::npos) << marked;
    at.renew(at.authority, std::chrono::days(-1));
    reload(running, "CIRC-1127", 2);
    const auto over = test::circdesk(at.data, {"status"}).output;
    EXPECT_NE(over.find("\n! certificate   of sip2 has ended: put a new one in its place and reload\n"), std::string::npos) << over;
}

TEST(doors, follow_all_other_settings_of_a_listener_at_a_reload) {
    const auto data = test::fresh_demo_library();
    test::running_daemon running(data, {.listener_settings = "allow = [\"127.0.0.0/8\"]\n"});
    kiosk before(running);
    EXPECT_EQ(before.ask(log_in), "941");
    change(data / "circdesk.toml", "port = 0", "port = 65000");
    change(data / "circdesk.toml", "127.0.0.0/8", "10.0.0.0/8");
    reload(running, "CIRC-1007", 1);
    EXPECT_NE(running.log().find("listener \\\"sip2\\\" port"), std::string::npos) << running.log();
    EXPECT_EQ(kiosk(running).line.receive_line(), std::nullopt);
    change(data / "circdesk.toml", "allow = .*\n", "[server_is_gone]\n");
    reload(running, "CIRC-1008", 1);
    EXPECT_EQ(kiosk(running).line.receive_line(), std::nullopt) << "a wrong file changes nothing";
    change(data / "circdesk.toml", ".server_is_gone.\n", "profile = \"gate\"\n");
    reload(running, "CIRC-1007", 2);
    kiosk after(running);
    EXPECT_EQ(after.ask(log_in), "941");
    EXPECT_EQ(running.has_logged("CIRC-1105"), 2U);
    EXPECT_EQ(before.ask(status).substr(0, 2), "98");
}

TEST(doors, follow_profiles_and_rules_at_a_reload) {
    const auto data = test::fresh_demo_library();
    test::running_daemon running(data, {.more_settings = "[limits]\nidle_seconds = 600\n"});
    kiosk before(running);
    EXPECT_EQ(before.ask(log_in), "941");
    const auto timeout_of = [](const std::string& answer) { return answer.substr(8, 3); };
    EXPECT_EQ(timeout_of(before.ask(status)), "100");
    write(data / "circdesk.toml", read(data / "circdesk.toml") + "[profile.slow]\ntimeout_tenths = 300\n"
                                                                 "[[match]]\nwhen = { login = [\"kiosk1\"] }\nprofile = \"slow\"\n");
    reload(running, "CIRC-1007", 1);
    EXPECT_EQ(timeout_of(before.ask(status)), "100") << "as it logged in";
    kiosk after(running);
    EXPECT_EQ(after.ask(log_in), "941");
    EXPECT_EQ(timeout_of(after.ask(status)), "300");
    const auto told = test::circdesk(data, {"--config", (data / "circdesk.toml").string(), "terminal", "test", "kiosk1"});
    EXPECT_EQ(told.exit_code, 0) << told.output;
    EXPECT_NE(told.output.find("profile slow, of the [[match]] in line"), std::string::npos) << told.output;
}

TEST(doors, follow_limits_texts_and_bins_at_a_reload) {
    const auto data = test::fresh_demo_library();
    const fs::path file = data / "circdesk.toml";
    test::running_daemon running(data, {.more_settings = "[limits]\nidle_seconds = 600\nprobe_from = []\n[texts]\nlanguage = \"en\"\n"});
    kiosk sorter(running);
    EXPECT_EQ(sorter.ask("9300CNsorter1|COdemo-sorter1|"), "941");
    const auto return_one = [&](const std::string& item) {
        return sorter.ask("09N20261124    10101020261124    101010APMAIN|AORIVERBEND|AB" + item + "|AC|");
    };
    const std::string unknown = return_one("nobody-knows-this");
    EXPECT_EQ(unknown.find("|CL"), std::string::npos) << unknown;

    fs::create_directory(data / "texts");
    write(data / "texts/en.toml", "item_unknown = \"Put it on the blue trolley.\"\n");
    change(file, "language = .en.", "directory = \"" + (data / "texts").string() + "\"");
    change(file, "\\[log\\]", "max_connections_per_address = 1\n[log]");
    write(file, read(file) + "[[bin]]\nbin = \"7\"\n");
    reload(running, "CIRC-1007", 1);
    const std::string after = return_one("nobody-knows-that");
    EXPECT_NE(after.find("|CL7|"), std::string::npos) << after;
    EXPECT_NE(after.find("|AFPut it on the blue trolley.|"), std::string::npos) << after;
    kiosk one_too_many(running);
    EXPECT_EQ(one_too_many.line.receive_line(), "96");
    EXPECT_EQ(one_too_many.line.receive_line(), std::nullopt);

    change(file, "idle_seconds = 600", "idle_seconds = 1");
    reload(running, "CIRC-1007", 2);
    EXPECT_TRUE(return_one("nobody-knows-it").starts_with("10")); // a limit holds from the next message on
    EXPECT_EQ(sorter.line.receive_line(), std::nullopt) << "idle";
    EXPECT_EQ(running.stop(), 0);
    EXPECT_EQ(running.has_logged("CIRC-1104"), 1U);
    EXPECT_EQ(running.has_logged("CIRC-1207"), 1U);
}

TEST(doors, are_closed_to_plaintext_from_elsewhere) {
    test::running_daemon running(test::fresh_demo_library(), {.listener_settings = "plaintext_from = [\"10.0.0.0/8\"]\n"});
    kiosk one(running);
    EXPECT_EQ(one.ask(log_in), "96");
    EXPECT_EQ(one.line.receive_line(), std::nullopt);
    EXPECT_EQ(running.stop(), 0);
    EXPECT_EQ(running.has_logged("CIRC-1122"), 1U);
    EXPECT_EQ(running.log().find("kiosk1"), std::string::npos) << "nothing is looked at";
}

/// The header of version 2, as HAProxy sends it with `send-proxy-v2`, for an IPv4 address; with a value behind
/// the addresses, which is passed over.
std::string header_of_version_2(std::string_view source) {
    std::string made("\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x10", 16);
    made.append(source);
    made.append("\x0A\0\0\x01\xC3\x50\x17\x71", 8); // to 10.0.0.1, the ports 50000 and 6001
    made.append("\x05\0\x01x", 4);
    return made;
}

TEST(doors, know_a_device_behind_a_balancer_by_its_own_address) {
    test::running_daemon running(test::fresh_demo_library(),
                                 {.listener_settings = "proxy_from = [\"127.0.0.1\"]\nallow = [\"192.0.2.0/24\"]\n"});
    kiosk known(running);
    known.line.send("PROXY TCP4 192.0.2.7 10.0.0.1 50000 6001\r\n");
    EXPECT_EQ(known.ask(log_in), "941");
    kiosk by_version_2(running);
    by_version_2.line.send(header_of_version_2({"\xC0\0\x02\x08", 4}));
    EXPECT_EQ(by_version_2.ask(log_in), "941");
    kiosk stranger(running);
    stranger.line.send("PROXY TCP4 198.51.100.7 10.0.0.1 50000 6001\r\n");
    EXPECT_EQ(stranger.line.receive_line(), std::nullopt);
    EXPECT_EQ(kiosk(running).ask(log_in), "(closed)") << "no header";
    EXPECT_EQ(running.stop(), 0);
    const std::string log = running.log();
    for (const char* address : {"address=192.0.2.7", "address=192.0.2.8"}) EXPECT_NE(log.find(address), std::string::npos) << log;
    EXPECT_EQ(running.has_logged("CIRC-1105"), 1U);
    EXPECT_EQ(running.has_logged("CIRC-1121"), 1U);
}

TEST(doors, are_not_opened_with_a_certificate_that_cannot_be_used) {
    const encrypted_library at;
    write(at.data / "own.key", test::certificate_authority("Someone").issue("other").key);
    write(at.data / "wrong.toml", "[server]\ndata_dir = \"" + at.data.string() + "\"\n[[listener]]\nport = 0\n" + at.door());
    const auto result = test::run_daemon({"--config", at.file("wrong.toml"), "--check-config"});
    EXPECT_EQ(result.exit_code, 78);
    EXPECT_NE(result.output.find("key_file: " + at.file("own.key") + " is not the key of the certificate"), std::string::npos) << result.output;
}

} // namespace
