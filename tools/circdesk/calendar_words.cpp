#include "tools/circdesk/calendar_words.hpp"

#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/typed_day.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <optional>
#include <set>

namespace circ::tool {
namespace {

constexpr std::array<std::string_view, 7> weekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::optional<int> digits(std::string_view text) {
    int number = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (text.empty() || text.front() == '-' || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}

std::optional<storage::minute_of_day> minute_of(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = digits(text.substr(0, 2));
    const auto minute = digits(text.substr(3));
    if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > 24 * 60) return std::nullopt;
    return std::chrono::hours(*hour) + std::chrono::minutes(*minute);
}

int weekday_of(std::string_view text) {
    const auto found = std::ranges::find(weekdays, text);
    if (found == weekdays.end())
        throw complaint("'" + std::string(text) + "' is no weekday; say mon, mon-fri or mon,wed", wrong_usage);
    return static_cast<int>(found - weekdays.begin()) + 1;
}

std::string_view take_part(std::string_view& list, char separator) {
    const auto end = std::min(list.find(separator), list.size());
    const auto part = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    return part;
}

std::string minute_text(storage::minute_of_day at) {
    char text[16];
    std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(at.count() / 60), static_cast<int>(at.count() % 60));
    return text;
}

} // namespace

storage::local_date to_day(const std::string& text, storage::local_date today) {
    if (text == "today") return today;
    if (text == "tomorrow") return today + std::chrono::days{1};
    const auto day = read_day(text);
    if (!day) throw complaint("'" + text + "' is no day; say it like 2026-12-24, or today", wrong_usage);
    return *day;
}

std::vector<int> to_weekdays(std::string_view text) {
    std::set<int> found;
    while (!text.empty()) {
        auto part = take_part(text, ',');
        const int first = weekday_of(take_part(part, '-'));
        const int last = part.empty() ? first : weekday_of(part);
        for (int day = first; day <= last; ++day) found.insert(day);
        if (last < first) throw complaint("a week goes from mon to sun; give two parts, as sat-sun,mon", wrong_usage);
    }
    if (found.empty()) throw complaint("no weekday was given; say mon, mon-fri or mon,wed", wrong_usage);
    return {found.begin(), found.end()};
}

opening_span to_opening(std::string_view text) {
    std::string_view rest = text;
    const auto opens = minute_of(take_part(rest, '-'));
    const auto closes = minute_of(rest);
    if (!opens || !closes || *closes <= *opens)
        throw complaint("'" + std::string(text) + "' are no opening hours; say them like 10:00-19:00, or closed",
                        wrong_usage);
    return {*opens, *closes};
}

storage::minute_of_day to_minute(std::string_view text) {
    const auto read = minute_of(text);
    if (!read) throw complaint("'" + std::string(text) + "' is no hour of a day such as 17:30", wrong_usage);
    return *read;
}

std::string opening_text(const opening_span& hours) {
    return minute_text(hours.first) + '-' + minute_text(hours.second);
}

std::string_view weekday_text(int iso) noexcept {
    return weekdays[static_cast<std::size_t>(iso - 1)];
}

} // namespace circ::tool
