// Each reason to refuse something is told in four languages and shown over the wire: by a row of the
// demo library's tour or by a transcript, both of which name a card and an item to try.
#include "config/texts.hpp"
#include "server/circulation/reason.hpp"
#include "tools/circdesk/import/toml_rows.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>

namespace circ::test {
namespace {

namespace fs = std::filesystem;
using code = circulation::reason_code;

/// Refusals that no request to the demo library brings about, and where they are shown instead.
const std::map<code, const char*> not_in_the_demo{
    {code::backend_unavailable, "the store would have to fail: net's test_dialogues"},
    {code::policy_incomplete, "a policy with a gap does not come up: circdeskd --check-config"},
    {code::item_type_refused, "no device of the demo refuses a type: test_every_reason of circulation"},
    {code::holds_not_here, "no device of the demo refuses holds: test_every_reason of circulation"},
    {code::item_of_other_institution, "the demo is one institution: test_checkin_table"},
    {code::renewal_while_overdue, "the demo's policy lets overdue loans be renewed: as above"},
};

/// What only the desk's verbs refuse: no device is ever told. Each has its story in
/// test_every_reason of circulation.
const std::set<code> of_the_desk{
    code::hold_has_item, code::nothing_to_clear, code::recall_not_allowed, code::recall_already,
    code::recall_not_found, code::entry_not_open, code::not_postable, code::already_so, code::loan_lost,
    code::not_claimed, code::refund_too_high, code::credit_too_low, code::card_number_taken,
    code::guarantor_impossible, code::message_unknown};

std::vector<code> refusals() {
    std::vector<code> all;
    for (int i = 0; i < static_cast<int>(code::item_note); ++i)
        all.push_back(static_cast<code>(i));
    return all;
}

std::set<std::string> reasons_of_the_tour() {
    std::set<std::string> all;
    const tool::toml_file tour((fs::path(CIRC_SOURCE_DIR) / "tools/demo/tour.toml").string());
    for (const auto& row : tour.rows("try"))
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

TEST_F(every_reason, to_refuse_is_shown_over_the_wire) {
    const auto tour = reasons_of_the_tour();
    std::set<code> transcribed;
    for (const auto& read : sentences_of_transcripts())
        if (const auto why = told_by(read)) transcribed.insert(*why);
    for (const auto why : refusals()) {
        const std::string name = circulation::reason_name(why);
        const bool is_shown = tour.contains(name) || transcribed.contains(why);
        EXPECT_NE(is_shown, not_in_the_demo.contains(why) || of_the_desk.contains(why))
            << name << ": show it by a row of tour.toml or a transcript, or say here why not";
    }
}

} // namespace
} // namespace circ::test
