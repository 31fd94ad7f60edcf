#pragma once

#include "server/circulation/day/job.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace circ::circulation {

/// The hour of the day's work, on the clock of each branch.
using day_hour = std::chrono::minutes;

/// "03:30" @pre a time of day
[[nodiscard]] day_hour day_hour_of(std::string_view text);

/// One job, at one branch, for one day.
struct day_task {
    const day_job_kind* job = nullptr;
    storage::institution_id institution;
    storage::branch_id branch; ///< zero: of the whole library
    local_date day{};
    local_date today{}; ///< there: a later day was noted by a clock that was ahead, and has not been done
    instant moment{}; ///< what counts as now: the hour of a day that was missed, else when it is done
    /// Left to the library system that keeps the book of record. The day is noted all the same: it was
    /// not missed, and is not made up for when the book is ours again.
    bool is_theirs = false;
};

/// What is asked of a plan.
struct day_question {
    instant now{};
    day_hour hour{};
    /// Of the daemon: what was never done is first done at the next hour after its start. Absent:
    /// somebody asks for it now, whatever the hour.
    std::optional<instant> since;
    std::optional<local_date> date; ///< that day alone, done again if it was; not where it is still to come
    storage::branch_id branch;      ///< that branch alone
    std::string book_keeper{};      ///< the library system that keeps the book of record; empty: we do
};

/// The tasks that are due, branch by branch in the order of their codes, then those of the library.
/// @throws storage::store_error
[[nodiscard]] std::vector<day_task> plan_day(storage::reader& from,
                                             const storage::institution& of,
                                             const day_question& asked);

/// A job as `day status` shows it.
struct day_job_status {
    const day_job_kind* job = nullptr;
    storage::branch_id branch;
    std::optional<storage::day_job> last; ///< absent: never
    bool late = false; ///< its hour, if not before it was to be done at all, has passed by more than an hour
};

/// @throws storage::store_error
[[nodiscard]] std::vector<day_job_status> day_status(storage::reader& from,
                                                     const storage::institution& of,
                                                     instant now,
                                                     day_hour hour);

} // namespace circ::circulation
