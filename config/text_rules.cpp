#include "config/text_rules.hpp"

#include <algorithm>
#include <array>

namespace circ::config {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

bool is_language(std::string_view text) {
    return (text.size() == 2 || text.size() == 3) &&
           std::all_of(text.begin(), text.end(), is_lower);
}

/// What takes part in a message itself would cut it in pieces.
bool is_delimiter(std::string_view text) {
    if (text.size() != 1) return false;
    const char c = text.front();
    return c > ' ' && c < 0x7F && !is_digit(c) && !is_upper(c) && !is_lower(c);
}

bool is_pattern_of(std::string_view known, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') continue;
        if (++i == text.size() || known.find(text[i]) == std::string_view::npos) return false;
    }
    return !text.empty();
}

/// The kernel takes 107 bytes for the path of a socket, and circdesk.sock stands in the folder.
bool has_room_for_socket(std::string_view folder) {
    return !folder.empty() && folder.size() + std::string_view("/circdesk.sock").size() <= 107;
}

/// "03:30"
bool is_time_of_day(std::string_view text) {
    return text.size() == 5 && is_digit(text[0]) && is_digit(text[1]) && text[2] == ':' &&
           is_digit(text[3]) && is_digit(text[4]) && text.substr(0, 2) < "24" && text[3] < '6';
}

/// Every field that an answer gets only where `extensions` names it, and CL, which is the standard's own.
bool is_extension(std::string_view text) {
    constexpr std::array<std::string_view, 14> known{
        "CL", "CR", "CS", "CT", "CV", "CY", "DA", "PA", "PB", "PC", "BD", "BE", "BF", "BL"};
    return std::find(known.begin(), known.end(), text) != known.end();
}

bool is_date_pattern(std::string_view text) {
    return text == "sip" || is_pattern_of("YymdeHM%", text);
}

bool is_fee_template(std::string_view text) {
    constexpr std::array<std::string_view, 4> known{"id", "amount", "type", "title"};
    for (auto open = text.find('<'); open != std::string_view::npos; open = text.find('<', open)) {
        const auto close = text.find('>', open);
        if (close == std::string_view::npos) return false;
        const auto name = text.substr(open + 1, close - open - 1);
        if (std::find(known.begin(), known.end(), name) == known.end()) return false;
        open = close;
    }
    return !text.empty();
}

} // namespace

bool is_date_with_words(std::string_view text) {
    return is_pattern_of("YymdeHMb%", text);
}

bool is_field_id(std::string_view text) {
    return text.size() == 2 && is_upper(text[0]) && (is_upper(text[1]) || is_digit(text[1]));
}

bool is_two_digits(std::string_view text) {
    return text.size() == 2 && is_digit(text[0]) && is_digit(text[1]);
}

const text_rule not_empty{[](std::string_view text) { return !text.empty(); },
                          "a text with something in it"};
const text_rule a_data_folder{&has_room_for_socket,
                              "a folder's path of 1 to 93 bytes, so that a socket fits into it"};
const text_rule an_address{[](std::string_view text) { return parse_address(text).has_value(); },
                           "a numeric IPv4 or IPv6 address"};
const text_rule a_language{is_language, "a language code like \"en\""};
const text_rule a_language_or_nothing{
    [](std::string_view text) { return text.empty() || is_language(text); },
    "a language code like \"en\", or empty"};
const text_rule a_time_of_day{&is_time_of_day, "a time of day like \"03:30\""};
const text_rule a_delimiter{is_delimiter,
                            "one ASCII character, neither letter nor digit nor blank"};
const text_rule an_extension{is_extension, "one of CL CR CS CT CV CY DA PA PB PC BD BE BF BL"};
const text_rule a_payment_type_or_nothing{
    [](std::string_view text) { return text.empty() || is_two_digits(text); },
    "a payment type of two digits, or empty"};
const text_rule a_date_pattern{is_date_pattern,
                               "\"sip\" or a pattern of %Y %y %m %d %e %H %M %% and other text"};
const text_rule a_fee_template{
    is_fee_template, "a text in which only <id>, <amount>, <type> and <title> stand in < >"};

} // namespace circ::config
