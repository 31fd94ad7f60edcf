#pragma once

#include "server/circulation/local_time.hpp"
#include "storage/records/library.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace circ::circulation {

/// When a branch is open, on its own clock. A branch of which no hours are kept is always open, so
/// that a library works before somebody has entered them.
struct branch_calendar {
    storage::calendar days;
    std::string time_zone = "UTC";
};

[[nodiscard]] bool is_open_on(const branch_calendar& when, local_date day);

/// That day or the next one on which the branch is open; the day itself if there is none within a year.
[[nodiscard]] local_date next_open_day(const branch_calendar& when, local_date from);

/// The last open day before `day`; `day` itself if there is none within a year.
[[nodiscard]] local_date last_open_day_before(const branch_calendar& when, local_date day);

/// The n-th open day after `day`.
[[nodiscard]] local_date add_open_days(const branch_calendar& when, local_date day, int n);

/// Open days after `first`, up to and with `last`.
[[nodiscard]] int open_days_between(const branch_calendar& when, local_date first, local_date last);

/// End of the day `days` later, moved off closed days.
[[nodiscard]] instant due_after_days(const branch_calendar& when, instant from, int days);

/// End of that day, moved off closed days.
[[nodiscard]] instant due_on(const branch_calendar& when, local_date day);

/// `hours` later. A due hour while the branch is closed moves to so many minutes after the next
/// opening, or, where that is zero, back to closing; never to `from` or before.
[[nodiscard]] instant due_after_hours(const branch_calendar& when, instant from, std::chrono::hours hours,
                                      std::chrono::minutes after_opening);

} // namespace circ::circulation
