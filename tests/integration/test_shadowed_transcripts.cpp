// The same dialogues at devices that we serve ourselves, while another library is looked at: two built
// daemons, both over the demo library. Devices notice nothing and nothing is changed there. What is found
// stands in tests/data/shadow, each with its reason: with the same rules there in shadows_differ.txt, with
// others in planted_rules.txt.
#include "server/circulation/clock.hpp"
#include "tests/integration/listed_differences.hpp"
#include "tests/integration/shipped_policy.hpp"
#include "tests/integration/transcript_files.hpp"
#include "tests/integration/two_libraries.hpp"
#include "tools/circdesk/sc/message_text.hpp"
#include "tools/circdesk/sc/self_check.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include <algorithm>
#include <tuple>

namespace {

using namespace circ;

/// An item that the other library alone has: asked for last, it says when all before was compared.
const std::string last_item = "39012000099907";

void add_last_item(const test::answering_library& theirs) {
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"title", "add", "m9907", "--text", "The last one"},
          std::vector<std::string>{"item", "add", last_item, "--title", "m9907", "--branch", "MAIN"}}) {
        const auto done = test::circdesk(theirs.data, words);
        EXPECT_EQ(done.exit_code, 0) << done.output;
    }
}

void ask_for_last_item(const test::running_daemon& daemon) {
    tool::self_check line(tool::connection("127.0.0.1", daemon.port()), {});
    EXPECT_EQ(line.ask("9300CNkiosk1|COdemo-kiosk1|"), "941");
    EXPECT_THAT(line.ask(tool::make_message({"17", "AB=" + last_item}, circulation::system_clock().now())),
                testing::StartsWith("18"));
}

boost::json::value told_by_shadow(const test::relaying_library& ours, const std::string& verb) {
    return boost::json::parse(test::circdesk(ours.data, {"--json", "shadow", verb}).output);
}

/// Each once, of whatever message: what is only asked for is looked at after its answer, and where the next
/// message has changed the reader by then, that one alone tells.
/// @param last_too whether that of the last item was among them
std::vector<test::listed_difference>
found_by(const test::relaying_library& ours, const std::string& transcript, bool& last_too) {
    std::vector<test::listed_difference> all;
    last_too = false;
    const auto told = told_by_shadow(ours, "list");
    for (const auto& each : told.as_array()) {
        const auto text = [&](const char* key) {
            return boost::json::value_to<std::string>(each.as_object().at(key));
        };
        if (text("what") == "whether the item is known" && text("there") == "known") {
            last_too = true;
            continue;
        }
        const test::listed_difference one{transcript + ": " + text("what") + ", " + text("cause"), text("here"),
                                          text("there"), text("message") + ' ' + text("example")};
        if (std::ranges::none_of(all, [&](const auto& known) { return known.is(one); })) all.push_back(one);
    }
    return all;
}

/// What the other library keeps, but for when it last heard of whom.
std::vector<std::string> kept_by(const test::answering_library& of) {
    auto rows = test::all_rows(of.data);
    std::erase_if(rows, [](const std::string& each) { return each.starts_with("terminal_sign "); });
    return rows;
}

/// @param their_rules TOML beside what the demo library's daemon is told
std::vector<test::listed_difference> found_beside(const std::string& their_rules, const std::string& transcript) {
    const test::answering_library theirs(their_rules);
    add_last_item(theirs);
    const auto before = kept_by(theirs);
    const test::relaying_library ours(
        theirs.url(), "", "stage = \"shadow_decide\"\nshadow_per_second = 1000\nshadow_queue = 1000\n");
    for (const auto& each : test::play_transcript(transcript, *ours.daemon).mismatches) ADD_FAILURE() << each.text;
    ask_for_last_item(*ours.daemon);
    std::vector<test::listed_difference> found;
    EXPECT_TRUE(ours.daemon->comes_about([&] {
        bool is_last = false;
        found = found_by(ours, transcript, is_last);
        return is_last;
    })) << "not all was compared";
    EXPECT_EQ(told_by_shadow(ours, "report").at("unanswered").to_number<int>(), 0);
    EXPECT_EQ(kept_by(theirs), before) << "nothing is changed there";
    return found;
}

/// What the other library's rules are, and what is to be found of that.
struct other_rules {
    std::string name;
    std::string text;
    test::listed_differences differences;
};

const std::vector<other_rules>& all_rules() {
    static const std::vector<other_rules> all{
        {"the_same", "", test::listed_differences("shadow/shadows_differ.txt")},
        {"planted",
         test::shipped_policy({{"max_loans = 20", "max_loans = 2"}, {"max_holds = 10", "max_holds = 0"}}),
         test::listed_differences("shadow/planted_rules.txt")},
    };
    return all;
}

using shadowed = std::tuple<std::size_t, std::string>; ///< which rules, which transcript

class every_shadowed_transcript : public testing::TestWithParam<shadowed> {};

TEST_P(every_shadowed_transcript, is_answered_as_written_and_compared_to_what_is_listed) {
    const auto& [which, transcript] = GetParam();
    const auto& rules = all_rules()[which];
    rules.differences.expect(transcript,
                             test::within_one_day([&] { return found_beside(rules.text, transcript); }));
}

INSTANTIATE_TEST_SUITE_P(files,
                         every_shadowed_transcript,
                         testing::Combine(testing::Range(std::size_t{0}, all_rules().size()),
                                          testing::ValuesIn(test::transcript_names())),
                         [](const auto& one) {
                             return test::as_test_name(std::get<1>(one.param)) + "_beside_" +
                                    all_rules()[std::get<0>(one.param)].name;
                         });

TEST(differences_of_shadowed_transcripts, each_have_a_reason_and_a_transcript) {
    for (const auto& each : all_rules()) each.differences.expect_sound();
}

} // namespace
