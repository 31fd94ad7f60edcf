#include "server/relay/dates.hpp"

#include "server/circulation/local_time.hpp"

#include <chrono>

namespace circ::relay {

namespace {

using circulation::wall_time;
using protocol::ncip::date_time;

constexpr std::chrono::year never{9000};

wall_time wall_of(const date_time& when, const relay_settings& by) {
    if (const auto* wall = std::get_if<protocol::ncip::wall_time>(&when))
        return std::chrono::floor<std::chrono::seconds>(*wall);
    return circulation::to_wall(std::get<protocol::ncip::instant>(when), by.time_zone);
}

bool is_never(const wall_time& at) {
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(at));
    return date.year() >= never;
}

} // namespace

storage::instant to_instant(const date_time& when, const relay_settings& by) {
    if (const auto* at = std::get_if<protocol::ncip::instant>(&when)) return *at;
    return circulation::to_instant(wall_of(when, by), by.time_zone);
}

storage::local_date to_day(const date_time& when, const relay_settings& by) {
    return std::chrono::floor<std::chrono::days>(wall_of(when, by));
}

due to_due(const std::optional<date_time>& when, const relay_settings& by) {
    if (!when) return {};
    const wall_time wall = wall_of(*when, by);
    if (is_never(wall)) return {};
    const auto day = std::chrono::floor<std::chrono::days>(wall);
    const auto time = wall - day;
    const bool has_zone = std::holds_alternative<protocol::ncip::instant>(*when);
    if (time == std::chrono::seconds(0) && !has_zone)
        return {.at = circulation::end_of_day(day, by.time_zone)};
    const bool is_end = time >= std::chrono::hours(23) + std::chrono::minutes(59);
    return {.at = to_instant(*when, by), .hourly = !is_end && time != std::chrono::seconds(0)};
}

} // namespace circ::relay
