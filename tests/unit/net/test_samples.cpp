// Every irregular sample in a session, under the profiles standard and strict: what a device hears.
#include "tests/support/vectors.hpp"
#include "tests/unit/net/riverton.hpp"

#include "protocol/sip2/checksum.hpp"

#include <cstdlib>
#include <fstream>
#include <regex>

namespace circ::net::test {
namespace {

using circ::test::vector_line;

const std::string answers_file = CIRC_TEST_DATA "/sip2/reactions.txt";

std::vector<vector_line> irregular() { return circ::test::vectors_labelled({"TOL.", "BAD.", "RAW."}); }

/// A strict device counts and sums: what a sample has no tail to deviate in gets a right one.
std::string as_sent(const vector_line& line, bool strictly) {
    const auto parts = protocol::sip2::split_tail(line.message);
    const bool bare = !parts.sequence && !parts.checksum && parts.state == protocol::sip2::checksum_state::none;
    const bool is_tailed = !bare || line.message.starts_with("97") || line.label.starts_with("RAW.");
    if (!strictly || is_tailed) return line.message;
    const std::size_t telnet = line.message.starts_with('\xFF') ? 6 : 0; // does not count
    return line.message.substr(0, telnet) + with_tail(line.message.substr(telnet));
}

/// Without what is another number each time, and the checksum over it.
std::string steady(const std::string& heard) {
    const std::regex receipt(R"(\|BK[0-9]{12,}\|(AY.AZ....)?)");
    return std::regex_replace(heard, receipt, "|BK#|");
}

/// What the sample gets: its own answer, or all of them for a stream of bytes.
std::string reaction_to(const vector_line& line, const std::string& profile) {
    riverton here(profiles_of().at(profile));
    const std::string login = line.message.starts_with("93") ? "" : "kiosk02";
    words heard;
    if (line.label.starts_with("RAW."))
        heard = here.hears_raw({line.message}, {.listener = "sip2", .profile = "standard", .terminal = login});
    else if (line.message.starts_with("97"))
        heard = here.hears({with_tail("9900802.00"), line.message}, login);
    else
        heard = here.hears({as_sent(line, profile == "strict")}, login);
    EXPECT_TRUE(here.kept_the_line()) << line.label;
    return steady(shown(heard));
}

struct reaction {
    std::string standard;
    std::string strict;
};

std::map<std::string, reaction> recorded() {
    std::map<std::string, reaction> all;
    std::ifstream file(answers_file);
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        const auto first = line.find('\t');
        const auto second = line.find('\t', first + 1);
        all[line.substr(0, first)] = {line.substr(first + 1, second - first - 1), line.substr(second + 1)};
    }
    return all;
}

void record_anew() {
    std::ofstream to(answers_file);
    to << "# What a device hears after each irregular sample of vectors.txt: label<TAB>under standard<TAB>under strict.\n"
          "# Writes are parted by \" & \", - is silence, \\xHH is one byte. A sample without a tail gets a right one under\n"
          "# strict, where it is required; a 97 comes after a 99. CIRC_TEST_ACCEPT=1 writes this file anew.\n";
    for (const auto& line : irregular())
        to << line.label << '\t' << reaction_to(line, "standard") << '\t' << reaction_to(line, "strict") << '\n';
}

TEST(irregular_samples, are_all_in_the_table_and_nothing_else_is) {
    if (std::getenv("CIRC_TEST_ACCEPT") != nullptr) {
        record_anew();
        GTEST_SKIP() << "recorded anew";
    }
    std::vector<std::string> wanted, listed;
    for (const auto& line : irregular()) wanted.push_back(line.label);
    for (const auto& row : recorded()) listed.push_back(row.first);
    EXPECT_THAT(listed, testing::UnorderedElementsAreArray(wanted));
}

/// Of a 97 without what came before it.
std::string own_answer(const vector_line& line, const std::string& heard) {
    const bool second = line.message.starts_with("97");
    return second ? heard.substr(heard.rfind(" & ") + 3) : heard;
}

class irregular_sample : public testing::TestWithParam<vector_line> {};

TEST_P(irregular_sample, is_answered_as_written_under_standard_and_strict) {
    const auto& line = GetParam();
    const auto wanted = recorded()[line.label];
    EXPECT_EQ(reaction_to(line, "standard"), wanted.standard);
    EXPECT_EQ(reaction_to(line, "strict"), wanted.strict);
}

TEST_P(irregular_sample, has_in_the_table_what_its_remark_says) {
    const auto& line = GetParam();
    const auto wanted = recorded()[line.label];
    std::smatch said;
    if (std::regex_search(line.remark, said, std::regex("-> ([0-9]{2}[0-9A-Z]*)"))) {
        EXPECT_THAT(own_answer(line, wanted.standard), testing::StartsWith(said[1].str())) << line.remark;
    }
    if (line.remark.find("strict: 96") != std::string::npos) {
        EXPECT_THAT(wanted.strict, testing::StartsWith("96"));
    }
    if (line.remark.find("strict: no answer") != std::string::npos) {
        EXPECT_EQ(wanted.strict, "-");
    }
}

INSTANTIATE_TEST_SUITE_P(each, irregular_sample, testing::ValuesIn(irregular()),
                         [](const auto& tested) { return circ::test::test_name(tested.param.label); });

/// The answer's code for each request's.
const std::map<std::string, std::string> pairs{
    {"93", "94"}, {"99", "98"}, {"23", "24"}, {"63", "64"}, {"11", "12"}, {"09", "10"}, {"29", "30"}, {"65", "66"},
    {"17", "18"}, {"19", "20"}, {"15", "16"}, {"37", "38"}, {"35", "36"}, {"25", "26"}, {"01", "24"}};

config::profile dialect_of(const std::string& label, config::profile as) {
    if (label.starts_with("ENC.delim09")) as.delimiter = '\t';
    if (label.starts_with("ENC.delim80")) as.delimiter = '\x80';
    return as;
}

TEST(regular_samples, get_the_answer_of_their_pair_under_standard_and_strict) {
    int seen = 0;
    for (const std::string profile : {"standard", "strict"}) {
        for (auto line : circ::test::vectors_labelled({"V1.", "V2.", "ENC.", "EXT."})) {
            const auto pair = pairs.find(line.message.substr(0, 2));
            if (pair == pairs.end()) continue;
            ++seen;
            riverton here(dialect_of(line.label, profiles_of().at(profile)));
            const auto heard = here.hears({as_sent(line, profile == "strict")}, pair->first == "93" ? "" : "kiosk02");
            EXPECT_THAT(shown(heard), testing::StartsWith(pair->second)) << profile << ' ' << line.label;
        }
    }
    EXPECT_GT(seen, 90);
}

} // namespace
} // namespace circ::net::test
