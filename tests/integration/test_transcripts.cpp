// Dialogues that a librarian can read, against the built daemon over the demo library.
#include "tests/integration/transcript_files.hpp"

namespace {

using namespace circ;

class every_transcript : public testing::TestWithParam<std::string> {};

TEST_P(every_transcript, is_answered_as_written) {
    const auto result = test::within_one_day([] {
        const test::running_daemon daemon(test::fresh_demo_library());
        return test::play_transcript(GetParam(), daemon);
    });
    EXPECT_GT(result.exchanges, 0U);
    for (const auto& each : result.mismatches) ADD_FAILURE() << each.text;
}

INSTANTIATE_TEST_SUITE_P(files, every_transcript, testing::ValuesIn(test::transcript_names()),
                         [](const auto& one) { return test::as_test_name(one.param); });

TEST(first_day, is_answered_as_the_readme_shows) {
    const auto data = test::fresh_demo_library();
    const test::running_daemon daemon(data);
    const auto result = test::circdesk(data, {"sc", "--as", "kiosk1", "--quiet", "first-day"});
    EXPECT_EQ(result.exit_code, 0) << result.output;
    const auto story = test::circdesk(data, {"item", "show", "39012000000778"});
    EXPECT_EQ(story.exit_code, 0) << story.output;
    EXPECT_NE(story.output.find("on the hold shelf at"), std::string::npos) << story.output;
    const auto holds = test::circdesk(data, {"check"});
    EXPECT_EQ(holds.exit_code, 0) << holds.output;
}

} // namespace
