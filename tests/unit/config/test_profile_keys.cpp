// The keys that the reference asks of a profile, and the points that each decides.
#include "config/load.hpp"
#include "config/settings_table.hpp"

#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace circ::config {
namespace {

struct wanted_key {
    std::string initially; ///< its default, as a settings file writes it
    std::set<std::string> points;
};

std::vector<std::string> lines_of(const std::string& file) {
    std::ifstream from(CIRC_TEST_DATA "/sip2/" + file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(from, line);)
        if (!line.empty() && line.front() != '#') lines.push_back(line);
    return lines;
}

std::map<std::string, wanted_key> wanted_keys() {
    std::map<std::string, wanted_key> all;
    for (const auto& line : lines_of("profile_keys.txt")) {
        const auto first = line.find('\t');
        const auto second = line.find('\t', first + 1);
        auto& one = all[line.substr(0, first)];
        one.initially = line.substr(first + 1, second - first - 1);
        if (second == std::string::npos) continue;
        std::istringstream points(line.substr(second + 1));
        for (std::string point; points >> point;)
            one.points.insert(point);
    }
    return all;
}

TEST(keys_of_the_reference, are_rows_of_the_table_with_its_defaults) {
    EXPECT_EQ(wanted_keys().size(), 56U);
    for (const auto& [key, wanted] : wanted_keys()) {
        const auto* row = find_row(table_of<profile>(), key);
        if (row == nullptr) {
            ADD_FAILURE() << "no key " << key;
            continue;
        }
        EXPECT_EQ(row->show(profile{}), wanted.initially) << key;
    }
}

TEST(keys_of_the_reference, decide_every_point_that_is_to_be_configurable) {
    std::set<std::string> decided, wanted;
    for (const auto& [key, each] : wanted_keys())
        decided.insert(each.points.begin(), each.points.end());
    for (const auto& line : lines_of("profile_points.txt"))
        wanted.insert(line.substr(0, line.find('\t')));
    EXPECT_EQ(wanted.size(), 35U);
    decided.erase("D");
    EXPECT_EQ(decided, wanted);
}

/// `login_seconds` and `idle_seconds` of the reference are those of [limits] until a profile says more;
/// a listener asks for the text dialogue by its kind.
TEST(keys_of_the_reference, that_stand_elsewhere_have_its_defaults) {
    const settings all;
    EXPECT_EQ(all.limits.login, std::chrono::seconds(30));
    EXPECT_EQ(all.limits.idle, std::chrono::seconds(600));
    EXPECT_EQ(listener_settings{}.kind, listener_kind::plain);
}

TEST(shipped_profiles, are_those_that_were_promised) {
    const auto all = default_settings().profiles;
    for (const char* name : {"standard", "strict", "kiosk-3m", "sorter", "return-bin", "payment", "econtent",
                             "pc-booking", "gate", "wand", "app", "locker"})
        EXPECT_TRUE(all.contains(name)) << name;
}

TEST(shipped_profiles, send_addresses_and_birth_dates_only_where_they_are_named) {
    for (const auto& [name, each] : default_settings().profiles) {
        for (const char* id : {"BD", "BE", "BF"})
            EXPECT_FALSE(shows_field(each, "64", id)) << name << ' ' << id;
        const auto born = std::count(each.extensions.begin(), each.extensions.end(), "PB");
        EXPECT_EQ(born, name == "pc-booking" ? 1 : 0) << name;
    }
}

} // namespace
} // namespace circ::config
