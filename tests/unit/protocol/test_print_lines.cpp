// Text for a printer of so many columns.
#include "protocol/sip2/print_lines.hpp"

namespace circ::protocol::sip2 {
namespace {

const std::string combining_umlaut = "u\xCC\x88"; // u and a diaeresis that stands over it

struct wrapping {
    std::string name;
    std::string text;
    std::size_t width;
    std::vector<std::string> lines;
};
void PrintTo(const wrapping& c, std::ostream* out) {
    *out << c.name;
}

class print_lines : public testing::TestWithParam<wrapping> {};

TEST_P(print_lines, are_broken_where_a_reader_would) {
    const auto& c = GetParam();
    const auto lines = wrap(c.text, c.width);
    EXPECT_EQ(lines, c.lines);
    for (const auto& line : lines)
        EXPECT_TRUE(c.width == 0 || columns_of(line) <= c.width) << line;
}

INSTANTIATE_TEST_SUITE_P(
    protocol,
    print_lines,
    testing::Values(wrapping{"fits", "Main Library", 12, {"Main Library"}},
                    wrapping{"at_a_blank", "Main Library", 11, {"Main", "Library"}},
                    wrapping{"blank_just_behind_the_line", "Main Library", 4, {"Main", "Libr", "ary"}},
                    wrapping{"word_longer_than_a_line", "a Weltgeschichte", 6, {"a", "Weltge", "schich", "te"}},
                    wrapping{"counts_characters", "Grüße aus Köln", 9, {"Grüße aus", "Köln"}},
                    wrapping{"keeps_a_mark_with_its_letter",
                             "M" + combining_umlaut + "ller" + combining_umlaut,
                             2,
                             {"M" + combining_umlaut, "ll", "er", combining_umlaut}},
                    wrapping{"indents_what_follows", "  Not renewed: wanted", 15, {"  Not renewed:", "  wanted"}},
                    wrapping{"gives_up_an_indent_without_room", "      ab cd", 5, {"ab cd"}},
                    wrapping{"blanks_at_a_break_are_gone", "one   two", 4, {"one", "two"}},
                    wrapping{"width_not_told", "Main Library of the town", 0, {"Main Library of the town"}},
                    wrapping{"nothing", "", 5, {""}},
                    wrapping{"one_column", "ab c", 1, {"a", "b", "c"}}),
    [](const auto& each) { return each.param.name; });

struct shortening {
    std::string name;
    std::string text;
    std::size_t most;
    std::string expected;
};
void PrintTo(const shortening& c, std::ostream* out) {
    *out << c.name;
}

class shortened : public testing::TestWithParam<shortening> {};

TEST_P(shortened, text_ends_with_a_whole_character) {
    EXPECT_EQ(shorten(GetParam().text, GetParam().most), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    protocol,
    shortened,
    testing::Values(shortening{"fits", "Tidal Engines", 13, "Tidal Engines"},
                    shortening{"cut", "Tidal Engines", 12, "Tidal Eng..."},
                    shortening{"no_blank_before_the_dots", "Tidal Engines", 9, "Tidal..."},
                    shortening{"umlauts_are_characters", "Märchenbücher", 9, "Märche..."},
                    shortening{"mark_stays_with_its_letter", "M" + combining_umlaut + "ller und Sohn", 5, "M" + combining_umlaut + "..."},
                    shortening{"no_room_for_dots", "Tidal", 3, "Tid"},
                    shortening{"no_room_at_all", "Tidal", 0, ""},
                    shortening{"broken_bytes_are_characters", "ab\xFF\xFE" "cdef", 5, "ab..."}),
    [](const auto& each) { return each.param.name; });

} // namespace
} // namespace circ::protocol::sip2
