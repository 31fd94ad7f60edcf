#include "protocol/marc/compose.hpp"
#include "protocol/marc/marc8.hpp"
#include "protocol/text/one_line.hpp"
#include "protocol/text/utf8.hpp"

namespace circ::test {

namespace marc = protocol::marc;
namespace text = protocol::text;

namespace {

struct marc8_case {
    std::string name;
    std::string bytes;
    std::string expected; ///< composed
    std::size_t replaced = 0;
};

class marc8 : public testing::TestWithParam<marc8_case> {};

TEST_P(marc8, becomes_utf_8) {
    const auto result = marc::marc8_to_utf8(GetParam().bytes);
    EXPECT_EQ(marc::compose(result.text), GetParam().expected);
    EXPECT_EQ(result.replaced, GetParam().replaced);
}

const std::string unknown(text::replacement_utf8);

INSTANTIATE_TEST_SUITE_P(
    cases,
    marc8,
    testing::Values(marc8_case{"ascii", "plain", "plain"},
                    marc8_case{"empty", "", ""},
                    marc8_case{"acute",
                               "Caf\xE2"
                               "e",
                               "Café"},
                    marc8_case{"umlaut_and_ring",
                               "\xE8u \xEA"
                               "A",
                               "ü Å"},
                    marc8_case{"carons",
                               "\xE9"
                               "C\xE9r\xE9s",
                               "Čřš"},
                    marc8_case{"cedilla_and_ogonek",
                               "\xF0"
                               "c\xF1"
                               "e",
                               "çę"},
                    marc8_case{"two_marks",
                               "\xE3\xE2"
                               "e\xF2\xE3"
                               "a",
                               "ếậ"},
                    marc8_case{"ligature",
                               "\xEB"
                               "i\xEC"
                               "a",
                               "i\xCD\xA1"
                               "a"},
                    marc8_case{
                        "letters_and_signs", "\xA1\xB1\xA5\xB2\xC2\xC3\xC7\xC8\xB9", "ŁłÆø℗©ß€£"},
                    marc8_case{"cyrillic", "\x1B(NmOSKWA\x1B(B!", "Москва!"},
                    marc8_case{"greek_superscript", "x\x1Bp2\x1Bs", "x²"},
                    marc8_case{"chinese", "\x1B$1!0%\x1B(B.", "下."},
                    marc8_case{"non_sorting_marks",
                               "\x88The \x89"
                               "End",
                               "The End"},
                    marc8_case{"undefined_bytes",
                               "a\x80"
                               "b\xD7"
                               "c\xFF",
                               "a" + unknown + "b" + unknown + "c" + unknown,
                               3},
                    marc8_case{"mark_at_the_end", "abc\xE2", "abc" + unknown, 1},
                    marc8_case{"escape_at_the_end", "abc\x1B", "abc" + unknown, 1},
                    marc8_case{"unknown_escape", "a\x1B(Zb", "a" + unknown + "(Zb", 1},
                    marc8_case{"cyrillic_to_the_right", "\x1B)N\xED\xCF a", "Мо a"},
                    marc8_case{"undefined_in_the_set_called", "\x1Bp2a", "²" + unknown, 1},
                    marc8_case{"mark_before_an_escape",
                               "\xE2\x1B(B"
                               "e",
                               "é"},
                    marc8_case{"half_a_character", "\x1B$1!0", unknown + unknown, 2}),
    [](const auto& each) { return each.param.name; });

TEST(marc8, gives_valid_utf_8_for_any_bytes) {
    std::uint32_t state = 1;
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes(static_cast<std::size_t>(round % 24), '\0');
        for (char& c : bytes) {
            state = state * 1'664'525u + 1'013'904'223u;
            c = state >> 29 == 0 ? '\x1B' : static_cast<char>(state >> 20 & 0xFF);
        }
        ASSERT_TRUE(text::is_utf8(marc::compose(marc::marc8_to_utf8(bytes).text))) << round;
    }
}

TEST(compose, joins_letters_and_marks) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"e\xCC\x81", "é"},
        {"\xCC\x81"
         "e",
         "\xCC\x81"
         "e"},
        {"a\xCC\x82\xCC\x81", "ấ"},
        {"a\xCC\x81\xCC\x82", "á\xCC\x82"},
        {"a\xCC\x84\xCC\xA3", "ạ\xCC\x84"}, // the mark below goes first
        {"и\xCC\x86", "й"},
        {"q\xCC\x81", "q\xCC\x81"},
        {"line\nbreak\ttab", "line break tab"},
        {"a\xC2\x98"
         "b\x7F",
         "ab"},
        {"漢字 😀", "漢字 😀"},
    };
    for (const auto& [from, to] : cases)
        EXPECT_EQ(marc::compose(from), to);
}

TEST(one_line, holds_nothing_that_ends_it_or_moves_a_cursor) {
    EXPECT_EQ(text::one_line("a\r\nb\x1B[2J\x7F"), "a  b [2J ");
    EXPECT_EQ(text::one_line("Ж\xC2\x85" "b\xC0\xAF"), "Ж b" + unknown + unknown);
}

TEST(utf8, is_repaired_character_by_character) {
    EXPECT_EQ(marc::repaired_utf8("é").replaced, 0u);
    const auto repaired = marc::repaired_utf8("a\xC3(\xE2\x82"
                                              "b\xED\xA0\x80");
    EXPECT_EQ(repaired.text, "a" + unknown + "(" + unknown + "b" + unknown + unknown + unknown);
    EXPECT_EQ(repaired.replaced, 5u);
}

} // namespace

} // namespace circ::test
