// The same dialogues at devices that we serve ourselves, while another library with the same rules is
// looked at: two built daemons, both over the demo library. Devices notice nothing, nothing is changed
// there, and what is found all the same stands in tests/data/relay/shadows_differ.txt with its reason.
#include "server/circulation/clock.hpp"
#include "tests/integration/listed_differences.hpp"
#include "tests/integration/transcript_files.hpp"
#include "tests/integration/two_libraries.hpp"
#include "tools/circdesk/sc/message_text.hpp"
#include "tools/circdesk/sc/self_check.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

namespace {

using namespace circ;

const test::listed_differences& differences() {
    static const test::listed_differences all("relay/shadows_differ.txt");
    return all;
}

/// An item that the other library alone has: asked for last, it says when all before was compared.
const std::string planted = "39012000099907";

void plant(const test::answering_library& theirs) {
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"title", "add", "m9907", "--text", "The last one"},
          std::vector<std::string>{"item", "add", planted, "--title", "m9907", "--branch", "MAIN"}}) {
        const auto done = test::circdesk(theirs.data, words);
        EXPECT_EQ(done.exit_code, 0) << done.output;
    }
}

void ask_for_the_planted(const test::running_daemon& daemon) {
    tool::self_check line(tool::connection("127.0.0.1", daemon.port()), {});
    EXPECT_EQ(line.ask("9300CNkiosk1|COdemo-kiosk1|"), "941");
    EXPECT_THAT(line.ask(tool::make_message({"17", "AB=" + planted}, circulation::system_clock().now())),
                testing::StartsWith("18"));
}

/// @param planted_too whether the planted one was among them
std::vector<test::listed_difference>
found_by(const test::relaying_library& ours, const std::string& transcript, bool& planted_too) {
    std::vector<test::listed_difference> all;
    planted_too = false;
    const auto told = boost::json::parse(test::circdesk(ours.data, {"--json", "shadow", "list"}).output);
    for (const auto& each : told.as_array()) {
        const auto text = [&](const char* key) {
            return boost::json::value_to<std::string>(each.as_object().at(key));
        };
        if (text("what") == "whether the item is known" && text("there") == "known") {
            planted_too = true;
            continue;
        }
        all.push_back({transcript + ':' + text("message") + ", " + text("what") + ", " + text("cause"),
                       text("here"), text("there"), text("example")});
    }
    return all;
}

/// What the other library keeps, but for when it last heard of whom.
std::vector<std::string> kept_by(const test::answering_library& of) {
    auto rows = test::all_rows(of.data);
    std::erase_if(rows, [](const std::string& each) { return each.starts_with("terminal_sign "); });
    return rows;
}

class every_shadowed_transcript : public testing::TestWithParam<std::string> {};

TEST_P(every_shadowed_transcript, is_answered_as_written_and_compared_to_what_is_listed) {
    const auto came = test::within_one_day([] {
        const test::answering_library theirs;
        plant(theirs);
        const auto before = kept_by(theirs);
        const test::relaying_library ours(
            theirs.url(), "", "stage = \"shadow_decide\"\nshadow_per_second = 1000\nshadow_queue = 1000\n");
        for (const auto& each : test::play_transcript(GetParam(), *ours.daemon).mismatches)
            ADD_FAILURE() << each.text;
        ask_for_the_planted(*ours.daemon);
        std::vector<test::listed_difference> found;
        EXPECT_TRUE(ours.daemon->comes_about([&] {
            bool is_last = false;
            found = found_by(ours, GetParam(), is_last);
            return is_last;
        })) << "not all was compared";
        EXPECT_EQ(kept_by(theirs), before) << "nothing is changed there";
        return found;
    });
    differences().expect(GetParam(), came);
}

INSTANTIATE_TEST_SUITE_P(files, every_shadowed_transcript, testing::ValuesIn(test::transcript_names()),
                         [](const auto& one) { return test::as_test_name(one.param); });

TEST(differences_of_shadowed_transcripts, each_have_a_reason_and_a_transcript) { differences().expect_sound(); }

} // namespace
