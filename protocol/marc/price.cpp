#include "protocol/marc/price.hpp"

#include "protocol/marc/punctuation.hpp"

#include <algorithm>
#include <array>

namespace circ::protocol::marc {

namespace {

struct currency_sign {
    std::string_view sign, code;
};

/// Longer signs first. A dollar, a pound and a krona may be several countries': only those that
/// leave no doubt get a code.
constexpr auto signs = std::to_array<currency_sign>({
    {"US$", "USD"},
    {"CAN$", "CAD"},
    {"C$", "CAD"},
    {"A$", "AUD"},
    {"NZ$", "NZD"},
    {"€", "EUR"},
    {"£", "GBP"},
    {"Fr.", "CHF"},
    {"DM", "DEM"},
    {"$", ""},
    {"¥", "JPY"},
    {"kr.", ""},
    {"kr", ""},
});

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool is_currency_code(std::string_view text) noexcept {
    return text.size() == 3 &&
           std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

/// The code for what stands beside the number; nothing when it is neither a sign nor a code.
std::optional<std::string_view> to_currency(std::string_view text) noexcept {
    text = trimmed(text);
    if (text.empty() || is_currency_code(text)) return text;
    const auto found = std::ranges::find(signs, text, &currency_sign::sign);
    if (found == signs.end()) return std::nullopt;
    return found->code;
}

/// Where the decimal separator stands: the last one, unless it groups thousands. Before three digits it does, but
/// for the only one of its kind in a currency that has as many decimals.
/// @return the number's end when there is none; nothing when the digits behind it make no sense.
std::optional<std::size_t> decimal_place(std::string_view number, std::size_t decimals) noexcept {
    const std::size_t last = number.find_last_of(".,");
    if (last == std::string_view::npos) return number.size();
    const std::size_t behind = number.size() - last - 1;
    if (behind > 3) return std::nullopt;
    const bool groups = decimals < 3 || number.find(number[last]) != last;
    return behind == 3 && groups ? number.size() : last;
}

std::optional<std::int64_t> to_minor_units(std::string_view number, std::size_t decimals) noexcept {
    constexpr std::ptrdiff_t most_digits = 10;
    const auto point = decimal_place(number, decimals);
    if (!point || std::ranges::count_if(number, is_digit) > most_digits) return std::nullopt;
    std::int64_t value = 0;
    for (const char c : number.substr(0, *point))
        if (is_digit(c)) value = value * 10 + (c - '0');
    for (std::size_t at = *point + 1; at <= *point + decimals; ++at)
        value = value * 10 + (at < number.size() ? number[at] - '0' : 0);
    return value;
}

} // namespace

std::optional<price> parse_price(std::string_view text, std::size_t decimals) {
    const auto first = std::ranges::find_if(text, is_digit);
    if (first == text.end()) return std::nullopt;
    const auto begin = static_cast<std::size_t>(first - text.begin());
    const std::size_t end = std::min(text.find_first_not_of("0123456789.,", begin), text.size());
    std::string_view number = text.substr(begin, end - begin);
    const auto before = to_currency(text.substr(0, begin));
    const auto after = to_currency(text.substr(end));
    if (!before || !after || (!before->empty() && !after->empty())) return std::nullopt;

    // a final stop or comma ends the sentence, not the number
    number = number.substr(0, number.find_last_of("0123456789") + 1);
    const std::string_view currency = before->empty() ? *after : *before;
    const auto minor = to_minor_units(number, decimals);
    if (!minor) return std::nullopt;
    return price{*minor, std::string(currency)};
}

} // namespace circ::protocol::marc
