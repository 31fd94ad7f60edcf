// The same dialogues at devices that another library serves over NCIP: two built daemons, both over the
// demo library. What comes out otherwise stands in tests/data/relay/transcripts_differ.txt, each with
// its reason; nothing else may differ, and what stands there must.
#include "tests/integration/transcript_files.hpp"
#include "tests/integration/two_libraries.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace {

using namespace circ;

/// `TRANSCRIPT:LINE | what is written there | what comes | reason`
struct difference {
    std::string where;
    std::string expected;
    std::string got;
    std::string reason;

    [[nodiscard]] bool is(const difference& other) const {
        return where == other.where && expected == other.expected && got == other.got;
    }
    [[nodiscard]] std::string text() const { return where + " | " + expected + " | " + got + " | " + reason; }
};

struct difference_list {
    std::map<std::string, std::string> reasons;
    std::vector<difference> all;
};

difference read_difference(std::string line) {
    std::array<std::string, 4> cells;
    for (auto& cell : cells) {
        const auto end = line.find(" | ");
        cell = line.substr(0, end);
        line.erase(0, end == std::string::npos ? end : end + 3);
    }
    return {cells[0], cells[1], cells[2], cells[3]};
}

difference_list read_differences() {
    difference_list made;
    std::ifstream in(std::filesystem::path(CIRC_TEST_DATA) / "relay" / "transcripts_differ.txt");
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.starts_with('#')) continue;
        constexpr std::string_view mark = "reason ";
        if (line.starts_with(mark)) {
            const auto colon = line.find(": ");
            made.reasons[line.substr(mark.size(), colon - mark.size())] = line.substr(colon + 2);
        } else {
            made.all.push_back(read_difference(std::move(line)));
        }
    }
    return made;
}

const difference_list& differences() {
    static const difference_list all = read_differences();
    return all;
}

std::vector<difference> listed_for(const std::string& transcript) {
    std::vector<difference> made;
    std::ranges::copy_if(differences().all, std::back_inserter(made),
                         [&](const auto& each) { return each.where.starts_with(transcript + ':'); });
    return made;
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
    auto left = listed_for(GetParam());
    for (const auto& each : result.mismatches) {
        const difference now{GetParam() + ':' + std::to_string(each.line), each.expected, each.got, "?"};
        const auto found = std::ranges::find_if(left, [&](const auto& one) { return one.is(now); });
        if (found == left.end())
            ADD_FAILURE() << now.text() << '\n' << each.text;
        else
            left.erase(found);
    }
    for (const auto& each : left) ADD_FAILURE() << "no difference any more: " << each.text();
}

INSTANTIATE_TEST_SUITE_P(files, every_relayed_transcript, testing::ValuesIn(test::transcript_names()),
                         [](const auto& one) { return test::as_test_name(one.param); });

TEST(differences_of_relayed_transcripts, each_have_a_reason_and_a_transcript) {
    const auto names = test::transcript_names();
    std::set<std::string> used;
    for (const auto& each : differences().all) {
        EXPECT_TRUE(differences().reasons.contains(each.reason)) << each.text();
        EXPECT_TRUE(std::ranges::count(names, each.where.substr(0, each.where.find(':')))) << each.text();
        used.insert(each.reason);
    }
    for (const auto& [name, sentence] : differences().reasons) EXPECT_TRUE(used.contains(name)) << name << ": " << sentence;
}

} // namespace
