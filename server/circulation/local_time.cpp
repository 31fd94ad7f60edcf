#include "server/circulation/local_time.hpp"

#include <date/tz.h>

#include <array>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace circ::circulation {

using std::chrono::seconds;

namespace {

/// @return nullptr for a name that is not in the system's database, or without a database
const date::time_zone* find_zone(std::string_view name) {
    try {
        return date::locate_zone(name);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

/// A stretch of time in which a zone keeps one offset from UTC: months, as a rule.
struct stretch {
    std::string zone;
    date::sys_seconds begin;
    date::sys_seconds end;
    seconds offset{};
};

/// The stretch around that moment. Nearly every question of a request is about the same few, and to look
/// one up anew costs as much as to parse the request.
const stretch& stretch_at(std::string_view zone, date::sys_seconds at) {
    thread_local std::array<stretch, 4> known;
    thread_local std::size_t oldest = 0;
    for (const auto& each : known)
        if (each.begin <= at && at < each.end && each.zone == zone) return each;
    stretch& place = known[oldest];
    oldest = (oldest + 1) % known.size();
    place = {std::string{zone}, date::sys_seconds::min(), date::sys_seconds::max(), {}};
    if (const auto* const found = find_zone(zone)) {
        const auto info = found->get_info(at);
        place.begin = info.begin;
        place.end = info.end;
        place.offset = info.offset;
    }
    return place;
}

} // namespace

wall_time to_wall(instant at, std::string_view zone) {
    const auto utc = std::chrono::floor<seconds>(at);
    return wall_time{utc.time_since_epoch() + stretch_at(zone, utc).offset};
}

instant to_instant(wall_time at, std::string_view zone) {
    constexpr std::chrono::days any_offset{2}; // further from a change than any clock is set back or forth
    const date::sys_seconds as_utc{at.time_since_epoch()};
    const auto& around = stretch_at(zone, as_utc);
    const bool is_far = around.begin == date::sys_seconds::min() || as_utc - around.begin > any_offset;
    const bool has_time = around.end == date::sys_seconds::max() || around.end - as_utc > any_offset;
    if (is_far && has_time) return instant{as_utc.time_since_epoch() - around.offset};
    const auto* const found = find_zone(zone);
    if (found == nullptr) return instant{at.time_since_epoch()};
    return found->to_sys(date::local_time<seconds>{at.time_since_epoch()}, date::choose::earliest);
}

local_date date_in(instant at, std::string_view zone) {
    return std::chrono::floor<std::chrono::days>(to_wall(at, zone));
}

instant end_of_day(local_date day, std::string_view zone) {
    return to_instant(wall_time{day + std::chrono::days{1}} - seconds{1}, zone);
}

std::string iso_date(local_date day) {
    const std::chrono::year_month_day date{day};
    std::array<char, 32> text{};
    static_cast<void>(std::snprintf(text.data(),
                                    text.size(),
                                    "%04d-%02u-%02u",
                                    static_cast<int>(date.year()),
                                    static_cast<unsigned>(date.month()),
                                    static_cast<unsigned>(date.day())));
    return text.data();
}

bool is_known_zone(std::string_view zone) {
    return find_zone(zone) != nullptr;
}

} // namespace circ::circulation
