#include "protocol/ncip/amounts.hpp"

#include <fmt/format.h>

#include <charconv>

namespace circ::protocol::ncip {
namespace {

std::int64_t power_of_ten(int exponent) noexcept {
    std::int64_t power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

std::optional<std::int64_t> read_digits(std::string_view digits) noexcept {
    constexpr std::size_t most = 14; // so that minor units of four decimals still fit
    if (digits.empty() || digits.size() > most || digits.front() == '-') return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

/// Major units with or without decimals.
std::optional<std::int64_t> read_major(std::string_view text, int decimals) {
    const auto point = text.find('.');
    const auto whole = read_digits(text.substr(0, point));
    if (!whole) return std::nullopt;
    if (point == std::string_view::npos) return *whole * power_of_ten(decimals);
    auto fraction = std::string(text.substr(point + 1));
    while (fraction.size() > static_cast<std::size_t>(decimals) && fraction.ends_with('0'))
        fraction.pop_back();
    if (fraction.size() > static_cast<std::size_t>(decimals)) return std::nullopt;
    fraction.resize(static_cast<std::size_t>(decimals), '0');
    const auto rest = fraction.empty() ? std::optional<std::int64_t>{0} : read_digits(fraction);
    if (!rest) return std::nullopt;
    return *whole * power_of_ten(decimals) + *rest;
}

} // namespace

std::optional<money>
read_amount(std::string_view currency, std::string_view value, money_unit unit) {
    money read{.currency = std::string(trimmed(currency))};
    for (char& letter : read.currency)
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    auto text = trimmed(value);
    const bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) text.remove_prefix(1);
    const bool is_major = unit == money_unit::major || text.find('.') != std::string_view::npos;
    const auto units = is_major ? read_major(text, decimals_of(read.currency)) : read_digits(text);
    if (!units) return std::nullopt;
    read.minor_units = is_negative ? -*units : *units;
    return read;
}

std::string write_amount(const money& amount, money_unit unit) {
    const int decimals = decimals_of(amount.currency);
    if (unit == money_unit::minor || decimals == 0) return std::to_string(amount.minor_units);
    const auto power = power_of_ten(decimals);
    const auto size = amount.minor_units < 0 ? -amount.minor_units : amount.minor_units;
    return fmt::format(
        "{}{}.{:0{}}", amount.minor_units < 0 ? "-" : "", size / power, size % power, decimals);
}

} // namespace circ::protocol::ncip
