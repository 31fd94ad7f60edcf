#include "storage/fold.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace circ::storage {
namespace {

constexpr std::size_t longest_word = 60;

struct character {
    char32_t code = 0; ///< 0: not UTF-8
    std::size_t bytes = 1;
};

[[nodiscard]] constexpr bool is_continuation(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

// Strict, because the words are kept as text, and a database may refuse what is not UTF-8.
[[nodiscard]] constexpr bool is_scalar(char32_t code, std::size_t length) noexcept {
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    return !overlong && !surrogate && code <= 0x10FFFF;
}

[[nodiscard]] character front(std::string_view text) noexcept {
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
    char32_t code = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if (!is_continuation(text[i])) return {};
        code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    return is_scalar(code, length) ? character{code, length} : character{};
}

void append(std::string& out, char32_t code) {
    const auto put = [&out](char32_t byte) {
        out += static_cast<char>(static_cast<unsigned char>(byte));
    };
    if (code < 0x80) return put(code);
    if (code < 0x800) {
        put(0xC0U | (code >> 6U));
    } else {
        if (code < 0x10000) {
            put(0xE0U | (code >> 12U));
        } else {
            put(0xF0U | (code >> 18U));
            put(0x80U | ((code >> 12U) & 0x3FU));
        }
        put(0x80U | ((code >> 6U) & 0x3FU));
    }
    put(0x80U | (code & 0x3FU));
}

// clang-format off

// Plain letters of U+00C0 to U+017F, two characters each; a blank is no letter.
constexpr char32_t first_latin = 0xC0;
constexpr std::string_view latin =
    "a a a a a a aec e e e e i i i i " // C0 ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ
    "d n o o o o o   o u u u u y thss" // D0 ÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß
    "a a a a a a aec e e e e i i i i " // E0 as C0
    "d n o o o o o   o u u u u y thy " // F0 as D0
    "a a a a a a c c c c c c c c d d " // 100 ĀāĂăĄąĆćĈĉĊċČčĎď
    "d d e e e e e e e e e e g g g g " // 110 ĐđĒēĔĕĖėĘęĚěĜĝĞğ
    "g g g g h h h h i i i i i i i i " // 120 ĠġĢģĤĥĦħĨĩĪīĬĭĮį
    "i i ijijj j k k k l l l l l l l " // 130 İıĲĳĴĵĶķĸĹĺĻļĽľĿ
    "l l l n n n n n n n n n o o o o " // 140 ŀŁłŃńŅņŇňŉŊŋŌōŎŏ
    "o o oeoer r r r r r s s s s s s " // 150 ŐőŒœŔŕŖŗŘřŚśŜŝŞş
    "s s t t t t t t u u u u u u u u " // 160 ŠšŢţŤťŦŧŨũŪūŬŭŮů
    "u u u u w w y y y z z z z z z s ";// 170 ŰűŲųŴŵŶŷŸŹźŻżŽžſ
static_assert(latin.size() == 2 * (0x180 - first_latin));

struct replacement {
    char32_t code;
    std::string_view letters;
};
// Romanian and Vietnamese letters between the tables.
constexpr std::array beyond{
    replacement{0x1A0, "o"}, replacement{0x1A1, "o"}, replacement{0x1AF, "u"}, replacement{0x1B0, "u"},
    replacement{0x218, "s"}, replacement{0x219, "s"}, replacement{0x21A, "t"}, replacement{0x21B, "t"}};

// From U+1E00 to U+1FFF, Latin letters with two marks and Greek ones with breathings, lie in runs of
// one letter; each run by its last code.
constexpr char32_t first_marked = 0x1E00;
constexpr std::array marked{
    replacement{0x1E01, "a"}, replacement{0x1E07, "b"}, replacement{0x1E09, "c"}, replacement{0x1E13, "d"},
    replacement{0x1E1D, "e"}, replacement{0x1E1F, "f"}, replacement{0x1E21, "g"}, replacement{0x1E2B, "h"},
    replacement{0x1E2F, "i"}, replacement{0x1E35, "k"}, replacement{0x1E3D, "l"}, replacement{0x1E43, "m"},
    replacement{0x1E4B, "n"}, replacement{0x1E53, "o"}, replacement{0x1E57, "p"}, replacement{0x1E5F, "r"},
    replacement{0x1E69, "s"}, replacement{0x1E71, "t"}, replacement{0x1E7B, "u"}, replacement{0x1E7F, "v"},
    replacement{0x1E89, "w"}, replacement{0x1E8D, "x"}, replacement{0x1E8F, "y"}, replacement{0x1E95, "z"},
    replacement{0x1E96, "h"}, replacement{0x1E97, "t"}, replacement{0x1E98, "w"}, replacement{0x1E99, "y"},
    replacement{0x1E9A, "a"}, replacement{0x1E9D, "s"}, replacement{0x1E9E, "ss"}, replacement{0x1E9F, "d"},
    replacement{0x1EB7, "a"}, replacement{0x1EC7, "e"}, replacement{0x1ECB, "i"}, replacement{0x1EE3, "o"},
    replacement{0x1EF1, "u"}, replacement{0x1EF9, "y"}, replacement{0x1EFB, "ll"}, replacement{0x1EFD, "v"},
    replacement{0x1EFF, "y"},
    replacement{0x1F0F, "α"}, replacement{0x1F1F, "ε"}, replacement{0x1F2F, "η"}, replacement{0x1F3F, "ι"},
    replacement{0x1F4F, "ο"}, replacement{0x1F5F, "υ"}, replacement{0x1F6F, "ω"}, replacement{0x1F71, "α"},
    replacement{0x1F73, "ε"}, replacement{0x1F75, "η"}, replacement{0x1F77, "ι"}, replacement{0x1F79, "ο"},
    replacement{0x1F7B, "υ"}, replacement{0x1F7F, "ω"}, replacement{0x1F8F, "α"}, replacement{0x1F9F, "η"},
    replacement{0x1FAF, "ω"}, replacement{0x1FC1, "α"}, replacement{0x1FC7, "η"}, replacement{0x1FC9, "ε"},
    replacement{0x1FCF, "η"}, replacement{0x1FDF, "ι"}, replacement{0x1FE3, "υ"}, replacement{0x1FE5, "ρ"},
    replacement{0x1FEB, "υ"}, replacement{0x1FF1, "ρ"}, replacement{0x1FF7, "ω"}, replacement{0x1FF9, "ο"},
    replacement{0x1FFF, "ω"}};

// clang-format on

/// What stands for a letter beyond ASCII in the tables; empty for one that is in none.
[[nodiscard]] std::string_view plain_letters(char32_t code) {
    if (code >= first_latin && code < 0x180) {
        const auto letters = latin.substr(2 * (code - first_latin), 2);
        return letters.substr(0, letters.find(' '));
    }
    const auto* found =
        std::find_if(beyond.begin(), beyond.end(), [&](const auto& r) { return r.code == code; });
    if (found != beyond.end()) return found->letters;
    if (code < first_marked || code > marked.back().code) return {};
    return std::lower_bound(marked.begin(),
                            marked.end(),
                            code,
                            [](const auto& r, char32_t c) { return r.code < c; })
        ->letters;
}

struct span_of_codes {
    char32_t first;
    char32_t last;

    [[nodiscard]] constexpr bool has(char32_t code) const noexcept {
        return code >= first && code <= last;
    }
};

// clang-format off

// Beyond ASCII everything is a letter, except these: signs, punctuation, private use.
constexpr std::array no_letters{
    span_of_codes{0x80, 0xA9},     span_of_codes{0xAB, 0xB4},     span_of_codes{0xB6, 0xB9},
    span_of_codes{0xBB, 0xBF},     span_of_codes{0xD7, 0xD7},     span_of_codes{0xF7, 0xF7},
    span_of_codes{0x2000, 0x206F}, span_of_codes{0x20A0, 0x20CF}, span_of_codes{0x2190, 0x2BFF},
    span_of_codes{0x2E00, 0x2E7F}, span_of_codes{0x3000, 0x3004}, span_of_codes{0x3008, 0x3020},
    span_of_codes{0xE000, 0xF8FF}, span_of_codes{0xFE10, 0xFE6F}, span_of_codes{0xFF00, 0xFF0F},
    span_of_codes{0xFF1A, 0xFF20}, span_of_codes{0x1F000, 0x1FAFF}};

// Marks that stand behind their letter: they vanish without dividing the word.
constexpr std::array marks{span_of_codes{0xAD, 0xAD}, span_of_codes{0x300, 0x36F},
                           span_of_codes{0x200B, 0x200D}, span_of_codes{0xFE20, 0xFE2F}};

// Accented Greek vowels, U+0386 to U+03CE.
constexpr std::array greek{
    std::pair{U'\u0386', U'α'}, std::pair{U'\u0388', U'ε'}, std::pair{U'\u0389', U'η'}, std::pair{U'\u038A', U'ι'},
    std::pair{U'\u038C', U'ο'}, std::pair{U'\u038E', U'υ'}, std::pair{U'\u038F', U'ω'}, std::pair{U'\u0390', U'ι'},
    std::pair{U'\u03AC', U'α'}, std::pair{U'\u03AD', U'ε'}, std::pair{U'\u03AE', U'η'}, std::pair{U'\u03AF', U'ι'},
    std::pair{U'\u03B0', U'υ'}, std::pair{U'\u03C2', U'σ'}, std::pair{U'\u03CA', U'ι'}, std::pair{U'\u03CB', U'υ'},
    std::pair{U'\u03CC', U'ο'}, std::pair{U'\u03CD', U'υ'}, std::pair{U'\u03CE', U'ω'}};

// clang-format on

[[nodiscard]] char32_t lower_case(char32_t code) {
    if (code >= 0x391 && code <= 0x3AB) return lower_case(code + 0x20); // Greek
    if (code >= 0x410 && code <= 0x42F) return code + 0x20;             // Cyrillic
    if (code == 0x401 || code == 0x451) return U'е';                    // ё is sorted as е
    if (code >= 0x400 && code <= 0x40F) return code + 0x50;
    const auto* found = std::find_if(
        greek.begin(), greek.end(), [&](const auto& pair) { return pair.first == code; });
    return found == greek.end() ? code : found->second;
}

template <class Spans>
[[nodiscard]] bool is_in(const Spans& spans, char32_t code) {
    return std::any_of(
        spans.begin(), spans.end(), [&](const auto& span) { return span.has(code); });
}

enum class effect { letter, nothing, divides };

effect fold_ascii(std::string& word, char32_t code) {
    const bool is_upper = code >= 'A' && code <= 'Z';
    const bool is_kept = is_upper || (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
    if (!is_kept) return effect::divides;
    word += static_cast<char>(is_upper ? code + ('a' - 'A') : code);
    return effect::letter;
}

/// Appends what a character becomes to the word.
effect fold_into(std::string& word, char32_t code) {
    if (code < 0x80) return fold_ascii(word, code);
    if (is_in(marks, code)) return effect::nothing;
    if (is_in(no_letters, code)) return effect::divides;
    if (const auto letters = plain_letters(code); !letters.empty())
        word += letters;
    else
        append(word, lower_case(code));
    return effect::letter;
}

void shorten(std::string& word) {
    if (word.size() <= longest_word) return;
    std::size_t end = longest_word;
    while (is_continuation(word[end]))
        --end;
    word.resize(end);
}

void keep(std::vector<std::string>& words, std::string& word) {
    shorten(word);
    if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end())
        words.push_back(word);
    word.clear();
}

} // namespace

std::vector<std::string> folded_words(std::string_view text, std::size_t most) {
    std::vector<std::string> words;
    std::string word;
    while (!text.empty() && words.size() < most) {
        const auto next = front(text);
        text.remove_prefix(next.bytes);
        const auto came = next.code == 0 ? effect::divides : fold_into(word, next.code);
        if (came == effect::divides) keep(words, word);
    }
    if (words.size() < most) keep(words, word);
    return words;
}

std::vector<std::string> search_words_of(const title& record) {
    auto words = folded_words(record.text + ' ' + record.author);
    // Apart, so that no long title leaves a word of it out.
    for (auto& each : folded_words(record.isbn))
        if (std::find(words.begin(), words.end(), each) == words.end()) words.push_back(std::move(each));
    return words;
}

std::vector<std::string> search_words_of(const patron& record) {
    return folded_words(record.given_name + ' ' + record.family_name);
}

} // namespace circ::storage
