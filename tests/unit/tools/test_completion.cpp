// What the shells offer, each asked as it asks itself.
#include "tests/unit/tools/run_verb.hpp"
#include "tests/unit/tools/shell_output.hpp"
#include "tools/circdesk/verb_words.hpp"

#include <tuple>

namespace circ::test {
namespace {

const std::string root = CIRC_SOURCE_DIR "/";

struct shell_row {
    const char* name;
    const char* begun_as; ///< without anybody's own settings
};
constexpr shell_row shells[] = {{"bash", "bash --norc"}, {"zsh", "zsh -f"}, {"fish", "fish --no-config"}};

struct line_case {
    std::string name, line, offered; ///< one of what is offered; after ! what is not
};

class completed_line : public testing::TestWithParam<std::tuple<shell_row, line_case>> {};

TEST_P(completed_line, offers_what_fits_there) {
    const auto& [shell, asked] = GetParam();
    if (!is_there(shell.name)) GTEST_SKIP() << shell.name << " is not there";
    const std::string folder = root + "tools/completion";
    const std::string offered = '\n' + output_of(std::string(shell.begun_as) + " '" + root + "tests/data/completion/ask." + shell.name +
                                                 "' '" + folder + "' '" + asked.line + "' 2>&1");
    const bool is_wanted = asked.offered[0] != '!';
    const std::string word = '\n' + asked.offered.substr(is_wanted ? 0 : 1) + '\n';
    EXPECT_EQ(offered.find(word) != std::string::npos, is_wanted) << offered;
}

const line_case line_cases[] = {
    {"first_words", "circdesk ", "terminal"},
    {"begun_first_word", "circdesk ter", "terminal"},
    {"no_other_first_word", "circdesk ter", "!patron"},
    {"second_words", "circdesk terminal ", "watch"},
    {"begun_second_word", "circdesk import sip", "sip-config"},
    {"second_words_of_the_verb_itself", "circdesk shadow report ", "!overdues"},
    {"options_of_a_verb", "circdesk import sip-config --", "--branch-map"},
    {"common_options", "circdesk import sip-config --", "--json"},
    {"no_option_of_another_verb", "circdesk import sip-config --", "!--against"},
    {"no_option_of_a_verb_that_is_a_value", "circdesk title edit m1 --text item --", "!--price"},
    {"a_verb_of_one_word", "circdesk replay trace --ag", "--against"},
    {"a_verb_of_one_word_behind_two_others", "circdesk replay trace another --ag", "--against"},
    {"a_port_behind_a_colon", "circdesk conformance 127.0.0.1:6001 --on", "--only"},
    {"an_option_before_the_verb", "circdesk --data somewhere terminal ", "list"},
    {"an_option_within_the_verb", "circdesk terminal add --branch MAIN --prof", "--profile"},
    {"a_flag_before_the_verb", "circdesk --json hold li", "list"},
    {"nothing_for_no_verb", "circdesk nothing --", "!--reason"},
};
INSTANTIATE_TEST_SUITE_P(each, completed_line, testing::Combine(testing::ValuesIn(shells), testing::ValuesIn(line_cases)),
                         [](const auto& each) { return std::string(std::get<0>(each.param).name) + "_" + std::get<1>(each.param).name; });

/// A script that its shell cannot read is worse than none.
TEST(completion, is_read_by_its_shell) {
    const std::pair<const char*, const char*> scripts[] = {{"bash", "circdesk.bash"}, {"zsh", "_circdesk"}, {"fish", "circdesk.fish"}};
    for (const auto& [shell, script] : scripts) {
        if (!is_there(shell)) {
            std::printf("%s is not there\n", shell);
            continue;
        }
        EXPECT_EQ(output_of(std::string(shell) + " -n " + root + "tools/completion/" + script + " 2>&1"), "") << shell;
    }
}

struct slip_case {
    const char* group;
    const char* typed;
    const char* said;
};

TEST(a_word_that_is_no_verb, is_named_with_the_one_that_may_be_meant) {
    for (const auto& each : {
             slip_case{"item", "shwo", "there is no verb 'shwo' of item; did you mean \"show\"?"},
             slip_case{"report", "overdue", "there is no verb 'overdue' of report; did you mean \"overdues\"?"},
             slip_case{"", "patrn", "there is no verb 'patrn'; did you mean \"patron\"?"},
             slip_case{"", "chekc", "there is no verb 'chekc'; did you mean \"check\"?"},
             slip_case{"", "rhinoceros", "there is no verb 'rhinoceros'; `circdesk --help` lists them"},
             slip_case{"loan", "rhinoceros", "there is no verb 'rhinoceros' of loan; `circdesk loan --help` lists them"},
         })
        EXPECT_EQ(tool::no_such_verb(each.group, each.typed), each.said);
}

} // namespace
} // namespace circ::test
