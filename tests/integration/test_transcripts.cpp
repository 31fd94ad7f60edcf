// Dialogues that a librarian can read, against the built daemon over the demo library.
#include "server/circulation/clock.hpp"
#include "tests/support/running_daemon.hpp"
#include "tools/circdesk/sc/message_text.hpp"
#include "tools/circdesk/sc/self_check.hpp"
#include "tools/circdesk/sc/transcript.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

using namespace circ;
namespace fs = std::filesystem;

fs::path transcripts() { return fs::path(CIRC_TEST_DATA) / "transcripts"; }

std::vector<std::string> transcript_names() {
    std::vector<std::string> names;
    for (const auto& file : fs::directory_iterator(transcripts()))
        if (file.path().extension() == ".txt") names.push_back(file.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string text_of(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::unique_ptr<tool::self_check> connect(const test::running_daemon& to, const std::string& login) {
    tool::self_check::manner how;
    auto line = std::make_unique<tool::self_check>(tool::connection("127.0.0.1", to.port()), how);
    if (login.empty()) return line;
    const std::string answer = line->ask("9300CN" + login + "|COdemo-" + login + "|");
    EXPECT_EQ(answer, "941") << login;
    return line;
}

tool::transcript_result play(const fs::path& file, const test::running_daemon& against) {
    tool::transcript_stage stage;
    stage.now = [] { return circulation::system_clock().now(); };
    stage.time_zone = "Europe/Berlin";
    stage.connect = [&](const std::string& login) { return connect(against, login); };
    return tool::run_transcript(tool::read_transcript(text_of(file), file.filename().string()), stage);
}

class every_transcript : public testing::TestWithParam<std::string> {};

TEST_P(every_transcript, is_answered_as_written) {
    const test::running_daemon daemon(test::fresh_demo_library());
    const auto result = play(transcripts() / (GetParam() + ".txt"), daemon);
    EXPECT_GT(result.exchanges, 0U);
    for (const auto& each : result.mismatches) ADD_FAILURE() << each;
}

INSTANTIATE_TEST_SUITE_P(files, every_transcript, testing::ValuesIn(transcript_names()),
                         [](const auto& one) {
                             std::string name = one.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

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
