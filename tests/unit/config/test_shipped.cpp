#include "config/load.hpp"
#include "config/manual_page.hpp"
#include "config/ncip_backend_reader.hpp"
#include "config/ncip_dialect_reader.hpp"
#include "config/profiles.hpp"
#include "config/relay_stage_reader.hpp"
#include "config/settings_table.hpp"
#include "config/texts.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

namespace circ::config {
namespace {

/// Compares a file of the repository with what it is made from, or writes it anew.
void expect_file(const std::string& path, const std::string& expected) {
    if (std::getenv("CIRC_TEST_ACCEPT") != nullptr) {
        std::ofstream(path) << expected;
        GTEST_SKIP() << "recorded anew";
    }
    std::ifstream in(path);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), expected)
        << "CIRC_TEST_ACCEPT=1 writes it anew";
}

/// Settings without the places where they stand.
settings placeless(settings all) {
    for (policy_rule& rule : all.policy) {
        rule.at = {};
        for (policy_setting& each : rule.set)
            each.at = {};
        std::sort(rule.set.begin(), rule.set.end(), [](const auto& left, const auto& right) {
            return left.key < right.key;
        });
    }
    return all;
}

TEST(shipped_file, is_made_from_the_tables) {
    expect_file(CIRC_TEST_DATA "/../../config/circdesk.toml", default_file());
}

TEST(shipped_file, says_what_an_empty_file_means) {
    const loaded shipped = load_text(default_file(), "circdesk.toml");
    for (const mistake& each : shipped.mistakes)
        ADD_FAILURE() << to_string(each);
    EXPECT_EQ(placeless(shipped.settings), placeless(default_settings()));
}

TEST(shipped_unit, gives_the_daemon_the_time_that_it_may_take) {
    std::ifstream in(CIRC_TEST_DATA "/../../tools/packaging/circdeskd.service.in");
    const std::string unit(std::istreambuf_iterator<char>(in), {});
    EXPECT_NE(unit.find("\nTimeoutStartSec=infinity\n"), std::string::npos) << "to bring a store up to date";
    const std::string stop = "\nTimeoutStopSec=";
    const auto at = unit.find(stop);
    ASSERT_NE(at, std::string::npos);
    const auto* grace = find_row(table_of<server_settings>(), "stop_grace_seconds");
    ASSERT_NE(grace, nullptr);
    EXPECT_GT(std::stoll(unit.substr(at + stop.size())), grace->what.most);
}

TEST(shipped_file, shows_defaults_that_are_right) {
    std::istringstream in(default_file());
    std::string text;
    int shown = 0;
    for (std::string line; std::getline(in, line);) {
        const bool setting = line.size() > 1 && line[0] == '#' && line[1] != ' ';
        shown += setting ? 1 : 0;
        text += (setting ? line.substr(1) : line) + '\n';
    }
    EXPECT_GT(shown, 30);
    const loaded result = load_text(text, "circdesk.toml");
    for (const mistake& each : result.mistakes)
        ADD_FAILURE() << to_string(each);
    EXPECT_EQ(placeless(result.settings), placeless(default_settings()));
}

TEST(shipped_policy, leaves_no_term_of_its_rules_open) {
    const auto rules = default_settings().policy;
    std::set<std::string> set;
    for (const policy_setting& each : rules.back().set)
        set.insert(each.key);
    EXPECT_EQ(set.size(), rules.back().set.size());
    EXPECT_EQ(rules.back().when, policy_conditions{});
    for (const policy_rule& rule : rules) {
        for (const policy_setting& each : rule.set)
            EXPECT_TRUE(set.contains(each.key)) << each.key;
    }
}

TEST(settings_reference, page_is_up_to_date) {
    expect_file(CIRC_TEST_DATA "/../../docs/reference/settings.md", reference_page());
}

TEST(settings_manual, page_is_up_to_date) {
    expect_file(CIRC_TEST_DATA "/../../docs/man/circdesk.toml.5", settings_manual_page());
}

TEST(settings_manual, has_every_key_once_more) {
    const std::string page = settings_manual_page();
    for_each_section([&]<typename S>(const section<S>& each) {
        EXPECT_NE(page.find(".SH [" + std::string(each.name) + "]\n"), std::string::npos) << each.name;
        for (const setting<S>& row : table_of<S>())
            EXPECT_NE(page.find("\n\\fB" + std::string(row.what.key) + "\\fR = "), std::string::npos) << row.what.key;
    });
}

TEST(profiles_reference, page_is_up_to_date) {
    expect_file(CIRC_TEST_DATA "/../../docs/reference/profiles.md", profiles_page());
}

TEST(texts_reference, page_is_up_to_date) {
    expect_file(CIRC_TEST_DATA "/../../docs/reference/texts.md", texts_page());
}

/// What is written must read back as itself; so every default is also a right value.
template <typename S>
void expect_round_trip() {
    std::set<std::string_view> keys;
    for (const setting<S>& each : table_of<S>()) {
        EXPECT_TRUE(keys.insert(each.what.key).second) << each.what.key;
        EXPECT_THAT(std::string(each.what.text), testing::EndsWith(".")) << each.what.key;
        std::vector<mistake> mistakes;
        const std::string line = std::string(each.what.key) + " = " + each.show(S{});
        const value_table parsed = parse_document(line, "f", mistakes);
        S other{};
        read_members(parsed, other, table_of<S>(), {"", mistakes});
        EXPECT_EQ(each.show(other), each.show(S{})) << each.what.key;
        for (const mistake& wrong : mistakes)
            ADD_FAILURE() << line << ": " << wrong.text;
    }
}

TEST(settings_tables, every_default_reads_back_as_itself) {
    for_each_section([]<typename S>(const section<S>&) { expect_round_trip<S>(); });
    expect_round_trip<listener_settings>();
    expect_round_trip<profile>();
    expect_round_trip<policy_conditions>();
    expect_round_trip<bin_conditions>();
    expect_round_trip<branch_group>();
    expect_round_trip<ncip_backend>();
    expect_round_trip<ncip_dialect>();
    expect_round_trip<relay_rule>();
}

} // namespace
} // namespace circ::config
