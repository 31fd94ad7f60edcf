#include "protocol/sip2/values.hpp"

#include <limits>

namespace circ::protocol::sip2 {
namespace {

constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// All of it digits, nothing in front.
template <class T>
bool read_digits(std::string_view text, T& into) noexcept {
    unsigned number = 0;
    for (const char digit : text) {
        if (!is_digit(digit)) {
            return false;
        }
        number = number * 10 + static_cast<unsigned>(digit - '0');
    }
    into = static_cast<T>(number);
    return true;
}

/// A part of a date. A template, since each request brings one date and most bring two.
template <std::size_t Offset, std::size_t Width, class T>
bool read_part(std::string_view date, T& into) noexcept {
    return read_digits({date.data() + Offset, Width}, into);
}

/// The zone's letter; `0000`, as some clients write for local time, is taken for blanks.
std::optional<char> read_zone(std::string_view zone) noexcept {
    if (zone == "    " || zone == "0000") {
        return ' ';
    }
    const char letter = zone.back();
    const bool known = zone.starts_with("   ") && letter >= 'A' && letter <= 'Z' && letter != 'J';
    return known ? std::optional{letter} : std::nullopt;
}

void write_number(std::string& out, unsigned number, unsigned width) {
    std::array<char, 4> digits{};
    for (std::size_t i = width; i > 0; --i, number /= 10) {
        digits[i - 1] = static_cast<char>('0' + number % 10);
    }
    out.append(digits.data(), width);
}

constexpr std::int64_t units_per(unsigned decimals) noexcept {
    std::int64_t units = 1;
    for (; decimals > 0; --decimals) {
        units *= 10;
    }
    return units;
}

} // namespace

reading wire<date_time>::read(std::string_view text, date_time& into) noexcept {
    date_time read;
    if (text.size() != width || !read_part<0, 4>(text, read.year) ||
        !read_part<4, 2>(text, read.month) || !read_part<6, 2>(text, read.day) ||
        !read_part<12, 2>(text, read.hour) || !read_part<14, 2>(text, read.minute) ||
        !read_part<16, 2>(text, read.second)) {
        return reading::refused;
    }
    const std::chrono::year_month_day date{
        std::chrono::year{read.year}, std::chrono::month{read.month}, std::chrono::day{read.day}};
    if (!date.ok() || read.hour > 23 || read.minute > 59 || read.second > 59) {
        return reading::refused;
    }
    const auto zone = read_zone(text.substr(8, 4));
    read.zone = zone.value_or(' ');
    into = read;
    return zone ? reading::good : reading::doubtful;
}

void wire<date_time>::write(std::string& out, const date_time& value) {
    write_number(out, value.year, 4);
    write_number(out, value.month, 2);
    write_number(out, value.day, 2);
    out.append(3, ' ');
    out += value.zone;
    write_number(out, value.hour, 2);
    write_number(out, value.minute, 2);
    write_number(out, value.second, 2);
}

std::optional<std::chrono::hours> utc_offset(const date_time& when) noexcept {
    const int letter = when.zone;
    if (letter >= 'A' && letter <= 'I') {
        return std::chrono::hours{letter - 'A' + 1};
    }
    if (letter >= 'K' && letter <= 'M') {
        return std::chrono::hours{letter - 'K' + 10};
    }
    if (letter >= 'N' && letter <= 'Y') {
        return std::chrono::hours{'N' - letter - 1};
    }
    return letter == 'Z' ? std::optional{std::chrono::hours{0}} : std::nullopt;
}

reading wire<protocol_version>::read(std::string_view text, protocol_version& into) noexcept {
    const auto start = text.find_first_not_of(' ');
    if (start == std::string_view::npos || !is_digit(text[start])) {
        return reading::refused;
    }
    const char major = text[start];
    const bool exact =
        text.size() == width && text[1] == '.' && is_digit(text[2]) && is_digit(text[3]);
    // A return box sends a date in the place of it all: nobody is turned away for half a date.
    if (major == '0' && !exact) return reading::refused;
    into = major == '0'   ? protocol_version::older
           : major == '1' ? protocol_version::v1_00
                          : protocol_version::v2_00;
    return exact ? reading::good : reading::doubtful;
}

void wire<protocol_version>::write(std::string& out, protocol_version value) {
    out += static_cast<char>('0' + static_cast<int>(value));
    out += ".00";
}

reading wire<currency>::read(std::string_view text, currency& into) noexcept {
    const bool allowed = text.size() == width && std::all_of(text.begin(), text.end(), [](char c) {
                             return c >= 'A' && c <= 'Z';
                         });
    if (!allowed) {
        return reading::refused;
    }
    std::copy(text.begin(), text.end(), into.code.begin());
    return reading::good;
}

std::optional<currency> make_currency(std::string_view text) noexcept {
    currency made;
    return wire<currency>::read(text, made) == reading::good ? std::optional{made} : std::nullopt;
}

std::optional<std::int64_t>
parse_amount(std::string_view text, unsigned decimals, decimal_sign sign) noexcept {
    const bool negative = text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);

    const auto point = text.find_first_of(sign == decimal_sign::point ? "." : ".,");
    const auto whole = text.substr(0, point);
    const auto part = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    if (whole.empty() || part.size() > decimals ||
        (point != std::string_view::npos && part.empty())) {
        return std::nullopt;
    }

    constexpr std::int64_t limit =
        std::numeric_limits<std::int64_t>::max() / 1'000'000; // room for a digit and the units
    std::int64_t amount = 0;
    for (const auto digits : {whole, part}) {
        for (const char digit : digits) {
            if (!is_digit(digit) || amount > limit) {
                return std::nullopt;
            }
            amount = amount * 10 + (digit - '0');
        }
    }
    amount *= units_per(decimals - static_cast<unsigned>(part.size()));
    return negative ? -amount : amount;
}

std::string format_amount(std::int64_t minor_units, unsigned decimals) {
    std::string digits = std::to_string(minor_units);
    const std::size_t sign = digits.starts_with('-') ? 1 : 0;
    if (digits.size() - sign <= decimals) {
        digits.insert(sign, decimals + 1 - (digits.size() - sign), '0');
    }
    if (decimals > 0) {
        digits.insert(digits.size() - decimals, 1, '.');
    }
    return digits;
}

std::optional<std::uint32_t> parse_number(std::string_view text) noexcept {
    std::uint32_t number = 0;
    const auto start = text.find_first_not_of('0');
    const auto digits = start == std::string_view::npos ? std::string_view{} : text.substr(start);
    if (text.empty() || digits.size() > 9 || !read_digits(digits, number)) {
        return std::nullopt;
    }
    return number;
}

} // namespace circ::protocol::sip2
