#pragma once

// What staff changes of the calendar of a branch: days on which it is closed for once, and its
// hours. What falls on a day that is closed then moves to the next open one, never to an earlier:
// due dates, due hours, the last day of grace, shelf times. The days are written first, with all
// shelf times, in one unit of work; the due dates follow in small ones. Cut in between, the same
// change asked for again does what is missing, since a due date is moved for the day it stands on.

#include "server/circulation/scene.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace circ::circulation {

/// Both included.
struct day_span {
    local_date first{};
    local_date last{};

    [[nodiscard]] bool holds(local_date day) const { return first <= day && day <= last; }
};

// The branch is the one of the requester.

struct close_branch {
    requester by;
    day_span days;
    std::string why;
};

/// Takes closed days out of the calendar again. What was moved because of them keeps its new date.
struct reopen_branch {
    requester by;
    day_span days;
    std::string why;
};

/// On these weekdays, ISO numbers, the branch is open from then to then, or closed. The other days
/// of a branch of which no hours were kept stay open, all day long. Nothing is changed if no open
/// weekday would be left: a branch without any hours counts as always open.
struct set_opening_hours {
    requester by;
    std::vector<int> weekdays;
    std::optional<std::pair<storage::minute_of_day, storage::minute_of_day>> open;
    std::string why;
};

/// Moves what is due on closed days of the span; looks at as many loans as the window says.
struct move_due_dates {
    requester by;
    day_span days;
    storage::due_window at;
    std::string why;
};

struct calendar_outcome {
    int days = 0;  ///< that were not so before
    int holds = 0; ///< whose shelf time was moved
};

struct loan_move {
    storage::loan before;
    storage::loan after;
};
struct hold_move {
    storage::hold before;
    storage::hold after;
};

/// What a change of the calendar comes to.
struct calendar_moves {
    std::vector<loan_move> loans;
    std::vector<hold_move> holds;
    std::optional<storage::due_window> next; ///< where the next step begins; nullopt: all was seen
};

[[nodiscard]] branch_calendar changed(branch_calendar from, const close_branch& by);
[[nodiscard]] branch_calendar changed(branch_calendar from, const set_opening_hours& by);

/// The loan moved off a closed day of the span: the due date of a daily one to the end of the next
/// open day, an hour to so many minutes after the next opening; and the last day of grace that
/// falls on a day that costs. @return nullopt when it stays
[[nodiscard]] std::optional<storage::loan> moved(const storage::loan& loan, const branch_calendar& when,
                                                 day_span closed, std::chrono::minutes after_opening);

/// The last day on the hold shelf, so that no open day is lost; never earlier.
[[nodiscard]] local_date moved_shelf_end(local_date until, const branch_calendar& before,
                                         const branch_calendar& after, local_date first);

/// Where to begin with the due dates of a span: grace reaches back as far as policy can set it.
[[nodiscard]] storage::due_window first_window(day_span days, std::string_view zone);

/// The calendar of the requester's branch, from so far back that this can be decided.
[[nodiscard]] branch_calendar load_calendar_for(storage::reader& from, const requester& by, day_span days);

/// What would be moved, without the days being closed yet; all of it.
/// @throws storage::store_error
[[nodiscard]] calendar_moves preview(storage::reader& from, const requester& by, const branch_calendar& after,
                                     day_span days, const surroundings& with);

// All @throw storage::store_error.
calendar_outcome perform(storage::unit_of_work& unit, const close_branch& asked, const surroundings& with);
calendar_outcome perform(storage::unit_of_work& unit, const reopen_branch& asked, const surroundings& with);
calendar_outcome perform(storage::unit_of_work& unit, const set_opening_hours& asked, const surroundings& with);
calendar_moves perform(storage::unit_of_work& unit, const move_due_dates& asked, const surroundings& with);

} // namespace circ::circulation
