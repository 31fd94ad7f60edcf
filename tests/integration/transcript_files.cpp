#include "tests/integration/transcript_files.hpp"

#include "server/circulation/clock.hpp"
#include "tools/circdesk/sc/self_check.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

namespace circ::test {

namespace fs = std::filesystem;

namespace {

fs::path transcripts() { return fs::path(CIRC_TEST_DATA) / "transcripts"; }

std::string text_of(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::unique_ptr<tool::self_check> connect(const running_daemon& to, const std::string& login) {
    tool::self_check::manner how;
    auto line = std::make_unique<tool::self_check>(tool::connection("127.0.0.1", to.port()), how);
    if (login.empty()) return line;
    const std::string answer = line->ask("9300CN" + login + "|COdemo-" + login + "|");
    EXPECT_EQ(answer, "941") << login;
    return line;
}

} // namespace

std::vector<std::string> transcript_names() {
    std::vector<std::string> names;
    for (const auto& file : fs::directory_iterator(transcripts()))
        if (file.path().extension() == ".txt") names.push_back(file.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

tool::transcript_result play_transcript(const std::string& name, const running_daemon& against) {
    const fs::path file = transcripts() / (name + ".txt");
    tool::transcript_stage stage;
    stage.now = [] { return circulation::system_clock().now(); };
    stage.time_zone = "Europe/Berlin";
    stage.connect = [&](const std::string& login) { return connect(against, login); };
    return tool::run_transcript(tool::read_transcript(text_of(file), file.filename().string()), stage);
}

std::string as_test_name(std::string transcript) {
    std::replace(transcript.begin(), transcript.end(), '-', '_');
    return transcript;
}

} // namespace circ::test
