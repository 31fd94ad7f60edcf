#include "server/circulation/shelf_order.hpp"

#include "storage/fold.hpp"

#include <algorithm>
#include <vector>

namespace circ::circulation {
namespace {

constexpr std::size_t widest_number = 8; // the whole number of a class, a volume, a year

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// Digits as a whole number: 9 before 10.
std::string as_whole(std::string_view digits) {
    while (digits.size() > 1 && digits.front() == '0')
        digits.remove_prefix(1);
    return std::string(digits.size() < widest_number ? widest_number - digits.size() : 0, '0')
        .append(digits);
}

std::size_t run_of(std::string_view text, bool (*belongs)(char)) {
    return static_cast<std::size_t>(std::ranges::find_if_not(text, belongs) - text.begin());
}

/// Takes decimals off the front, ".912" as "912": they compare as they stand, 9 after 12.
std::string take_decimals(std::string_view& rest) {
    if (rest.size() < 2 || rest.front() != '.' || !is_digit(rest[1])) return {};
    const std::size_t digits = run_of(rest.substr(1), is_digit);
    std::string found(rest.substr(1, digits));
    rest.remove_prefix(1 + digits);
    return found;
}

/// What follows the class: cutters (a letter and decimals) where these are, else words and whole
/// numbers.
std::string rest_key(std::string_view rest, bool with_cutters) {
    std::string key;
    for (const auto& word : storage::folded_words(rest)) {
        key += ' ';
        const std::size_t letters = run_of(word, is_letter);
        const bool is_cutter = with_cutters && letters == 1 && word.size() > 1 && is_digit(word[1]);
        if (is_cutter || run_of(word, is_digit) != word.size())
            key += word;
        else
            key += as_whole(word);
    }
    return key;
}

/// Library of Congress: one to three letters, then a number. nothing: it is none
std::string congress_key(std::string_view text) {
    const std::size_t letters = run_of(text, is_letter);
    if (letters == 0 || letters > 3) return {};
    std::string_view rest = text.substr(letters);
    if (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    const std::size_t digits = run_of(rest, is_digit);
    if (digits == 0 || digits > 4) return {};
    std::string key(text.substr(0, letters));
    std::ranges::transform(key, key.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    key.resize(3, ' ');
    key += as_whole(rest.substr(0, digits));
    rest.remove_prefix(digits);
    return key.append(".").append(take_decimals(rest)).append(rest_key(rest, true));
}

/// Dewey: exactly three digits. nothing: it is none
std::string dewey_key(std::string_view text) {
    if (run_of(text, is_digit) != 3) return {};
    std::string_view rest = text.substr(3);
    std::string key(text.substr(0, 3));
    return key.append(".").append(take_decimals(rest)).append(rest_key(rest, false));
}

} // namespace

std::string shelf_key(std::string_view call_number) {
    while (!call_number.empty() && call_number.front() == ' ')
        call_number.remove_prefix(1);
    if (auto key = dewey_key(call_number); !key.empty()) return key;
    if (auto key = congress_key(call_number); !key.empty()) return key;
    return rest_key(call_number, false);
}

bool is_on_stretch(std::string_view call_number, std::string_view first, std::string_view last) {
    if (first.empty() && last.empty()) return true;
    const std::string key = shelf_key(call_number);
    const std::string end = shelf_key(last);
    if (!first.empty() && key < shelf_key(first)) return false;
    return last.empty() || key <= end || key.starts_with(end);
}

} // namespace circ::circulation
