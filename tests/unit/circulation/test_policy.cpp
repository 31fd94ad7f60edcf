#include "config/default_policy.hpp"
#include "server/circulation/facts.hpp"
#include "server/circulation/policy.hpp"
#include "server/circulation/policy_keys.hpp"
#include "server/circulation/policy_reference.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

namespace circ::circulation {
namespace {

using config::policy_conditions;
using config::policy_rule;
using config::policy_setting;
using storage::money;
using value = std::variant<std::int64_t, bool, std::string>;

policy_rule rule(std::string name, policy_conditions when, std::vector<policy_setting> set) {
    return {std::move(name),
            std::move(when),
            std::move(set),
            {.file = "t.toml", .line = 7, .column = 1}};
}
policy_setting set(std::string key, value to) {
    return {std::move(key), std::move(to), {.file = "t.toml", .line = 9, .column = 3}};
}
policy_setting days(std::int64_t n) {
    return set("loan_days", n);
}

/// The rules, then the shipped rule for everyone, so that nothing is left open.
std::vector<policy_rule> before_the_last(std::vector<policy_rule> rules) {
    rules.push_back(config::default_policy().back());
    return rules;
}

TEST(shipped_policy, has_no_mistake_and_sets_every_needed_key) {
    const auto made = policy::compile(config::default_policy());
    for (const auto& wrong : made.mistakes)
        ADD_FAILURE() << wrong.key << ": " << wrong.text;
    for (const auto& row : made.rules.explain({.patron_category = "adult", .item_type = "book"})) {
        const auto key = std::ranges::find(policy_keys(), row.key, &policy_key::name);
        if (!key->needed) continue;
        EXPECT_EQ(row.rule, "everyone") << row.key;
    }
}

TEST(shipped_policy, lends_by_type_and_category) {
    const auto rules = policy::compile(config::default_policy()).rules;
    EXPECT_FALSE(rules.find({.patron_category = "staff", .item_type = "reference"}).for_loan);
    const auto device = rules.find({.patron_category = "adult", .item_type = "device"});
    EXPECT_EQ(device.rental_fee, money{150});
    EXPECT_EQ(device.minimum_age, 16);
    EXPECT_EQ(device.loan_days, 14);
    const auto child = rules.find({.patron_category = "child", .item_type = "book"});
    EXPECT_EQ(child.max_loans, 10);
    EXPECT_EQ(child.overdue_cap, money{200});
    EXPECT_EQ(child.loan_days, 28);
    EXPECT_EQ(child.hold_levels.bits, 7);
    EXPECT_EQ(child.renew_from, renew_base::due);
    EXPECT_EQ(child.fixed_due_date, std::nullopt);
}

TEST(policies, take_each_key_from_the_first_matching_rule_that_sets_it) {
    const auto made = policy::compile(before_the_last({
        rule("dvds", {.item_type = {"dvd"}}, {days(7)}),
        rule("children",
             {.patron_category = {"child"}},
             {days(21), set("max_loans", std::int64_t{5})}),
    }));
    EXPECT_TRUE(made.mistakes.empty());
    const policy_subject both{.patron_category = "child", .item_type = "dvd"};
    EXPECT_EQ(made.rules.find(both).loan_days, 7);
    EXPECT_EQ(made.rules.find(both).max_loans, 5);
    EXPECT_EQ(made.rules.find(both).max_holds, 10);
    EXPECT_EQ(made.rules.loan_rule(both), "dvds");
    EXPECT_EQ(made.rules.loan_rule({.patron_category = "child"}), "children");
    EXPECT_EQ(made.rules.loan_rule({}), "everyone");
    for (const auto& row : made.rules.explain(both)) {
        if (row.key != "max_loans") continue;
        EXPECT_EQ(row.rule + " " + row.value, "children 5");
    }
}

TEST(policies, let_an_earlier_none_stand_over_a_later_number) {
    const auto made = policy::compile(before_the_last(
        {rule("staff", {.patron_category = {"staff"}}, {set("max_loans", std::string{"none"})})}));
    EXPECT_EQ(made.rules.find({.patron_category = "staff"}).max_loans, std::nullopt);
    EXPECT_EQ(made.rules.find({}).max_loans, 20);
}

TEST(policies, name_the_rule_whose_hours_count) {
    const auto made = policy::compile(before_the_last({
        rule("staff", {.patron_category = {"staff"}}, {set("loan_hours", std::int64_t{0})}),
        rule("a week", {.item_type = {"laptop"}}, {days(7)}),
        rule("an afternoon", {.item_type = {"laptop"}}, {set("loan_hours", std::int64_t{4})}),
        rule("an hour", {.item_type = {"charger"}}, {set("loan_hours", std::int64_t{1})}),
        rule("a day", {.item_type = {"charger"}}, {days(1)}),
    }));
    EXPECT_TRUE(made.mistakes.empty());
    EXPECT_EQ(made.rules.loan_rule({.patron_category = "adult", .item_type = "charger"}), "an hour");
    const policy_subject adult{.patron_category = "adult", .item_type = "laptop"};
    EXPECT_EQ(made.rules.find(adult).loan_hours, 4);
    EXPECT_EQ(made.rules.loan_rule(adult), "an afternoon");
    const policy_subject staff{.patron_category = "staff", .item_type = "laptop"};
    EXPECT_EQ(made.rules.find(staff).loan_hours, 0);
    EXPECT_EQ(made.rules.loan_rule(staff), "a week");
}

struct match_case {
    std::string name;
    policy_conditions when;
    policy_subject about;
    bool matches = true;

    friend std::ostream& operator<<(std::ostream& out, const match_case& shown) {
        return out << shown.name;
    }
};

class conditions : public testing::TestWithParam<match_case> {};

TEST_P(conditions, let_through_what_they_name) {
    const auto rules =
        policy::compile(before_the_last({rule("special", GetParam().when, {days(1)})})).rules;
    EXPECT_EQ(rules.find(GetParam().about).loan_days == 1, GetParam().matches);
}

INSTANTIATE_TEST_SUITE_P(
    all,
    conditions,
    testing::Values(
        match_case{"category", {.patron_category = {"a", "b"}}, {.patron_category = "b"}, true},
        match_case{
            "other_category", {.patron_category = {"a", "b"}}, {.patron_category = "c"}, false},
        match_case{"no_item_is_no_type", {.item_type = {"dvd"}}, {}, false},
        match_case{"collection", {.collection = {"x"}}, {.collection = "x"}, true},
        match_case{"item_branch", {.item_branch = {"x"}}, {.item_branch = "x"}, true},
        match_case{"patron_branch", {.patron_branch = {"x"}}, {.patron_branch = "x"}, true},
        match_case{"place", {.place = {"x"}}, {.place = "x"}, true},
        match_case{
            "all_must_match", {.item_type = {"dvd"}, .place = {"x"}}, {.item_type = "dvd"}, false}),
    [](const auto& row) { return row.param.name; });

struct value_case {
    std::string name;
    std::string key;
    value written;
    std::string says; ///< part of the mistake; empty: it is none

    friend std::ostream& operator<<(std::ostream& out, const value_case& shown) {
        return out << shown.name;
    }
};

class policy_values : public testing::TestWithParam<value_case> {};

TEST_P(policy_values, are_judged_with_their_place) {
    const auto& row = GetParam();
    const auto made = policy::compile(before_the_last(
        {rule("special", {.item_type = {"dvd"}}, {set(row.key, row.written), days(3)})}));
    if (row.says.empty()) {
        EXPECT_TRUE(made.mistakes.empty()) << made.mistakes.front().text;
        return;
    }
    ASSERT_EQ(made.mistakes.size(), 1U);
    EXPECT_THAT(made.mistakes[0].text, testing::HasSubstr(row.says));
    EXPECT_EQ(made.mistakes[0].key, "policy.special.set." + row.key);
    EXPECT_EQ(made.mistakes[0].at.line, 9U);
}

INSTANTIATE_TEST_SUITE_P(
    all,
    policy_values,
    testing::Values(
        value_case{"unknown_key", "loan_dayz", std::int64_t{3}, "no such key of policy; did you mean \"loan_days\"?"},
        value_case{"number_too_large", "max_renewals", std::int64_t{1001}, "from 0 to 1000"},
        value_case{"number_negative", "max_renewals", std::int64_t{-1}, "from 0 to 1000"},
        value_case{"number_as_text", "max_renewals", std::string{"3"}, "a number"},
        value_case{"limit_none", "max_loans", std::string{"none"}, ""},
        value_case{"limit_word", "max_loans", std::string{"many"}, "or \"none\""},
        value_case{"flag_as_number", "floats", std::int64_t{1}, "true or false"},
        value_case{"amount", "rental_fee", std::string{"1.5"}, ""},
        value_case{"amount_whole", "rental_fee", std::string{"12"}, ""},
        value_case{"amount_three_places", "rental_fee", std::string{"1.505"}, "an amount of at most 2 decimals"},
        value_case{"amount_five_places", "rental_fee", std::string{"1.50505"}, "an amount as text"},
        value_case{"amount_comma", "rental_fee", std::string{"1,50"}, "an amount"},
        value_case{"amount_negative", "rental_fee", std::string{"-1.00"}, "an amount"},
        value_case{"amount_bare_dot", "rental_fee", std::string{"1."}, "an amount"},
        value_case{"amount_must_be_one", "rental_fee", std::string{"none"}, "an amount"},
        value_case{"amount_as_number", "rental_fee", std::int64_t{1}, "an amount"},
        value_case{"cap_none", "overdue_cap", std::string{"none"}, ""},
        value_case{"date", "fixed_due_date", std::string{"2027-02-28"}, ""},
        value_case{"date_that_is_none", "fixed_due_date", std::string{"2027-02-29"}, "a day"},
        value_case{"date_turned_round", "fixed_due_date", std::string{"28.02.2027"}, "a day"},
        value_case{"choice", "renew_from", std::string{"now"}, ""},
        value_case{"choice_unknown", "renew_from", std::string{"later"}, "one of: due now"},
        value_case{"several", "hold_levels", std::string{"title,branch"}, ""},
        value_case{"several_with_unknown", "hold_levels", std::string{"title,shelf"}, "some of"}),
    [](const auto& row) { return row.param.name; });

TEST(policy_amounts, are_what_was_written_in_the_money_of_each_institution) {
    const auto made = policy::compile(before_the_last({rule("hire", {}, {set("rental_fee", std::string{"150"}), set("overdue_cap", std::string{"none"})})}), 0);
    EXPECT_EQ(made.rules.find({.decimals = 0}).rental_fee, money{150});
    EXPECT_EQ(made.rules.find({.decimals = 2}).rental_fee, money{15'000});
    EXPECT_EQ(made.rules.find({.decimals = 3}).rental_fee, money{150'000});
    EXPECT_EQ(made.rules.find({.decimals = 0}).overdue_cap, std::nullopt);
    EXPECT_EQ(made.rules.find({.decimals = 0}).max_loans, 20) << "a number is no amount";
}

TEST(policy_amounts, have_no_more_decimals_than_each_currency) {
    const auto with = [](const char* amount, int decimals) {
        const auto rules = before_the_last({rule("hire", {}, {set("rental_fee", std::string{amount})})});
        std::string wrong;
        for (const auto& each : policy::compile(rules, decimals).mistakes)
            if (each.key == "policy.hire.set.rental_fee") wrong += each.text;
        return wrong;
    };
    EXPECT_EQ(with("0.125", 3), "");
    EXPECT_THAT(with("0.125", 2), testing::HasSubstr("at most 2 decimals"));
    EXPECT_EQ(with("25", 0), "");
    EXPECT_THAT(with("0.25", 0), testing::HasSubstr("at most 0 decimals"));
}

TEST(policy_amounts, are_less_and_never_more_in_a_currency_that_came_after) {
    const auto rules = policy::compile(before_the_last({rule("hire", {}, {set("rental_fee", std::string{"1.50"})})}), 2).rules;
    EXPECT_EQ(rules.find({.decimals = 2}).rental_fee, money{150});
    EXPECT_EQ(rules.find({.decimals = 0}).rental_fee, money{1});
}

TEST(policy_amounts, are_asked_for_in_the_money_of_the_library) {
    library_facts town;
    town.institution.decimals = 3;
    EXPECT_EQ(subject_of(nullptr, nullptr, {}, town, {}).decimals, 3);
}

std::vector<std::string> coverage(const std::vector<policy_rule>& rules) {
    std::vector<std::string> found;
    for (const auto& wrong : policy::compile(rules).mistakes)
        found.push_back(wrong.key + ": " + wrong.text);
    return found;
}

/// The last rule without that key.
std::vector<policy_rule> without(std::string_view key, std::vector<policy_rule> rules) {
    auto all = before_the_last(std::move(rules));
    std::erase_if(all.back().set, [&](const auto& one) { return one.key == key; });
    return all;
}

TEST(policy_coverage, names_who_is_left_without_a_value) {
    EXPECT_THAT(
        coverage(without("loan_days", {})),
        testing::ElementsAre(testing::HasSubstr("loan_days: no rule sets it for everything")));
    EXPECT_THAT(coverage(without("loan_days",
                                 {rule("dvds", {.item_type = {"dvd"}}, {days(7)}),
                                  rule("main", {.place = {"MAIN"}}, {days(8)})})),
                testing::ElementsAre(testing::HasSubstr("loan_days")));
    EXPECT_THAT(coverage(without(
                    "loan_days",
                    {rule("a", {.patron_category = {"adult"}, .item_type = {"dvd"}}, {days(7)}),
                     rule("b", {.patron_category = {"child"}}, {days(7)}),
                     rule("c", {.item_type = {"cd"}}, {days(7)})})),
                testing::ElementsAre(testing::HasSubstr("no rule sets it for")));
}

TEST(policy_coverage, leaves_keys_alone_that_nobody_needs) {
    EXPECT_TRUE(coverage(without("fixed_due_date", {})).empty());
}

TEST(policy_coverage, names_rules_that_can_never_decide) {
    const auto dead = testing::ElementsAre(testing::HasSubstr("policy.late: can never decide"));
    EXPECT_THAT(coverage(before_the_last({rule("early", {}, {days(3)}),
                                          rule("late", {.item_type = {"dvd"}}, {days(7)})})),
                dead)
        << "an earlier rule for all";
    EXPECT_THAT(coverage(before_the_last(
                    {rule("a", {.item_type = {"dvd"}}, {days(3)}),
                     rule("b", {.item_type = {"cd"}}, {days(3)}),
                     rule("late", {.item_type = {"dvd", "cd"}, .place = {"MAIN"}}, {days(7)})})),
                dead)
        << "two earlier rules together";
    EXPECT_THAT(coverage(before_the_last({rule("late", {.item_type = {"dvd"}}, {})})), dead)
        << "sets nothing";
    EXPECT_TRUE(coverage(before_the_last(
                             {rule("a", {.item_type = {"dvd"}}, {days(3)}),
                              rule("b", {.item_type = {"dvd"}}, {days(4), set("floats", true)})}))
                    .empty())
        << "one of its keys still counts";
}

TEST(policy_key_table, has_names_once_and_a_sentence_each) {
    std::set<std::string_view> names;
    for (const auto& key : policy_keys()) {
        EXPECT_TRUE(names.insert(key.name).second) << key.name;
        EXPECT_FALSE(key.sentence.empty()) << key.name;
    }
}

TEST(policy_reference, is_made_from_the_keys) {
    const std::string path = CIRC_TEST_DATA "/../../docs/reference/policy.md";
    if (std::getenv("CIRC_TEST_ACCEPT") != nullptr) {
        std::ofstream(path) << policy_reference_page();
        GTEST_SKIP() << "recorded anew";
    }
    std::ifstream in(path);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), policy_reference_page())
        << "CIRC_TEST_ACCEPT=1 writes it anew";
}

TEST(policy_groups, begin_at_keys_that_exist) {
    std::set<std::string_view> groups;
    for (const auto& key : policy_keys()) groups.insert(policy_group_of(key.name));
    EXPECT_EQ(groups, (std::set<std::string_view>{"loan", "limits", "renewal", "fees", "lost items", "holds", "recalls", "the clock"}));
}

} // namespace
} // namespace circ::circulation
