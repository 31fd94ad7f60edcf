// Each reason to refuse something is told in four languages and shown: by a row of the demo library's
// tour or by a transcript. Both name a card and an item to try, or the verb that is refused.
#include "config/texts.hpp"
#include "server/circulation/reason.hpp"
#include "tests/unit/storage/scratch_folder.hpp"
#include "tests/unit/tools/run_verb.hpp"
#include "tools/circdesk/import/toml_rows.hpp"
#include "tools/circdesk/refusal_words.hpp"

#include <boost/json/parse.hpp>

#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>

namespace circ::test {
namespace {

namespace fs = std::filesystem;
using code = circulation::reason_code;

std::vector<code> refusals() {
    std::vector<code> all;
    for (int i = 0; i < static_cast<int>(code::item_note); ++i)
        all.push_back(static_cast<code>(i));
    return all;
}

const tool::toml_file& tour() {
    static const tool::toml_file all(fs::path(CIRC_SOURCE_DIR) / "tools/demo/tour.toml");
    return all;
}

std::set<std::string> reasons_of_the_tour() {
    std::set<std::string> all;
    for (const auto* part : {"try", "away", "desk", "ncip"})
        for (const auto& row : tour().rows(part))
            all.insert(row.text("reason"));
    return all;
}

/// What transcripts expect to read on the screen: screen_message~"...".
std::vector<std::string> sentences_of_transcripts() {
    constexpr std::string_view mark = "screen_message~\"";
    std::vector<std::string> all;
    for (const auto& file : fs::directory_iterator(fs::path(CIRC_SOURCE_DIR) / "tests/data/transcripts")) {
        std::ifstream in(file.path());
        for (std::string line; std::getline(in, line);) {
            const auto at = line.find(mark);
            if (at == std::string::npos) continue;
            const auto begin = at + mark.size();
            all.push_back(line.substr(begin, line.find('"', begin) - begin));
        }
    }
    return all;
}

/// A sentence up to its first value, which a transcript may have filled in.
std::string fixed_part(const std::string& sentence) {
    const auto words = sentence.substr(0, sentence.find('{'));
    return words.substr(0, words.find_last_not_of(' ') + 1);
}

/// Whether what was read can only be this sentence.
bool tells(const std::string& read, const std::string& sentence) {
    const auto begin = fixed_part(sentence);
    return sentence.find(read) != std::string::npos || (begin.size() >= 10 && read.find(begin) != std::string::npos);
}

class every_reason : public testing::Test {
protected:
    [[nodiscard]] const std::string& english(code why) const {
        return texts.by_language.at("en").at(circulation::reason_name(why));
    }

    /// The only reason whose sentence can be read so; nothing when several can, or none.
    [[nodiscard]] std::optional<code> told_by(const std::string& read) const {
        std::optional<code> only;
        for (int i = 0; i < circulation::reason_count; ++i) {
            const auto one = static_cast<code>(i);
            if (!tells(read, english(one))) continue;
            if (only) return std::nullopt;
            only = one;
        }
        return only;
    }

    const config::loaded_texts texts = config::load_texts({});
};

TEST_F(every_reason, is_told_in_four_languages) {
    for (const auto* language : {"en", "de", "fr", "es"}) {
        const auto& table = texts.by_language.at(language);
        for (int i = 0; i < circulation::reason_count; ++i) {
            const auto* name = circulation::reason_name(static_cast<code>(i));
            EXPECT_TRUE(table.contains(name)) << language << ": " << name;
        }
    }
}

TEST_F(every_reason, to_refuse_is_shown_by_the_demo_or_a_transcript) {
    const auto shown = reasons_of_the_tour();
    std::set<code> transcribed;
    for (const auto& read : sentences_of_transcripts())
        if (const auto why = told_by(read)) transcribed.insert(*why);
    for (const auto why : refusals()) {
        const std::string name = circulation::reason_name(why);
        const bool is_shown = shown.contains(name) || transcribed.contains(why);
        EXPECT_TRUE(is_shown) << name << ": show it by a row of tour.toml or a transcript";
    }
}

TEST_F(every_reason, is_told_at_the_desk_in_words) {
    for (const auto why : refusals()) {
        const auto words = tool::refusal_text({.code = why}, {});
        EXPECT_EQ(words.find('_'), std::string::npos) << words;
        EXPECT_NE(words, "refused: ") << circulation::reason_name(why);
    }
}

/// The demo library at a desk where nothing is changed: all that is asked of it is refused.
class desk_of_the_tour : public testing::Test {
protected:
    [[nodiscard]] ran run(const std::string& line, bool json = false) const {
        return run_verb("circdesk " + line, {.data_dir = folder.file("data"), .operator_name = "anna", .json = json});
    }

    /// The first value of the first row that this verb lists.
    [[nodiscard]] std::string number_of(const std::string& line) const {
        auto rows = boost::json::parse(run(line, true).out);
        if (rows.is_object()) rows = rows.as_object().begin()->value();
        return std::string(rows.as_array().at(0).as_object().begin()->value().as_string());
    }

    const scratch_folder folder;
};

/// Whether a sentence is the desk's of this reason: all of its words that no value fills.
bool is_desk_sentence_of(const std::string& reason, std::string_view says) {
    storage::institution of;
    of.currency = "EUR";
    of.decimals = 2;
    for (const auto why : refusals()) {
        if (circulation::reason_name(why) != reason) continue;
        std::string words = tool::refusal_text({.code = why, .amount = storage::money{}, .field = "\n"}, of);
        for (auto at = words.find("0.00 EUR"); at != std::string::npos; at = words.find("0.00 EUR"))
            words.replace(at, 8, "\n");
        std::istringstream pieces(words);
        for (std::string piece; std::getline(pieces, piece);)
            if (says.find(piece) == std::string_view::npos) return false;
        return true;
    }
    return false;
}

TEST_F(desk_of_the_tour, is_refused_as_it_promises) {
    ASSERT_EQ(run("demo load --from " + (fs::path(CIRC_SOURCE_DIR) / "tools/demo").string()).code, tool::done);
    const auto rows = tour().rows("desk");
    ASSERT_FALSE(rows.empty());
    for (const auto& row : rows) {
        std::string verb = row.text("verb");
        if (const auto list = row.text_if("number")) verb.replace(verb.find("NUMBER"), 6, number_of(*list));
        const auto made = run(verb);
        EXPECT_THAT(made.code, testing::AnyOf(tool::refused, tool::not_found)) << verb << '\n' << made.out;
        EXPECT_EQ(made.wrong, row.text("says")) << verb;
        EXPECT_TRUE(is_desk_sentence_of(row.text("reason"), made.wrong)) << verb << ": " << made.wrong;
    }
}

} // namespace
} // namespace circ::test
