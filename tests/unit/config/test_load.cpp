#include "config/load.hpp"

#include "config/settings_table.hpp"
#include "tests/unit/storage/scratch_folder.hpp"

#include <filesystem>
#include <fstream>

namespace circ::config {
namespace {

const std::filesystem::path data = CIRC_TEST_DATA "/settings";

/// A mistake as the command line shows it, without the folder.
std::vector<std::string> told(const loaded& result) {
    std::vector<std::string> lines;
    for (mistake each : result.mistakes) {
        each.at.file = std::filesystem::path(each.at.file).filename().string();
        lines.push_back(to_string(each));
    }
    return lines;
}

TEST(load, reports_all_mistakes_of_a_file_in_their_places) {
    const std::string f = "mistakes.toml:";
    EXPECT_THAT(
        told(load(data / "mistakes.toml")),
        testing::ElementsAre(
            f + "3:8: server.node: 1024 is not between 0 and 1023",
            f + "5:1: server.hashing_thread: no such setting; did you mean \"hashing_threads\"?",
            f + "7:2: sever: no such setting; did you mean \"server\"?",
            f + "10:1: listener.address: the demo library's passwords are public: with server.demo "
                "the address must be 127.0.0.1 or ::1",
            f + "13:8: listener.port: 70000 is not between 0 and 65535",
            f + "15:1: listener.name: a listener before is called \"hall\" too",
            f + "18:24: listener.allow: \"10.1.2.3/16\" is not an address or a block of addresses "
                "like 10.1.0.0/16, with nothing behind the prefix",
            f + "21:10: log.format: \"jason\" is not \"text\" or \"json\"; did you mean \"json\"?",
            f + "22:9: log.queue: \"many\" is not a whole number between 1 and 1000000",
            f + "25:12: profile.hall.inherits: there is no profile \"kiosk-4m\"; did you mean "
                "\"kiosk-3m\"?",
            f + "26:20: profile.hall.duplicate_resend: \"on\" is not true or false (without "
                "quotes)",
            f + "28:1: policy: the rule has no name; `explain` calls it by one",
            f + "29:10: policy.when.item_typ: no such setting; did you mean \"item_type\"?",
            f + "30:21: policy.set.loan_days: 14.500000 is not a whole number, true, false or a "
                "text; amounts are texts like \"0.25\""));
}

TEST(load, takes_over_what_a_file_says) {
    const loaded result = load(data / "library.toml");
    EXPECT_THAT(told(result), testing::IsEmpty());
    const settings& all = result.settings;
    EXPECT_EQ(all.server.node, 7);
    EXPECT_EQ(all.server.stop_grace, std::chrono::seconds(5));
    EXPECT_EQ(all.server.max_connections, server_settings{}.max_connections);
    EXPECT_EQ(store_path(all), "/srv/library/town.sqlite");
    EXPECT_EQ(all.log.format, log_format::json);
    EXPECT_EQ(all.log.level, log_level::debug);
    EXPECT_EQ(all.limits.idle, std::chrono::minutes(15));
    EXPECT_EQ(all.limits.pin_lock, std::chrono::minutes(30));
    EXPECT_EQ(all.texts.language, "de");

    ASSERT_EQ(all.listeners.size(), 2U);
    EXPECT_EQ(all.listeners[0].allow.size(), 3U);
    EXPECT_EQ(all.listeners[1].kind, listener_kind::telnet_login);
    EXPECT_EQ(all.listeners[1].profile, "hall-kiosk");

    ASSERT_EQ(all.policy.size(), 2U);
    EXPECT_EQ(all.policy[0].name, "discs");
    EXPECT_EQ(all.policy[0].at.line, 54U);
    EXPECT_THAT(all.policy[0].when.item_type, testing::ElementsAre("dvd", "cd"));
    EXPECT_THAT(all.policy[0].when.place, testing::ElementsAre("MAIN"));
    std::map<std::string, std::variant<std::int64_t, bool, std::string>> set;
    for (const policy_setting& each : all.policy[0].set) {
        set[each.key] = each.value;
        EXPECT_EQ(each.at.line, 57U) << each.key;
    }
    EXPECT_EQ(set.at("loan_days"),
              (std::variant<std::int64_t, bool, std::string>(std::int64_t{7})));
    EXPECT_EQ(set.at("rental_fee"), (std::variant<std::int64_t, bool, std::string>("0.50")));
    EXPECT_EQ(set.at("for_loan"), (std::variant<std::int64_t, bool, std::string>(true)));
    EXPECT_TRUE(all.policy[1].when == policy_conditions{});
}

struct mistake_case {
    std::string name, text, expected;
};

class one_mistake : public testing::TestWithParam<mistake_case> {};

TEST_P(one_mistake, is_told_with_the_way_out) {
    EXPECT_THAT(told(load_text(GetParam().text, "f")), testing::ElementsAre(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    load,
    one_mistake,
    testing::Values(
        mistake_case{
            "section_is_no_table", "server = 3", "f:1:10: server: 3 stands where a table must be"},
        mistake_case{"section_as_list",
                     "[[store]]\nfile = \"x\"\n",
                     "f:1:1: store: a list stands where a table must be"},
        mistake_case{"listener_as_table",
                     "[listener]\nport = 1\n",
                     "f:1:1: listener: a table is not a list; a list stands in [ ]"},
        mistake_case{"no_time_of_day",
                     "[day]\nat = \"24:00\"\n",
                     "f:2:6: day.at: \"24:00\" is not a time of day like \"03:30\""},
        mistake_case{"nothing_near", "[log]\nweather = 1\n", "f:2:1: log.weather: no such setting"},
        mistake_case{"negative",
                     "[[listener]]\nport = -1\n",
                     "f:2:8: listener.port: -1 is not between 0 and 65535"},
        mistake_case{
            "fraction",
            "[limits]\nidle_seconds = 1.5\n",
            "f:2:16: limits.idle_seconds: 1.500000 is not a whole number between 1 and 86400"},
        mistake_case{"date",
                     "[server]\nnode = 2026-03-17\n",
                     "f:2:8: server.node: a date or time is not a whole number between 0 and 1023"},
        mistake_case{
            "number_for_text", "[log]\nfile = 3\n", "f:2:8: log.file: 3 is not a text in quotes"},
        mistake_case{"empty_text",
                     "[store]\nfile = \"\"\n",
                     "f:2:8: store.file: \"\" is not a text with something in it"},
        mistake_case{"data_dir_without_room_for_its_socket",
                     "[server]\ndata_dir = \"/" + std::string(93, 'd') + "\"\n",
                     "f:2:12: server.data_dir: \"/" + std::string(59, 'd') +
                         "...\" is not a folder's path of 1 to 93 bytes, so that a socket fits into it"},
        mistake_case{
            "host_name",
            "[[listener]]\naddress = \"localhost\"\n",
            "f:2:11: listener.address: \"localhost\" is not a numeric IPv4 or IPv6 address"},
        mistake_case{"text_for_list",
                     "[profile.a]\nextensions = \"CT\"\n",
                     "f:2:14: profile.a.extensions: \"CT\" is not a list; a list stands in [ ]"},
        mistake_case{
            "list_element",
            "[profile.a]\nextensions = [\"CT\", \"CZ\"]\n",
            "f:2:21: profile.a.extensions: \"CZ\" is not one of CL CR CS CT CV CY DA PA PB PC BD BE BF BL"},
        mistake_case{"choice_in_list",
                     "[profile.a]\nalert_policy = [\"hold\", \"transfer\"]\n",
                     "f:2:25: profile.a.alert_policy: \"transfer\" is not \"hold\", \"transit\" or "
                     "\"refused\"; did you mean \"transit\"?"},
        mistake_case{"number_for_choice",
                     "[profile.a]\nunknown_command = 96\n",
                     "f:2:19: profile.a.unknown_command: 96 is not \"96\" or \"ignore\""},
        mistake_case{"flags_too_short",
                     "[profile.a]\nflags98 = \"YYY\"\n",
                     "f:2:11: profile.a.flags98: \"YYY\" is not a text of 4 letters, each Y or N"},
        mistake_case{"flags_other_letter",
                     "[profile.a]\nflags98 = \"YYYx\"\n",
                     "f:2:11: profile.a.flags98: \"YYYx\" is not a text of 4 letters, each Y or N"},
        mistake_case{
            "delimiter_is_a_letter",
            "[profile.a]\ndelimiter = \"A\"\n",
            "f:2:13: profile.a.delimiter: \"A\" is not one ASCII character, neither letter "
            "nor digit nor blank"},
        mistake_case{
            "date_pattern",
            "[profile.a]\ndue_date_format = \"%d.%q\"\n",
            "f:2:19: profile.a.due_date_format: \"%d.%q\" is not \"sip\" or a pattern of %Y "
            "%y %m %d %e %H %M %% and other text"},
        mistake_case{
            "fee_template",
            "[profile.a]\nav_format = \"<id> <sum>\"\n",
            "f:2:13: profile.a.av_format: \"<id> <sum>\" is not a text in which only <id>, "
            "<amount>, <type> and <title> stand in < >"},
        mistake_case{
            "field_choice",
            "[profile.a]\nhide_fields = [\"64BD\"]\n",
            "f:2:16: profile.a.hide_fields: \"64BD\" is not a field id like \"BD\", or one in "
            "a message like \"64.BD\""},
        mistake_case{"payment_type",
                     "[profile.a]\nwrite_off_payment_type = \"4\"\n",
                     "f:2:26: profile.a.write_off_payment_type: \"4\" is not a payment type of two "
                     "digits, or empty"},
        mistake_case{
            "request_always_served",
            "[profile.a]\nallowed = [\"93\"]\n",
            "f:2:12: profile.a.allowed: \"93\" is not \"01\", \"09\", \"11\", \"15\", \"17\", "
            "\"19\", \"23\", \"25\", \"29\", \"35\", \"37\", \"63\" or \"65\"; did you mean "
            "\"23\"?"},
        mistake_case{"profile_is_no_table",
                     "[profile]\na = 3\n",
                     "f:2:5: profile.a: 3 stands where a table must be"},
        mistake_case{"own_circle",
                     "[profile.a]\ninherits = \"a\"\n",
                     "f:2:12: profile.a.inherits: profiles inherit in a circle: a -> a"},
        mistake_case{"circle_of_three",
                     "[profile.a]\ninherits = \"b\"\n[profile.b]\ninherits = \"c\"\n[profile.c]\n"
                     "inherits = \"a\"\n",
                     "f:2:12: profile.a.inherits: profiles inherit in a circle: a -> b -> c -> a"},
        mistake_case{"circle_through_a_shipped_one",
                     "[profile.standard]\ninherits = \"sorter\"\n",
                     "f:2:12: profile.standard.inherits: profiles inherit in a circle: standard -> "
                     "sorter -> standard"},
        mistake_case{"inherits_nothing",
                     "[profile.a]\ninherits = \"\"\n",
                     "f:2:12: profile.a.inherits: there is no profile \"\""},
        mistake_case{
            "unknown_profile_of_listener",
            "[[listener]]\nprofile = \"sortr\"\n",
            "f:1:1: listener.profile: there is no profile \"sortr\"; did you mean \"sorter\"?"},
        mistake_case{
            "port_taken_twice",
            "[[listener]]\n[[listener]]\nname = \"b\"\n",
            "f:2:1: listener.port: port 6001 of 127.0.0.1 belongs to listener \"sip2\" already"},
        mistake_case{
            "terminal_behind_telnet",
            "[[listener]]\nkind = \"telnet_login\"\nterminal = \"kiosk1\"\n",
            "f:1:1: listener.terminal: kind \"telnet_login\" asks every connection who it is; "
            "leave the terminal empty or make the kind \"plain\""},
        mistake_case{
            "terminal_behind_encrypted_telnet",
            "[[listener]]\nkind = \"tls_telnet_login\"\nterminal = \"kiosk1\"\ncertificate_file = \"c\"\nkey_file = \"k\"\n",
            "f:1:1: listener.terminal: kind \"tls_telnet_login\" asks every connection who it is; "
            "leave the terminal empty or make the kind \"tls\""},
        mistake_case{"tls_without_certificate",
                     "[[listener]]\nkind = \"tls\"\nkey_file = \"k\"\n",
                     "f:1:1: listener.certificate_file: kind \"tls\" needs it"},
        mistake_case{"tls_without_key",
                     "[[listener]]\nkind = \"tls\"\ncertificate_file = \"c\"\n",
                     "f:1:1: listener.key_file: kind \"tls\" needs it"},
        mistake_case{"certificate_that_protects_nothing",
                     "[[listener]]\ncertificate_file = \"c\"\n",
                     "f:1:1: listener.certificate_file: it is looked at with kind \"tls\" alone"},
        mistake_case{"clients_certificates_without_authorities",
                     "[[listener]]\nkind = \"tls\"\ncertificate_file = \"c\"\nkey_file = \"k\"\n"
                     "client_certificate = \"required\"\n",
                     "f:1:1: listener.client_ca_file: client_certificate \"optional\" or "
                     "\"required\" needs it"},
        mistake_case{"authorities_that_nobody_asks_for",
                     "[[listener]]\nkind = \"tls\"\ncertificate_file = \"c\"\nkey_file = \"k\"\n"
                     "client_ca_file = \"a\"\n",
                     "f:1:1: listener.client_ca_file: it is looked at with client_certificate "
                     "\"optional\" or \"required\" alone"},
        mistake_case{"clients_certificates_in_the_open",
                     "[[listener]]\nclient_certificate = \"required\"\n",
                     "f:1:1: listener.client_certificate: only a kind with TLS asks for "
                     "certificates; make the kind \"tls\", \"ncip-https\" or \"ncip-tls\""},
        mistake_case{"match_says_nothing",
                     "[[match]]\nwhen = { listener = [\"sip2\"] }\n",
                     "f:1:1: match: the rule says nothing; it needs a profile or a terminal"},
        mistake_case{"match_of_unknown_profile",
                     "[[match]]\nprofile = \"sortr\"\n",
                     "f:1:1: match.profile: there is no profile \"sortr\"; did you mean \"sorter\"?"},
        mistake_case{"match_of_unknown_listener",
                     "[[match]]\nwhen = { listener = [\"sip\"] }\nprofile = \"gate\"\n",
                     "f:1:1: match.when.listener: there is no listener \"sip\"; did you mean \"sip2\"?"},
        mistake_case{"match_with_an_account_for_logins",
                     "[[match]]\nwhen = { login = [\"a\"] }\nterminal = \"b\"\n",
                     "f:1:1: match.terminal: a device that logs in has its own account; take `login` "
                     "and `location` out of `when`, or the terminal"},
        mistake_case{"match_never_reached",
                     "[[match]]\nprofile = \"gate\"\n[[match]]\nwhen = { login = [\"a\"] }\nprofile = \"wand\"\n",
                     "f:3:1: match: can never be reached: a rule before fits all"},
        mistake_case{"match_of_unknown_condition",
                     "[[match]]\nwhen = { adress = [] }\nprofile = \"gate\"\n",
                     "f:2:10: match.when.adress: no such setting; did you mean \"address\"?"},
        mistake_case{"demo_in_the_open",
                     "[server]\ndemo = true\n[[listener]]\naddress = \"::\"\n",
                     "f:3:1: listener.address: the demo library's passwords are public: with "
                     "server.demo the address must be 127.0.0.1 or ::1"},
        mistake_case{"rule_without_terms",
                     "[[policy]]\nname = \"a\"\n",
                     "f:1:1: policy: the rule sets nothing; it needs set = { key = value }"},
        mistake_case{"rule_named_twice",
                     "[[policy]]\nname = \"a\"\nset = {}\n[[policy]]\nname = \"a\"\nset = {}\n",
                     "f:4:1: policy.name: a rule before is called \"a\" too"},
        mistake_case{"rule_with_unknown_key",
                     "[[policy]]\nname = \"a\"\nset = {}\nwhenn = {}\n",
                     "f:4:1: policy.whenn: no such setting; did you mean \"when\"?"},
        mistake_case{"control_characters_stay_out_of_the_message",
                     "[log]\nlevel = \"\\u001b[2J\"\n",
                     "f:2:9: log.level: \"\\u001B[2J\" is not \"debug\", \"info\", \"warning\" or "
                     "\"error\""}),
    [](const auto& row) { return row.param.name; });

TEST(load, text_that_is_no_toml_is_told_where_reading_stopped) {
    EXPECT_THAT(told(load_text("[server\nnode = 1\n", "f")),
                testing::ElementsAre(testing::StartsWith("f:1:8: not TOML: ")));
    EXPECT_THAT(told(load_text("[log]\nfile = \"\xFF\"\n", "f")),
                testing::ElementsAre(testing::StartsWith("f:2:8: not TOML: ")));
}

TEST(load, a_mistake_is_one_line_whatever_the_file_holds) {
    for (const char* text : {"allow = [\"10.\x1E" "1.2.3/16\"]", "\"lis\\nten\\u001Ber\" = 1", "[profile.\"a\\nb\"]\ninherits = \"c\\nd\""}) {
        const auto lines = told(load_text(text, "f"));
        ASSERT_FALSE(lines.empty()) << text;
        for (const auto& line : lines) EXPECT_EQ(line.find_first_of("\n\x1B\x1E"), std::string::npos) << line;
    }
}

TEST(load, demo_library_on_loopback_is_fine) {
    EXPECT_THAT(
        told(load_text("[server]\ndemo = true\n[[listener]]\naddress = \"127.0.0.9\"\n", "f")),
        testing::IsEmpty());
}

TEST(load, file_that_cannot_be_read_is_a_mistake) {
    const loaded missing = load(data / "missing.toml");
    EXPECT_THAT(told(missing),
                testing::ElementsAre("missing.toml: cannot be read: No such file or directory"));
    EXPECT_EQ(missing.settings, default_settings());
    EXPECT_THAT(told(load(data)), testing::ElementsAre(testing::HasSubstr("cannot be read: Is a directory")));
    EXPECT_THAT(told(load("/dev/null")), testing::ElementsAre(testing::HasSubstr("cannot be read: "))) << "no file";
}

TEST(load, file_without_a_key_is_a_mistake) {
    const test::scratch_folder folder;
    const auto told_of = [&](const std::string& text) {
        std::ofstream(folder.file("f.toml"), std::ios::binary) << text;
        return told(load(folder.file("f.toml")));
    };
    for (const char* text : {"", "\n", "# [server]\r\n\t\n# node = 7"})
        EXPECT_THAT(told_of(text), testing::ElementsAre("f.toml: holds no setting; put back what it held, or begin with a copy of the "
                                                        "circdesk.toml that ships"))
            << text;
    EXPECT_THAT(told_of("[server]\n"), testing::IsEmpty());
    EXPECT_THAT(told_of("[server\n"), testing::ElementsAre(testing::StartsWith("f.toml:1:8: not TOML: ")));
}

TEST(load, long_chain_of_profiles_is_a_mistake_not_a_crash) {
    std::string text = "[profile.a0]\n";
    for (int i = 1; i < 500; ++i) {
        text +=
            "[profile.a" + std::to_string(i) + "]\ninherits = \"a" + std::to_string(i - 1) + "\"\n";
    }
    const loaded result = load_text(text, "f");
    for (const mistake& each : result.mistakes)
        EXPECT_THAT(each.text, testing::HasSubstr("in a row"));
}

TEST(load, every_beginning_of_a_file_is_read_without_throwing) {
    const std::string text = default_file();
    for (std::size_t size = 0; size < text.size(); size += 7) {
        const loaded result = load_text(std::string_view(text).substr(0, size), "f");
        EXPECT_FALSE(result.settings.listeners.empty()) << size;
    }
}

TEST(restart, is_needed_for_what_is_read_only_at_start) {
    const settings before = default_settings();
    settings after = before;
    after.limits.idle = std::chrono::seconds(1);
    after.profiles["standard"].retries = 5;
    after.log.level = log_level::debug;
    after.http.allow = loopback_networks();
    EXPECT_THAT(restart_needed(before, after), testing::IsEmpty());
    after.server.node = 3;
    after.log.queue = 5;
    after.listeners[0].port = 6002;
    EXPECT_THAT(restart_needed(before, after),
                testing::ElementsAre("server.node", "log.queue", "listener \"sip2\" port"));
}

TEST(restart, is_waited_for_with_what_runs_and_the_rest_is_taken) {
    const settings before = default_settings();
    settings after = before;
    after.limits.idle = std::chrono::seconds(1);
    after.log.level = log_level::debug;
    const settings taken_at_once = after;
    after.store.file = "other.sqlite";
    after.store.queue_units = 5;
    after.log.queue = 5;
    keep_until_restart(before, after);
    EXPECT_EQ(after, taken_at_once);
}

TEST(restart, is_for_where_a_listener_listens_and_for_nothing_else_of_it) {
    const std::map<std::string, std::string> changed{{"address", "\"::1\""}, {"port", "7001"}, {"kind", "\"tls\""},
        {"profile", "\"gate\""}, {"terminal", "\"a\""}, {"allow", "[\"10.0.0.0/8\"]"}, {"plaintext_from", "[]"},
        {"proxy_from", "[\"10.0.0.9\"]"}, {"certificate_file", "\"c\""}, {"key_file", "\"k\""},
        {"client_certificate", "\"optional\""}, {"client_ca_file", "\"a\""}};
    const settings before = default_settings();
    for (const auto& row : table_of<listener_settings>()) {
        const std::string key(row.what.key);
        if (key == "name") continue; // another name is another listener
        ASSERT_TRUE(changed.contains(key)) << key;
        const settings after = load_text("[[listener]]\n" + key + " = " + changed.at(key), "f").settings;
        ASSERT_NE(row.show(before.listeners[0]), row.show(after.listeners[0])) << key;
        const bool needed = key == "address" || key == "port";
        EXPECT_EQ(restart_needed(before, after), needed ? std::vector<std::string>{"listener \"sip2\" " + key} : std::vector<std::string>{});
    }
}

TEST(restart, is_for_listeners_that_come_and_go) {
    settings before = default_settings();
    settings after = before;
    after.listeners[0].name = "hall";
    after.listeners.push_back({.name = "cellar"});
    EXPECT_THAT(restart_needed(before, after), testing::ElementsAre("listener \"sip2\" (taken out)", "listener \"hall\" (new)",
                                                                    "listener \"cellar\" (new)"));
}

} // namespace
} // namespace circ::config
