#include "storage/isbn.hpp"

#include <algorithm>
#include <utility>

namespace circ::storage {

namespace {

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// The digits at the front, hyphens passed over; an X may stand as the tenth.
std::string leading_digits(std::string_view text) {
    std::string out;
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    for (const char c : text) {
        if (is_digit(c))
            out += c;
        else if ((c == 'X' || c == 'x') && out.size() == 9)
            out += 'X';
        else if (c != '-')
            break;
    }
    return out;
}

bool is_isbn_10(std::string_view digits) noexcept {
    if (digits.size() != 10) return false;
    int sum = 0;
    int weight = 10;
    for (const char c : digits)
        sum += weight-- * (c == 'X' ? 10 : c - '0');
    return sum % 11 == 0;
}

/// The thirteenth digit for the first twelve.
char check_digit_13(std::string_view digits) noexcept {
    int sum = 0;
    for (std::size_t at = 0; at < 12; ++at)
        sum += (at % 2 == 0 ? 1 : 3) * (digits[at] - '0');
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

/// Takes what stands before the next sign off the front of a text, and the sign.
std::string_view front_part(std::string_view& text, char sign) {
    const auto end = std::min(text.find(sign), text.size());
    const auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

void append(std::string& kept, const std::string& isbn) {
    for (std::string_view rest = kept; !rest.empty();)
        if (front_part(rest, ' ') == isbn) return;
    kept.append(kept.empty() ? "" : " ").append(isbn);
}

/// Those of one part; where blanks part the digits of one, that one; else the text without blanks.
std::vector<std::string> isbns_in_part(std::string_view part) {
    std::vector<std::string> found;
    for (auto rest = part; !rest.empty();)
        if (auto isbn = to_isbn_13(front_part(rest, ' '))) found.push_back(std::move(*isbn));
    if (!found.empty()) return found;
    std::string whole(part);
    std::erase(whole, ' ');
    if (!whole.empty()) found.push_back(to_isbn_13(whole).value_or(whole));
    return found;
}

} // namespace

std::optional<std::string> to_isbn_13(std::string_view text) {
    std::string digits = leading_digits(text);
    if (is_isbn_10(digits)) {
        std::string whole = "978" + digits.substr(0, 9);
        whole += check_digit_13(whole);
        return whole;
    }
    const bool is_bookland = digits.starts_with("978") || digits.starts_with("979");
    const bool has_thirteen = digits.size() == 13 && std::ranges::all_of(digits, is_digit);
    if (has_thirteen && is_bookland && digits[12] == check_digit_13(digits)) return digits;
    return std::nullopt;
}

std::string isbns_of(const std::vector<std::string>& texts) {
    std::string kept;
    for (const auto& each : texts)
        if (const auto isbn = to_isbn_13(each)) append(kept, *isbn);
    return kept;
}

std::string isbns_said(std::string_view text) {
    std::string kept;
    while (!text.empty())
        for (const auto& each : isbns_in_part(front_part(text, ',')))
            append(kept, each);
    return kept;
}

std::string_view first_isbn(std::string_view kept) {
    return front_part(kept, ' ');
}

} // namespace circ::storage
