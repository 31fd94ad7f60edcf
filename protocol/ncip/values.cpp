#include "protocol/ncip/values.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace circ::protocol::ncip {
namespace {

char to_lower(char letter) noexcept {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool is_word_character(char letter) noexcept {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
           static_cast<unsigned char>(letter) >= 0x80;
}

// Those that have not two.
constexpr auto decimals = std::to_array<std::pair<std::string_view, int>>({
    {"BHD", 3}, {"BIF", 0}, {"CLF", 4}, {"CLP", 0}, {"DJF", 0}, {"GNF", 0}, {"IQD", 3},
    {"ISK", 0}, {"JOD", 3}, {"JPY", 0}, {"KMF", 0}, {"KRW", 0}, {"KWD", 3}, {"LYD", 3},
    {"OMR", 3}, {"PYG", 0}, {"RWF", 0}, {"TND", 3}, {"UGX", 0}, {"UYI", 0}, {"UYW", 4},
    {"VND", 0}, {"VUV", 0}, {"XAF", 0}, {"XOF", 0}, {"XPF", 0},
});

} // namespace

bool scheme_value::is(std::string_view word) const noexcept {
    return std::ranges::equal(trimmed(value), trimmed(word), {}, to_lower, to_lower);
}

int decimals_of(std::string_view currency) noexcept {
    const auto found = std::ranges::find(decimals, currency, [](auto& each) { return each.first; });
    return found == decimals.end() ? 2 : found->second;
}

std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view blanks = " \t\r\n";
    const auto start = text.find_first_not_of(blanks);
    if (start == std::string_view::npos) return {};
    return text.substr(start, text.find_last_not_of(blanks) - start + 1);
}

std::string folded(std::string_view word) {
    std::string out;
    for (const char letter : word)
        if (const char lower = to_lower(letter); is_word_character(lower)) out += lower;
    return out;
}

} // namespace circ::protocol::ncip
