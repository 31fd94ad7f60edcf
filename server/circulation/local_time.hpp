#pragma once

#include "storage/records/time.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace circ::circulation {

using storage::instant;
using storage::local_date;

/// A moment as a clock on the wall of a branch shows it.
using wall_time = std::chrono::local_time<std::chrono::seconds>;

/// The wall clock of a zone at an instant. An unknown zone counts as UTC: settings and `circdesk
/// branch` refuse unknown names, so none gets here.
/// @param zone IANA name
[[nodiscard]] wall_time to_wall(instant at, std::string_view zone);

/// The instant of a wall time; of an hour that the change to winter time repeats the first, of one
/// that the change to summer time leaves out the moment of the change.
[[nodiscard]] instant to_instant(wall_time at, std::string_view zone);

[[nodiscard]] local_date date_in(instant at, std::string_view zone);

/// 23:59:59 of that day.
[[nodiscard]] instant end_of_day(local_date day, std::string_view zone);

/// "2026-03-17"
[[nodiscard]] std::string iso_date(local_date day);

[[nodiscard]] bool is_known_zone(std::string_view zone);

} // namespace circ::circulation
