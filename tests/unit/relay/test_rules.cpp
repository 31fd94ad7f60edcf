#include "config/ncip_backend_reader.hpp"
#include "server/relay/rules.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

namespace circ::relay {
namespace {

TEST(relay_rules, page_is_up_to_date) {
    const std::string path = CIRC_TEST_DATA "/../../docs/reference/relay-rules.md";
    if (std::getenv("CIRC_TEST_ACCEPT") != nullptr) {
        std::ofstream(path) << rules_page();
        GTEST_SKIP() << "recorded anew";
    }
    std::ifstream in(path);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), rules_page())
        << "CIRC_TEST_ACCEPT=1 writes it anew";
}

std::vector<std::string> keys_in(std::string_view list) {
    std::istringstream in{std::string(list)};
    std::vector<std::string> keys;
    for (std::string key; std::getline(in, key, ',');)
        keys.push_back(key.substr(key.find_first_not_of(' ')));
    return keys;
}

TEST(relay_rules, name_settings_that_there_are_and_say_what_they_change) {
    const auto rows = config::table_of<config::ncip_backend>();
    std::set<std::string_view> seen;
    for (const rule& each : rules()) {
        EXPECT_TRUE(seen.insert(each.when).second) << each.when;
        EXPECT_FALSE(each.answer.empty()) << each.when;
        EXPECT_EQ(each.keys.empty(), each.elsewise.empty()) << each.when;
        for (const auto& key : keys_in(each.keys))
            EXPECT_NE(config::find_row(rows, key), nullptr) << each.when << ": " << key;
    }
}

/// What stands in for something has a rule; the rest is how to reach it and who it is.
TEST(relay_rules, name_every_setting_that_decides_something) {
    const std::set<std::string_view> plain{"name",
                                           "url",
                                           "ca_file",
                                           "certificate_file",
                                           "key_file",
                                           "connections",
                                           "queue",
                                           "connect_ms",
                                           "call_ms",
                                           "budget_ms",
                                           "breaker_failures",
                                           "breaker_seconds",
                                           "answer_kilobytes",
                                           "outbox",
                                           "outbox_size",
                                           "reconcile_hours",
                                           "from_agency",
                                           "to_agency",
                                           "institution_agencies",
                                           "terminal_agencies",
                                           "from_system",
                                           "to_system",
                                           "application_profile",
                                           "system_secret_file",
                                           "agency_secret_file",
                                           "header",
                                           "bibliographic_elements",
                                           "pin_data_format",
                                           "account_seconds",
                                           "location_level"};
    std::set<std::string> named;
    for (const rule& each : rules())
        for (const auto& key : keys_in(each.keys))
            named.insert(key);
    for (const auto& row : config::table_of<config::ncip_backend>())
        EXPECT_NE(plain.contains(row.what.key), named.contains(std::string(row.what.key)))
            << row.what.key;
}

} // namespace
} // namespace circ::relay
