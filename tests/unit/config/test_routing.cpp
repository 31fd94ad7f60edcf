#include "config/load.hpp"

namespace circ::config {
namespace {

std::vector<std::string> told(const loaded& result) {
    std::vector<std::string> lines;
    for (const mistake& each : result.mistakes)
        lines.push_back(to_string(each));
    return lines;
}

TEST(routing, is_taken_over_as_the_file_says_it) {
    const auto result = load_text(R"(
[returns]
interlibrary_desk = "MAIN"

[[bin]]
when = { ok = "yes", alert = ["hold_here", "interlibrary"], destination = ["MAIN"], item_type = ["dvd"], collection = ["film"], call_number_from = "500", call_number_to = "599" }
bin = "1"

[[bin]]
bin = "9"

[[branch_group]]
name = "town"
branches = ["MAIN", "QUAY"]
)",
                                  "f.toml");
    EXPECT_THAT(told(result), testing::IsEmpty());
    EXPECT_EQ(result.settings.returns.interlibrary_desk, "MAIN");
    ASSERT_EQ(result.settings.bins.size(), 2U);
    const bin_conditions first{.ok = bin_outcome::yes,
                               .alert = {bin_alert::hold_here, bin_alert::hold_interlibrary},
                               .destination = {"MAIN"},
                               .item_type = {"dvd"},
                               .collection = {"film"},
                               .call_number_from = "500",
                               .call_number_to = "599"};
    EXPECT_EQ(result.settings.bins[0].bin, "1");
    EXPECT_EQ(result.settings.bins[0].when, first);
    EXPECT_EQ(result.settings.bins[1].when, bin_conditions{});
    ASSERT_EQ(result.settings.branch_groups.size(), 1U);
    EXPECT_EQ(result.settings.branch_groups[0].branches, (std::vector<std::string>{"MAIN", "QUAY"}));
}

TEST(routing, is_empty_unless_a_file_says_something) {
    EXPECT_TRUE(default_settings().bins.empty());
    EXPECT_TRUE(default_settings().branch_groups.empty());
    EXPECT_EQ(default_settings().returns.interlibrary_desk, "");
}

struct mistake_case {
    std::string name;
    std::string text;
    std::vector<std::string> told;

    friend std::ostream& operator<<(std::ostream& out, const mistake_case& row) { return out << row.name; }
};

class routing_mistakes : public testing::TestWithParam<mistake_case> {};

TEST_P(routing_mistakes, are_told_with_their_place_and_the_way_out) {
    EXPECT_EQ(told(load_text(GetParam().text, "f")), GetParam().told);
}

INSTANTIATE_TEST_SUITE_P(
    all, routing_mistakes,
    testing::Values(
        mistake_case{"last_rule_does_not_fit_all",
                     "[[bin]]\nwhen = { ok = \"no\" }\nbin = \"9\"\n",
                     {"f:1:1: bin: the last rule must fit all, as the exception bin; take its `when` "
                      "away or add a rule without one"}},
        mistake_case{"rule_behind_one_that_fits_all",
                     "[[bin]]\nbin = \"9\"\n[[bin]]\nwhen = { ok = \"no\" }\nbin = \"8\"\n",
                     {"f:3:1: bin: can never be reached: a rule before fits all; move it up or take it "
                      "out"}},
        mistake_case{"no_bin", "[[bin]]\nwhen = {}\n", {"f:1:1: bin: the rule names no bin; it needs bin = \"3\""}},
        mistake_case{"unknown_alert",
                     "[[bin]]\nwhen = { alert = [\"hold\"] }\nbin = \"1\"\n[[bin]]\nbin = \"9\"\n",
                     {"f:2:19: bin.when.alert: \"hold\" is not \"none\", \"hold_here\", \"hold_elsewhere\", "
                      "\"interlibrary\", \"transit\" or \"other\""}},
        mistake_case{"unknown_condition",
                     "[[bin]]\nwhen = { item_typ = [\"dvd\"] }\nbin = \"1\"\n[[bin]]\nbin = \"9\"\n",
                     {"f:2:10: bin.when.item_typ: no such setting; did you mean \"item_type\"?",
                      "f:4:1: bin: can never be reached: a rule before fits all; move it up or take it out"}},
        mistake_case{"group_of_one",
                     "[[branch_group]]\nname = \"town\"\nbranches = [\"MAIN\"]\n",
                     {"f:1:1: branch_group: a group is of two branches or more; name their codes in `branches`"}}),
    [](const auto& row) { return row.param.name; });

} // namespace
} // namespace circ::config
