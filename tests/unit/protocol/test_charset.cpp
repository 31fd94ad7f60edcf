#include "protocol/sip2/charset.hpp"
#include "protocol/text/utf8.hpp"

#include <random>

namespace circ::protocol::sip2 {
namespace {

std::string encoded(std::string_view text, charset to) {
    std::string out;
    append_encoded(out, text, to);
    return out;
}

struct text_case {
    std::string_view name;
    charset set;
    std::string_view bytes;
    std::string_view text;
};

TEST(charset, reads_bytes_and_writes_the_same_again) {
    const std::vector<text_case> cases = {
        {"ascii", charset::ascii, "Muller, Asa", "Muller, Asa"},
        {"cp850", charset::cp850, "M\x81ller, \x8Fsa \xE1\x9D", "Müller, Åsa ßØ"},
        {"latin_1", charset::iso_8859_1, "M\xFCller, \xC5sa", "Müller, Åsa"},
        {"windows_1252", charset::windows_1252, "3.50 \x80 \x84x\x93", "3.50 € „x“"},
        {"utf8", charset::utf8, "\xC5\xBB\xC3\xB3\xC5\x82w \xF0\x9F\x93\x9A", "Żółw 📚"},
        {"nothing", charset::cp850, "", ""},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(to_utf8(c.bytes, c.set), c.text) << c.name;
        EXPECT_EQ(encoded(c.text, c.set), c.bytes) << c.name;
    }
}

TEST(charset, of_one_byte_maps_every_byte_back) {
    for (const charset set : {charset::cp850, charset::iso_8859_1, charset::windows_1252}) {
        for (int value = 0; value < 256; ++value) {
            const std::string byte(1, static_cast<char>(value));
            const std::string text = to_utf8(byte, set);
            if (text == "\uFFFD") continue;
            EXPECT_EQ(encoded(text, set), byte) << value;
        }
    }
    EXPECT_EQ(to_utf8("\x81", charset::windows_1252), "\uFFFD");
}

TEST(charset, replaces_what_is_not_in_the_set) {
    const std::vector<text_case> cases = {
        {"high_byte_in_ascii", charset::ascii, "p\xE4ss", "p\uFFFDss"},
        {"latin_1_as_utf8", charset::utf8, "M\xFCller", "M\uFFFDller"},
        {"lead_byte_before_ascii", charset::utf8, "29\xC3(", "29\uFFFD("},
        {"stray_continuation", charset::utf8, "a\x80z", "a\uFFFDz"},
        {"cut_at_the_end", charset::utf8, "a\xE2\x82", "a\uFFFD"},
        {"overlong", charset::utf8, "\xC0\xAF", "\uFFFD\uFFFD"},
        {"surrogate", charset::utf8, "\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
        {"beyond_unicode", charset::utf8, "\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
    };
    for (const auto& c : cases)
        EXPECT_EQ(to_utf8(c.bytes, c.set), c.text) << c.name;
}

TEST(charset, spells_what_the_set_lacks) {
    const std::vector<text_case> cases = {
        {"marks_to_ascii", charset::ascii, "Muller, Asa", "Müller, Åsa"},
        {"letters_to_ascii", charset::ascii, "o ss l AE Th oe", "ø ß ł Æ Þ œ"},
        {"signs_to_ascii", charset::ascii, "'a' \"b\" - ... 3 EUR", "‘a’ „b“ – … 3 €"},
        {"hungarian_to_cp850", charset::cp850, "u\x94", "űö"},
        {"polish_to_latin_1", charset::iso_8859_1, "Z\xF3lw i zajac", "Żółw i zając"},
        {"vietnamese_to_latin_1", charset::iso_8859_1, "Nguyen", "Nguyễn"},
        {"euro_to_cp850", charset::cp850, "EUR", "€"},
        {"decomposed_marks_vanish", charset::ascii, "Muller", "Mu\u0308ller"},
        {"greek_and_chinese", charset::windows_1252, "? ??", "Ω 漢字"},
        {"replacement_character", charset::iso_8859_1, "?", "\uFFFD"},
        {"beyond_the_base_plane", charset::cp850, "?", "📚"},
        {"broken_text", charset::cp850, "a?", "a\xC3"},
        {"broken_text_to_utf8", charset::utf8, "a\uFFFD", "a\xC3"},
    };
    for (const auto& c : cases)
        EXPECT_EQ(encoded(c.text, c.set), c.bytes) << c.name;
}

TEST(charset, never_spells_with_the_delimiter) {
    for (char32_t c = 0x80; c < 0x3000; ++c) {
        std::string character;
        text::append_utf8(character, c);
        EXPECT_EQ(encoded(character, charset::ascii).find('|'), std::string::npos) << character;
    }
}

TEST(charset, reads_any_bytes_as_utf8) {
    std::mt19937 random{7};
    for (int round = 0; round < 2000; ++round) {
        std::string bytes(random() % 12, ' ');
        for (auto& byte : bytes)
            byte = static_cast<char>(random() % 256);
        for (const charset set : {charset::utf8, charset::cp850, charset::ascii}) {
            const std::string text = to_utf8(bytes, set);
            EXPECT_EQ(to_utf8(text, charset::utf8), text);
        }
    }
}

} // namespace
} // namespace circ::protocol::sip2
