#include "storage/fold.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace circ::test {
namespace {

struct fold_case {
    const char* name;
    std::string text;
    std::vector<std::string> words;

    friend std::ostream& operator<<(std::ostream& out, const fold_case& shown) {
        return out << shown.name;
    }
};

class fold : public testing::TestWithParam<fold_case> {};

TEST_P(fold, gives_the_words) {
    EXPECT_EQ(storage::folded_words(GetParam().text), GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(
    of,
    fold,
    testing::Values(
        fold_case{"nothing", "", {}},
        fold_case{"only_signs", " -- / ¿… «»", {}},
        fold_case{"case_and_signs", "The C++ Book, 2nd ed.", {"the", "c", "book", "2nd", "ed"}},
        fold_case{"each_word_once", "War and war", {"war", "and"}},
        fold_case{"latin_1", "Ärger Ébène Ñandú Åse", {"arger", "ebene", "nandu", "ase"}},
        fold_case{"letters_of_two",
                  "Straße Æsop Œuvre Þór ẞ ĳs",
                  {"strasse", "aesop", "oeuvre", "thor", "ss", "ijs"}},
        fold_case{"latin_2",
                  "Łódź Dvořák Őz İstanbul ţară",
                  {"lodz", "dvorak", "oz", "istanbul", "tara"}},
        fold_case{"two_marks", "Nguyễn Ừ Ḥasan ỹ", {"nguyen", "u", "hasan", "y"}},
        fold_case{"combining_marks", "cafe\u0301 o\u0308l so\u00ADft", {"cafe", "ol", "soft"}},
        fold_case{"apostrophes", "L’été d'or", {"l", "ete", "d", "or"}},
        fold_case{"greek", "Ἀρχὴ Ῥόδος Όμηρος ΛΌΓΟΣ ᾧ", {"αρχη", "ροδοσ", "ομηροσ", "λογοσ", "ω"}},
        fold_case{"cyrillic", "Война И МИР Ёж Ђорђе", {"война", "и", "мир", "еж", "ђорђе"}},
        fold_case{"chinese", "红楼梦、三国", {"红楼梦", "三国"}},
        fold_case{"broken_bytes",
                  std::string{"ab\xC3"
                              "cd\xFF"
                              "ef\xE2\x82"},
                  {"ab", "cd", "ef"}},
        fold_case{"what_utf_8_has_not", "ab\xF4\x90\x80\x80" "cd\xED\xA0\x80" "ef\xE0\x80\xAF" "gh", {"ab", "cd", "ef", "gh"}},
        fold_case{"byte_zero", std::string{"a\0b", 3}, {"a", "b"}}),
    [](const auto& of) { return of.param.name; });

TEST(fold_words, bound_number_and_length_of_words) {
    std::string many;
    for (int i = 0; i < 100; ++i)
        many += "w" + std::to_string(i) + " ";
    EXPECT_EQ(storage::folded_words(many).size(), 64U);
    EXPECT_EQ(storage::folded_words(many, 3).back(), "w2");
    std::string cyrillic;
    for (int i = 0; i < 59; ++i)
        cyrillic += "ж";
    const auto words = storage::folded_words("a" + cyrillic);
    ASSERT_EQ(words.size(), 1U);
    EXPECT_EQ(words.front().size(), 59U) << "cut before a letter, not within";
}

TEST(fold_words, know_every_latin_letter) {
    // Every letter of the tables becomes ASCII.
    for (char32_t code = 0xC0; code <= 0x1EFF; ++code) {
        if ((code >= 0x180 && code < 0x1E00) || code == 0xD7 || code == 0xF7) continue;
        std::string text;
        if (code < 0x800) {
            text = {static_cast<char>(0xC0 | (code >> 6)), static_cast<char>(0x80 | (code & 0x3F))};
        } else {
            text = {static_cast<char>(0xE0 | (code >> 12)),
                    static_cast<char>(0x80 | ((code >> 6) & 0x3F)),
                    static_cast<char>(0x80 | (code & 0x3F))};
        }
        const auto words = storage::folded_words(text);
        ASSERT_EQ(words.size(), 1U) << static_cast<unsigned>(code);
        EXPECT_TRUE(std::all_of(words.front().begin(),
                                words.front().end(),
                                [](char c) { return c >= 'a' && c <= 'z'; }))
            << static_cast<unsigned>(code) << " " << words.front();
    }
}

} // namespace
} // namespace circ::test
