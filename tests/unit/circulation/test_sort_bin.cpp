#include "server/circulation/sort_bin.hpp"

namespace circ::circulation {
namespace {

using config::bin_alert;
using config::bin_conditions;
using config::bin_outcome;
using config::bin_rule;

bin_rule rule(std::string bin, bin_conditions when = {}) {
    return {std::move(bin), std::move(when), {}};
}

/// A sorter with nine bins, as a library would write it.
const std::vector<bin_rule>& sorter() {
    static const std::vector<bin_rule> rules{
        rule("9", {.ok = bin_outcome::no}),
        rule("1", {.alert = {bin_alert::hold_here}}),
        rule("2",
             {.alert = {bin_alert::hold_elsewhere, bin_alert::transit}, .destination = {"NORTH"}}),
        rule("3", {.alert = {bin_alert::hold_elsewhere, bin_alert::transit}}),
        rule("4", {.alert = {bin_alert::hold_interlibrary}}),
        rule("8", {.alert = {bin_alert::other}}),
        rule("5", {.item_type = {"dvd", "cd"}}),
        rule("6", {.collection = {"children"}}),
        rule("7", {.call_number_from = "500", .call_number_to = "599"}),
        rule("9")};
    return rules;
}

struct bin_case {
    std::string name;
    bin_facts facts;
    std::string bin;

    friend std::ostream& operator<<(std::ostream& out, const bin_case& row) {
        return out << row.name;
    }
};

class sort_bins : public testing::TestWithParam<bin_case> {};

TEST_P(sort_bins, come_from_the_first_rule_that_fits) {
    EXPECT_EQ(pick_bin(sorter(), GetParam().facts), GetParam().bin);
}

INSTANTIATE_TEST_SUITE_P(
    all,
    sort_bins,
    testing::Values(
        bin_case{"refused", {.ok = false, .alert = alert_kind::other, .item_type = "dvd"}, "9"},
        bin_case{"hold_here", {.ok = true, .alert = alert_kind::hold_here, .destination = "MAIN"}, "1"},
        bin_case{"hold_at_north",
                 {.ok = true, .alert = alert_kind::hold_elsewhere, .destination = "NORTH"},
                 "2"},
        bin_case{"home_to_north",
                 {.ok = true, .alert = alert_kind::transit, .destination = "NORTH"},
                 "2"},
        bin_case{"home_to_quay",
                 {.ok = true, .alert = alert_kind::transit, .destination = "QUAY"},
                 "3"},
        bin_case{"interlibrary", {.ok = true, .alert = alert_kind::hold_interlibrary}, "4"},
        bin_case{"to_be_looked_at", {.ok = true, .alert = alert_kind::other, .item_type = "dvd"}, "8"},
        bin_case{"a_disc", {.ok = true, .item_type = "cd", .collection = "children"}, "5"},
        bin_case{"of_a_collection", {.ok = true, .item_type = "book", .collection = "children"}, "6"},
        bin_case{"first_of_the_range", {.ok = true, .call_number = "500"}, "7"},
        bin_case{"within_the_range", {.ok = true, .call_number = "523.1 SAG"}, "7"},
        bin_case{"begins_like_the_last", {.ok = true, .call_number = "599.5 MEL"}, "7"},
        bin_case{"before_the_range", {.ok = true, .call_number = "499.9"}, "9"},
        bin_case{"after_the_range", {.ok = true, .call_number = "600"}, "9"},
        bin_case{"without_call_number", {.ok = true}, "9"}),
    [](const auto& row) { return row.param.name; });

TEST(sort_bin, is_none_where_the_library_has_no_rules) {
    EXPECT_EQ(pick_bin({}, {.ok = true}), "");
}

TEST(sort_bin, of_an_open_range_has_one_end) {
    const std::vector<bin_rule> from{rule("1", {.call_number_from = "900"}), rule("9")};
    EXPECT_EQ(pick_bin(from, {.ok = true, .call_number = "914.3"}), "1");
    const std::vector<bin_rule> to{rule("1", {.call_number_to = "099"}), rule("9")};
    EXPECT_EQ(pick_bin(to, {.ok = true, .call_number = "025.4"}), "1");
    EXPECT_EQ(pick_bin(to, {.ok = true}), "9") << "nothing stands before 099 without a number";
}

} // namespace
} // namespace circ::circulation
