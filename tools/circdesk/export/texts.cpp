#include "tools/circdesk/export/texts.hpp"

#include "server/circulation/local_time.hpp"

#include <array>
#include <cstdio>

namespace circ::tool {

std::string export_text(std::optional<storage::instant> at) {
    if (!at) return {};
    const auto day = std::chrono::floor<std::chrono::days>(*at);
    const std::chrono::hh_mm_ss time(*at - day);
    std::array<char, 32> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "T%02d:%02d:%02d",
                  static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    std::string made =
        circulation::iso_date(storage::local_date(day.time_since_epoch())) + text.data();
    if (const auto rest = time.subseconds().count(); rest != 0) {
        std::snprintf(text.data(), text.size(), ".%06d", static_cast<int>(rest));
        made += text.data();
    }
    return made + 'Z';
}

std::string export_text(std::optional<storage::local_date> day) {
    return day ? circulation::iso_date(*day) : std::string();
}

std::string export_text(std::optional<storage::money> amount, const storage::institution& of) {
    if (!amount) return {};
    std::string digits = std::to_string(amount->minor < 0 ? -amount->minor : amount->minor);
    const auto decimals = static_cast<std::size_t>(of.decimals);
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    const std::size_t whole = digits.size() - decimals;
    std::string text = amount->minor < 0 ? "-" : "";
    text.append(digits, 0, whole);
    if (decimals > 0) text.append(1, '.').append(digits, whole);
    return text;
}

} // namespace circ::tool
