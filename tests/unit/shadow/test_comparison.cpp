// Why two sides differ: state, rule or form.
#include "tests/unit/shadow/two_sides.hpp"

#include <gmock/gmock.h>

namespace circ::shadow::test {
namespace {

using storage::shadow_cause;

std::vector<std::pair<std::string_view, shadow_cause>> causes_of(const comparison& made) {
    std::vector<std::pair<std::string_view, shadow_cause>> all;
    for (const auto& each : made.differences)
        all.emplace_back(each.of->name, each.cause);
    return all;
}

TEST(a_comparison, of_two_that_agree_finds_nothing) {
    const auto made = compare(a_side(), a_side(), here(), history::untouched);
    EXPECT_EQ(made.worst, grade::same);
    EXPECT_TRUE(made.differences.empty());
}

TEST(a_comparison, takes_another_decision_over_the_same_facts_for_a_rule) {
    side theirs = a_side();
    *theirs.decided->due_at -= 7 * day;
    const auto made = compare(a_side(), theirs, here(), history::untouched);
    EXPECT_EQ(made.worst, grade::different);
    EXPECT_THAT(causes_of(made), testing::ElementsAre(std::pair("due", shadow_cause::rule)));
}

TEST(a_comparison, takes_another_decision_over_other_facts_for_state) {
    side theirs = a_side();
    theirs.reader->owed = {9'000};
    theirs.reader->flags[0] = true;
    const auto made = compare(a_side(), theirs, here(), history::untouched);
    EXPECT_THAT(causes_of(made),
                testing::ElementsAre(std::pair("owed", shadow_cause::state),
                                     std::pair("may_borrow", shadow_cause::state)));
}

TEST(a_comparison, takes_facts_that_a_side_does_not_know_for_the_same) {
    side theirs = a_side();
    theirs.reader->counts.fill(std::nullopt);
    theirs.reader->flags[0] = true;
    const auto made = compare(a_side(), theirs, here(), history::untouched);
    EXPECT_THAT(causes_of(made),
                testing::ElementsAre(std::pair("may_borrow", shadow_cause::rule)));
}

TEST(a_comparison, takes_other_words_for_form_whatever_the_facts) {
    side theirs = a_side();
    theirs.item->title = "Emma";
    theirs.item->queue_length = 0;
    const auto made = compare(a_side(), theirs, here(), history::untouched);
    EXPECT_THAT(causes_of(made),
                testing::ElementsAre(std::pair("title", shadow_cause::form),
                                     std::pair("queue", shadow_cause::state)));
}

TEST(a_comparison, explains_other_facts_by_what_was_changed_here_alone_but_no_rule) {
    side theirs = a_side();
    theirs.reader->counts[2] = 0;
    const auto explained = compare(a_side(), theirs, here(), history::changed_here);
    EXPECT_EQ(explained.worst, grade::tolerable);
    EXPECT_TRUE(explained.differences.empty());
    theirs = a_side();
    *theirs.decided->due_at -= 7 * day;
    const auto rule = compare(a_side(), theirs, here(), history::changed_here);
    EXPECT_THAT(causes_of(rule), testing::ElementsAre(std::pair("due", shadow_cause::rule)));
}

TEST(a_comparison, that_finds_what_is_tolerable_alone_is_tolerable) {
    side theirs = a_side();
    theirs.item->title = "THE TWO TOWERS";
    EXPECT_EQ(compare(a_side(), theirs, here(), history::untouched).worst, grade::tolerable);
}

} // namespace
} // namespace circ::shadow::test
