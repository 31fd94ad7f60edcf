// The same dialogues at devices that another library serves over NCIP: two built daemons, both over the
// demo library. What comes out otherwise stands in tests/data/relay/transcripts_differ.txt, each with
// its reason; nothing else may differ, and what stands there must.
#include "tests/integration/listed_differences.hpp"
#include "tests/integration/transcript_files.hpp"
#include "tests/integration/two_libraries.hpp"

namespace {

using namespace circ;

const test::listed_differences& differences() {
    static const test::listed_differences all("relay/transcripts_differ.txt");
    return all;
}

constexpr const char* tells_all = "borrower_at_return = true\nqueue_position = true\nundo_checkin = \"checkout\"\n"
                                  "item_status = \"update_item\"\nfee_limit = 1000\nshow_backend_text = true\n";

class every_relayed_transcript : public testing::TestWithParam<std::string> {};

TEST_P(every_relayed_transcript, is_answered_as_written_but_for_what_is_listed) {
    const auto result = test::within_one_day([] {
        const test::answering_library theirs;
        const test::relaying_library ours(theirs.url(), tells_all);
        auto played = test::play_transcript(GetParam(), *ours.daemon);
        const auto checked = test::circdesk(theirs.data, {"check"});
        EXPECT_EQ(checked.exit_code, 0) << checked.output;
        return played;
    });
    EXPECT_GT(result.exchanges, 0U);
    std::vector<test::listed_difference> came;
    for (const auto& each : result.mismatches)
        came.push_back({GetParam() + ':' + std::to_string(each.line), each.expected, each.got, each.text});
    differences().expect(GetParam(), came);
}

INSTANTIATE_TEST_SUITE_P(files, every_relayed_transcript, testing::ValuesIn(test::transcript_names()),
                         [](const auto& one) { return test::as_test_name(one.param); });

TEST(differences_of_relayed_transcripts, each_have_a_reason_and_a_transcript) { differences().expect_sound(); }

} // namespace
