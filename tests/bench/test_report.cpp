// What the table at the end says of what was measured.
#include "tests/bench/options.hpp"
#include "tests/bench/report.hpp"

#include <array>
#include <sstream>
#include <stdexcept>

namespace {

using namespace circ::bench;
using testing::HasSubstr;

constexpr goal much{"rate", "1/s", 0.8, 1.5};
constexpr goal little{"wait", "us", 3, 1.5};
constexpr goal in_time{"time", "s", 60, 60};
constexpr goal of_interest{"size", "kB", 0, 0};

struct reached {
    const char* name;
    goal wanted;
    double value;
    const char* verdict;
};

class verdict : public testing::TestWithParam<reached> {};

TEST_P(verdict, goes_by_what_is_wanted) { EXPECT_EQ(verdict_of(GetParam().wanted, GetParam().value), GetParam().verdict); }

INSTANTIATE_TEST_SUITE_P(
    all, verdict,
    testing::Values(reached{"much_enough", much, 1.5, "reaches the aim"}, reached{"much_nearly", much, 1.49, "above the floor"},
                    reached{"much_too_little", much, 0.79, "below the floor"}, reached{"little_enough", little, 1.5, "reaches the aim"},
                    reached{"little_nearly", little, 1.51, "above the floor"}, reached{"little_too_much", little, 3.01, "below the floor"},
                    reached{"in_time", in_time, 60, "reaches the aim"}, reached{"too_late", in_time, 61, "below the floor"},
                    reached{"without_goal", of_interest, 5, ""}),
    [](const auto& of) { return std::string(of.param.name); });

TEST(series, takes_the_median_of_ratios_not_the_ratio_of_medians) {
    series rounds;
    rounds.add(10, 10);
    rounds.add(30, 10);
    rounds.add(20, 40);
    EXPECT_DOUBLE_EQ(rounds.value(), 1);
    EXPECT_DOUBLE_EQ(rounds.ours(), 20);
    EXPECT_DOUBLE_EQ(rounds.limit(), 10);
}

TEST(series, counts_wrong_answers_of_all_that_took_part_and_keeps_the_first) {
    series rounds;
    rounds.note({.answers = 5});
    rounds.count({.answers = 7, .mismatches = 2, .first_mismatch = "96"});
    rounds.count({.answers = 1, .mismatches = 1, .first_mismatch = "98"});
    EXPECT_EQ(rounds.answers(), 13U);
    EXPECT_EQ(rounds.mismatches(), 3U);
    EXPECT_EQ(rounds.first_mismatch(), "96");
}

TEST(report, shows_a_value_without_limit_as_it_is) {
    series rounds;
    rounds.add(9.5);
    auto table = empty_report();
    add_row(table, {"memory", "kB", 16, 4}, rounds);
    std::ostringstream shown;
    table.print_json(shown);
    EXPECT_THAT(shown.str(), HasSubstr(R"("ours":"9.50","limit":"-","ratio":"-","floor":"16.00","aim":"4.00","verdict":"above the floor")"));
}

options read(std::vector<const char*> words) {
    words.insert(words.begin(), "circ_bench");
    return read_options(static_cast<int>(words.size()), words.data());
}

TEST(options, are_read_with_the_scenarios_that_are_wanted) {
    const auto how = read({"--kiosks", "8", "item17", "--json", "out.json", "parse"});
    EXPECT_EQ(how.kiosks, 8U);
    EXPECT_EQ(how.json, "out.json");
    EXPECT_THAT(how.scenarios, testing::ElementsAre("item17", "parse"));
}

TEST(options, refuse_what_is_none_with_the_usage) {
    for (const auto& words : {std::vector<const char*>{"--kiosks", "0"}, {"--kiosks", "8x"}, {"--kiosks"}, {"--kiosk", "8"}})
        EXPECT_THAT([&] { (void)read(words); }, testing::ThrowsMessage<std::invalid_argument>(HasSubstr("circ_bench [OPTIONS]")));
}

} // namespace
