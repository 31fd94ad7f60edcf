#include "server/circulation/local_time.hpp"

#include <date/tz.h>

#include <array>
#include <cstdio>
#include <stdexcept>

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

} // namespace

wall_time to_wall(instant at, std::string_view zone) {
    const auto utc = std::chrono::floor<seconds>(at);
    const auto* const found = find_zone(zone);
    if (found == nullptr) return wall_time{utc.time_since_epoch()};
    return wall_time{found->to_local(utc).time_since_epoch()};
}

instant to_instant(wall_time at, std::string_view zone) {
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
