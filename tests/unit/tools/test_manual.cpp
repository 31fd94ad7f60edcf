// The manual page and the completions are those of the table of verbs.
#include "server/circulation/day/job.hpp"
#include "tests/unit/tools/run_verb.hpp"
#include "tests/unit/tools/shell_output.hpp"
#include "tools/circdesk/confirm.hpp"
#include "tools/circdesk/manual.hpp"
#include "tools/circdesk/report/report.hpp"

#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

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

/// The operators' pages as one text, in which each blank is one, as lines are broken anywhere.
std::string operators_pages() {
    std::string all;
    for (const auto& each : std::filesystem::directory_iterator(root + "docs/operators"))
        all += text_of(each.path().string()) + '\n';
    std::string made;
    for (const char c : all) {
        const bool is_blank = c == ' ' || c == '\n';
        if (!is_blank)
            made += c;
        else if (!made.ends_with(' '))
            made += ' ';
    }
    return made;
}

/// Whether the words stand there by themselves: `hold list` is not told of by `hold lists`.
bool tells_of(const std::string& pages, const std::string& words) {
    const auto is_more = [&](std::size_t at) {
        return at < pages.size() && (std::isalnum(static_cast<unsigned char>(pages[at])) != 0 || pages[at] == '-');
    };
    for (auto at = pages.find(words); at != std::string::npos; at = pages.find(words, at + 1))
        if ((at == 0 || !is_more(at - 1)) && !is_more(at + words.size())) return true;
    return false;
}

TEST(manual, tells_operators_of_every_verb) {
    const auto pages = operators_pages();
    for (const auto& each : tool::all_commands())
        EXPECT_TRUE(tells_of(pages, std::string(each->path()))) << "no page of docs/operators has " << each->path();
}

/// What is told to be typed is refused without a reason.
TEST(manual, tells_of_the_reason_that_another_state_of_an_item_needs) {
    for (const auto& each : tool::all_commands())
        EXPECT_THAT(std::string(each->summary()), testing::Not(testing::ContainsRegex("`item state [^`-]*`"))) << each->path();
    for (const auto& each : tool::reports())
        EXPECT_THAT(std::string(each.ends), testing::Not(testing::ContainsRegex("`item state [^`-]*`"))) << each.name;
}

TEST(manual, says_which_verbs_ask_before) {
    const std::string page = text_of(root + "docs/operators/desk.md");
    const auto begin = page.find("- **Asked before.**");
    ASSERT_NE(begin, std::string::npos);
    const auto told = page.substr(begin, page.find("What another verb takes back", begin) - begin);
    bool yes = false;
    const auto asks = tool::without_asking(yes).help;
    for (const auto& each : tool::all_commands())
        for (const auto& word : each->options()) {
            if (word.name != "--yes" || word.help != asks) continue;
            EXPECT_NE(told.find('`' + std::string(each->path()) + '`'), std::string::npos) << each->path();
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

TEST(manual, is_read_without_a_warning) {
    if (!is_there("groff")) GTEST_SKIP() << "groff is not there";
    for (const char* page : {"circdesk.1", "circdeskd.8", "circdesk.toml.5"})
        EXPECT_EQ(output_of("groff -Kutf8 -man -Tutf8 -ww -z " + root + "docs/man/" + page + " 2>&1"), "") << page;
}

} // namespace
} // namespace circ::test
