// Every row of the demo library's tour, as docs/demo.md promises it, against the built daemon.
#include "config/texts.hpp"
#include "server/circulation/clock.hpp"
#include "tests/support/running_daemon.hpp"
#include "tests/support/shell_words.hpp"
#include "tools/circdesk/import/toml_rows.hpp"
#include "tools/circdesk/sc/message_text.hpp"
#include "tools/circdesk/sc/self_check.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <sys/stat.h>

namespace {

using namespace circ;

struct tour_row {
    std::string name;
    std::vector<std::string> request;
    std::string terminal;
    std::string reason;
    std::optional<std::string> alert;
};

/// The words `circdesk sc` would be given.
std::vector<std::string> words_of(const tool::toml_row& row) {
    std::vector<std::string> words{row.text("request")};
    const auto add = [&](const char* field, const char* key) {
        if (const auto value = row.text_if(key)) words.push_back(std::string(field) + '=' + *value);
    };
    add("AA", "card");
    add("AB", "item");
    add("AD", "pin");
    add("BS", "pickup");
    add("BV", "amount");
    if (row.text("request") == "15" && row.text_if("level")) words.push_back(row.text("level") == "item" ? "BY=3" : "BY=2");
    if (row.flag_if("fee_acknowledged").value_or(false)) words.push_back("BO=Y");
    return words;
}

std::vector<tour_row> rows() {
    std::vector<tour_row> all;
    const tool::toml_file tour(std::string(CIRC_DEMO_DATA) + "/tour.toml");
    for (const auto& row : tour.rows("try")) {
        tour_row made{"row_" + std::to_string(all.size() + 1) + '_' + (row.text("reason").empty() ? "granted" : row.text("reason")),
                      words_of(row), row.text("terminal"), row.text("reason"), row.text_if("alert")};
        if (!row.flag_if("renewal_policy").value_or(true)) made.request.emplace_back("sc_renewal_policy=N");
        all.push_back(std::move(made));
    }
    return all;
}

/// Whether the answer tells this reason, in the language of its reader: what of the sentence does not
/// depend on values or the terminal's character set, up to its first placeholder or accent.
bool tells(const std::string& answer, const std::string& reason) {
    static const auto texts = config::load_texts({});
    return std::any_of(texts.by_language.begin(), texts.by_language.end(), [&](const auto& language) {
        const std::string& sentence = language.second.at(reason);
        const auto end = std::find_if(sentence.begin(), sentence.end(), [](char c) { return c == '{' || c < 0; });
        return answer.find("AF" + std::string(sentence.begin(), end)) != std::string::npos;
    });
}

std::string ask(const test::running_daemon& daemon, const tour_row& row) {
    tool::self_check line(tool::connection("127.0.0.1", daemon.port()), {});
    EXPECT_EQ(line.ask("9300CN" + row.terminal + "|COdemo-" + row.terminal + "|"), "941");
    return line.ask(tool::make_message(row.request, circulation::system_clock().now()));
}

bool is_granted(const std::string& answer) {
    const std::string code = answer.substr(0, 2);
    if (code == "38") return answer[2] == 'Y';
    if (code == "24" || code == "64") return answer.find("|BLY|") != std::string::npos;
    if (code == "18") return answer.substr(2, 2) != "01";
    return answer[2] == '1';
}

/// A command of the shell that has said its first line, until it is given Enter.
class holding_command {
public:
    /// @param says where a pipe may stand that it says it into
    /// @throws std::runtime_error when it ends without a word
    holding_command(const std::string& command, const std::filesystem::path& says) {
        if (::mkfifo(says.c_str(), 0600) == 0) input_ = ::popen((command + " > " + says.string()).c_str(), "w");
        if (input_ != nullptr) output_.open(says); // when the shell has opened its end
        std::string first;
        if (std::getline(output_, first)) return;
        if (input_ != nullptr) ::pclose(input_);
        throw std::runtime_error("says nothing: " + command);
    }
    ~holding_command() { let_go(); }
    holding_command(const holding_command&) = delete;
    holding_command& operator=(const holding_command&) = delete;

    void let_go() {
        std::FILE* const input = std::exchange(input_, nullptr);
        if (input == nullptr) return;
        std::fputs("\n", input);
        EXPECT_EQ(::pclose(input), 0);
    }

private:
    std::FILE* input_ = nullptr;
    std::ifstream output_;
};

TEST(tour, shows_how_each_request_is_answered_while_the_store_is_away) {
    const auto data = test::fresh_demo_library();
    const test::running_daemon daemon(data, {.more_settings = "[store]\nbusy_seconds = 1\n"});
    const tool::toml_file tour(std::string(CIRC_DEMO_DATA) + "/tour.toml");
    const auto away = tour.rows("away");
    ASSERT_FALSE(away.empty());
    for (const auto& row : away) {
        std::string hold = row.text("hold");
        hold.replace(hold.find("DATA"), 4, data.string());
        tour_row request{"away", words_of(row), row.text("terminal"), row.text("reason"), {}};
        tool::self_check line(tool::connection("127.0.0.1", daemon.port()), {});
        ASSERT_EQ(line.ask("9300CN" + request.terminal + "|COdemo-" + request.terminal + "|"), "941");
        EXPECT_TRUE(line.ask("9900802.00").starts_with("98Y"));
        holding_command holder(hold, data / ("held" + std::to_string(&row - away.data())));
        const std::string refused = line.ask(tool::make_message(request.request, circulation::system_clock().now()));
        EXPECT_FALSE(is_granted(refused)) << refused;
        EXPECT_TRUE(tells(refused, request.reason)) << refused;
        EXPECT_TRUE(line.ask("9900802.00").starts_with("98N")) << "off line";
        holder.let_go();
        const std::string granted = line.ask(tool::make_message(request.request, circulation::system_clock().now()));
        EXPECT_TRUE(is_granted(granted)) << granted;
        EXPECT_TRUE(line.ask("9900802.00").starts_with("98Y"));
    }
}

/// Whether a line of the answer has all words of this reason's English sentence that no value fills.
bool details(const std::string& answer, const std::string& reason) {
    static const auto texts = config::load_texts({});
    const std::string& sentence = texts.by_language.at("en").at(reason);
    std::istringstream lines(answer);
    for (std::string line; std::getline(lines, line);) {
        if (line.find("/ProblemDetail: ") == std::string::npos) continue;
        bool all = true;
        for (std::size_t at = 0; at < sentence.size();) {
            const auto open = std::min(sentence.find('{', at), sentence.size());
            all = all && line.find(sentence.substr(at, open - at)) != std::string::npos;
            at = std::min(sentence.find('}', open), sentence.size() - 1) + 1;
        }
        if (all) return true;
    }
    return false;
}

TEST(tour, shows_what_other_systems_alone_are_refused) {
    const auto data = test::fresh_demo_library();
    const test::running_daemon daemon(data, {.more_settings = test::demo_settings()});
    const tool::toml_file tour(std::string(CIRC_DEMO_DATA) + "/tour.toml");
    const auto all = tour.rows("ncip");
    ASSERT_FALSE(all.empty());
    for (const auto& row : all) {
        SCOPED_TRACE(row.text("reason"));
        for (const auto& each : row.texts("before")) {
            const auto made = test::circdesk(data, test::shell_words(each));
            EXPECT_EQ(made.exit_code, 0) << each << '\n' << made.output;
        }
        const auto refused = test::circdesk(data, test::shell_words(row.text("verb")));
        EXPECT_EQ(refused.exit_code, 1) << refused.output;
        EXPECT_NE(refused.output.find("/ProblemType: " + row.text("problem") + '\n'), std::string::npos) << refused.output;
        EXPECT_TRUE(details(refused.output, row.text("reason"))) << refused.output;
    }
}

TEST(tour, holds_what_it_promises) {
    const test::running_daemon daemon(test::fresh_demo_library(), {.more_settings = test::demo_settings()});
    const auto all = rows();
    ASSERT_GE(all.size(), 40U);
    for (const auto& row : all) {
        SCOPED_TRACE(row.name);
        const std::string answer = ask(daemon, row);
        EXPECT_EQ(is_granted(answer), row.reason.empty()) << answer;
        if (!row.reason.empty()) {
            EXPECT_TRUE(tells(answer, row.reason)) << answer;
        }
        if (!row.alert || answer.substr(0, 2) != "10") continue;
        EXPECT_EQ(answer[5], row.alert->empty() ? 'N' : 'Y') << answer;
        if (row.terminal == "sorter1" && !row.alert->empty()) {
            EXPECT_NE(answer.find("|CV" + *row.alert + "|"), std::string::npos) << answer;
        }
    }
}

} // namespace
