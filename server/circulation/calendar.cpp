#include "server/circulation/calendar.hpp"

#include <algorithm>

namespace circ::circulation {

using std::chrono::days;

namespace {

constexpr days farthest{366};

const storage::opening_hours* hours_on(const branch_calendar& when, local_date day) {
    const auto weekday = static_cast<int>(std::chrono::weekday{day}.iso_encoding());
    const auto found = std::ranges::find(when.days.hours, weekday, &storage::opening_hours::weekday);
    return found == when.days.hours.end() ? nullptr : &*found;
}

local_date walk_to_open(const branch_calendar& when, local_date from, days step) {
    for (auto day = from; day - from <= farthest && from - day <= farthest; day += step) {
        if (is_open_on(when, day)) return day;
    }
    return from;
}

/// Closing time of the last opening that began before `at`, if it is over by then.
std::optional<wall_time> closed_since(const branch_calendar& when, wall_time at) {
    const auto today = std::chrono::floor<days>(at);
    for (auto day = today; today - day <= farthest; day -= days{1}) {
        if (!is_open_on(when, day)) continue;
        const auto& hours = *hours_on(when, day);
        if (at < day + hours.opens) continue;
        const wall_time closing = day + hours.closes;
        return at <= closing ? std::nullopt : std::optional{closing};
    }
    return std::nullopt;
}

wall_time next_opening(const branch_calendar& when, wall_time after) {
    const auto today = std::chrono::floor<days>(after);
    for (auto day = today; day - today <= farthest; day += days{1}) {
        if (is_open_on(when, day) && day + hours_on(when, day)->opens > after) {
            return day + hours_on(when, day)->opens;
        }
    }
    return after;
}

} // namespace

bool is_open_on(const branch_calendar& when, local_date day) {
    if (std::ranges::binary_search(when.days.closed, day)) return false;
    return when.days.hours.empty() || hours_on(when, day) != nullptr;
}

local_date next_open_day(const branch_calendar& when, local_date from) {
    return walk_to_open(when, from, days{1});
}

local_date last_open_day_before(const branch_calendar& when, local_date day) {
    const auto before = day - days{1};
    const auto found = walk_to_open(when, before, days{-1});
    return is_open_on(when, found) ? found : day;
}

local_date add_open_days(const branch_calendar& when, local_date day, int n) {
    for (int i = 0; i < n; ++i) day = next_open_day(when, day + days{1});
    return day;
}

int open_days_between(const branch_calendar& when, local_date first, local_date last) {
    int open = 0;
    for (auto day = first + days{1}; day <= last; day += days{1}) open += is_open_on(when, day) ? 1 : 0;
    return open;
}

instant due_after_days(const branch_calendar& when, instant from, int n) {
    return due_on(when, date_in(from, when.time_zone) + days{n});
}

instant due_on(const branch_calendar& when, local_date day) {
    return end_of_day(next_open_day(when, day), when.time_zone);
}

instant due_after_hours(const branch_calendar& when, instant from, std::chrono::hours hours,
                        std::chrono::minutes after_opening) {
    const instant plain = from + hours;
    if (when.days.hours.empty()) return plain;
    const auto wall = to_wall(plain, when.time_zone);
    const auto closing = closed_since(when, wall);
    if (!closing) return plain;
    const auto closed = to_instant(*closing, when.time_zone);
    if (after_opening == std::chrono::minutes{0} && closed > from) return closed;
    return to_instant(next_opening(when, wall) + after_opening, when.time_zone);
}

} // namespace circ::circulation
