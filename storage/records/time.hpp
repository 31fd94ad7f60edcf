#pragma once

#include <chrono>

namespace circ::storage {

/// A moment, UTC, in microseconds: the only form in which the store keeps time.
using instant = std::chrono::sys_time<std::chrono::microseconds>;

/// A calendar date in the zone of the branch it belongs to (closed days, expiry of a card);
/// kept as the number of days since 1970-01-01.
using local_date = std::chrono::local_days;

/// Minutes after local midnight, 0 to 1440.
using minute_of_day = std::chrono::minutes;

} // namespace circ::storage
