// The manual page and the completions are those of the table of verbs.
#include "server/circulation/day/job.hpp"
#include "tests/unit/tools/run_verb.hpp"
#include "tools/circdesk/manual.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace circ::test {
namespace {

const std::string root = CIRC_SOURCE_DIR "/";

std::string text_of(const std::string& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

void expect_file(const std::string& path, const std::string& expected) {
    if (std::getenv("CIRC_TEST_ACCEPT") != nullptr) {
        std::ofstream(path) << expected;
        GTEST_SKIP() << "recorded anew";
    }
    EXPECT_EQ(text_of(path), expected) << "CIRC_TEST_ACCEPT=1 writes it anew";
}

TEST(manual, page_is_up_to_date) { expect_file(root + "docs/man/circdesk.1", tool::manual_page()); }

TEST(completion, of_bash_is_up_to_date) { expect_file(root + "tools/completion/circdesk.bash", tool::completion_script("bash")); }
TEST(completion, of_zsh_is_up_to_date) { expect_file(root + "tools/completion/_circdesk", tool::completion_script("zsh")); }
TEST(completion, of_fish_is_up_to_date) { expect_file(root + "tools/completion/circdesk.fish", tool::completion_script("fish")); }

TEST(manual, tells_every_option_of_every_verb) {
    const std::string page = tool::manual_page();
    for (const auto& each : tool::all_commands()) {
        EXPECT_NE(page.find("\n.SS " + std::string(each->path()) + '\n'), std::string::npos) << each->path();
        EXPECT_FALSE(each->example().empty()) << each->path();
        for (const auto& word : each->options()) EXPECT_FALSE(word.help.empty()) << each->path() << ' ' << word.name;
    }
}

TEST(the_night, has_a_row_for_every_alert_and_every_job) {
    const std::string page = text_of(root + "docs/operators/the-night.md");
    const std::string alerts = text_of(root + "docs/reference/alerts.yml");
    constexpr std::string_view mark = "- alert: ";
    int count = 0;
    for (auto at = alerts.find(mark); at != std::string::npos; at = alerts.find(mark, at + 1), ++count) {
        const auto name = alerts.substr(at + mark.size(), alerts.find('\n', at) - at - mark.size());
        EXPECT_NE(page.find("\n| `" + name + "` |"), std::string::npos) << name;
    }
    EXPECT_GT(count, 20);
    for (const auto& each : circulation::day_jobs())
        EXPECT_NE(page.find('`' + std::string(each.id) + '`'), std::string::npos) << each.id;
}

/// What a command of the shell prints.
std::string output_of(const std::string& command) {
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) return {};
    std::string all;
    std::array<char, 4096> bytes{};
    while (const auto count = std::fread(bytes.data(), 1, bytes.size(), pipe)) all.append(bytes.data(), count);
    ::pclose(pipe);
    return all;
}

bool is_there(const std::string& program) { return !output_of("command -v " + program + " 2>/dev/null").empty(); }

struct line_case {
    std::string name, line, offered; ///< one of what is offered; after ! what is not
};

class completed_line : public testing::TestWithParam<line_case> {};

TEST_P(completed_line, offers_what_fits_there) {
    if (!is_there("bash")) GTEST_SKIP() << "bash is not there";
    // The line as bash hands it to the function: words, and the last of them under the cursor.
    const auto words = shell_words(GetParam().line);
    std::string script = ". " + root + "tools/completion/circdesk.bash; COMP_WORDS=(";
    for (const auto& each : words) script += '"' + each + "\" ";
    script += "); COMP_CWORD=" + std::to_string(words.size() - 1) + "; _circdesk; printf \"%s\\n\" \"${COMPREPLY[@]}\"";
    const std::string offered = '\n' + output_of("bash -c '" + script + "' 2>&1");
    const bool is_wanted = GetParam().offered[0] != '!';
    const std::string word = '\n' + GetParam().offered.substr(is_wanted ? 0 : 1) + '\n';
    EXPECT_EQ(offered.find(word) != std::string::npos, is_wanted) << offered;
}

const line_case line_cases[] = {
    {"first_words", "circdesk ", "terminal"},
    {"begun_first_word", "circdesk ter", "terminal"},
    {"no_other_first_word", "circdesk ter", "!patron"},
    {"second_words", "circdesk terminal ", "watch"},
    {"begun_second_word", "circdesk import sip", "sip-config"},
    {"options_of_a_verb", "circdesk import sip-config --", "--branch-map"},
    {"common_options", "circdesk import sip-config --", "--json"},
    {"no_option_of_another_verb", "circdesk import sip-config --", "!--against"},
    {"a_verb_of_one_word", "circdesk replay trace --ag", "--against"},
    {"an_option_before_the_verb", "circdesk --data somewhere terminal ", "list"},
    {"an_option_within_the_verb", "circdesk terminal add --branch MAIN --prof", "--profile"},
};
INSTANTIATE_TEST_SUITE_P(each, completed_line, testing::ValuesIn(line_cases), [](const auto& each) { return each.param.name; });

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

TEST(manual, is_read_without_a_warning) {
    if (!is_there("groff")) GTEST_SKIP() << "groff is not there";
    for (const char* page : {"circdesk.1", "circdeskd.8", "circdesk.toml.5"})
        EXPECT_EQ(output_of("groff -Kutf8 -man -Tutf8 -ww -z " + root + "docs/man/" + page + " 2>&1"), "") << page;
}

} // namespace
} // namespace circ::test
