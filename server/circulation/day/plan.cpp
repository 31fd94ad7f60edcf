#include "server/circulation/day/plan.hpp"

#include "server/circulation/local_time.hpp"
#include "storage/records/id_time.hpp"

#include <algorithm>

namespace circ::circulation {

namespace {

using std::chrono::days;

/// Older days are not done one by one any more: everything has been decided by dates meanwhile.
constexpr days farthest_back{31};
constexpr std::chrono::hours patience{1};

/// A branch, or the library as a whole.
struct workplace {
    storage::branch_id branch;
    std::string zone;
    instant since; ///< when it was made
};

std::vector<workplace> workplaces(storage::reader& from, const storage::institution& of) {
    std::vector<workplace> all;
    for (const auto& each : from.branches(of.id))
        all.push_back({each.id, each.time_zone, storage::made_at(each.id)});
    all.push_back({{}, of.time_zone, storage::made_at(of.id)});
    return all;
}

instant hour_on(local_date day, day_hour hour, const std::string& zone) {
    return to_instant(wall_time{day} + hour, zone);
}

/// The last day whose hour has come.
local_date last_hour_before(instant now, day_hour hour, const std::string& zone) {
    const auto today = date_in(now, zone);
    return hour_on(today, hour, zone) <= now ? today : today - days{1};
}

/// Days, first and last; none when the first comes after the last.
struct span_of_days {
    local_date first{};
    local_date last{};
};

/// What was never done is not late before its first hour: a new branch waits for its first night.
/// @param wanted from the last day that had to be done to today; a later one was noted by a clock that was ahead
bool is_late(const std::optional<storage::day_job>& last, span_of_days wanted, day_hour hour, const workplace& here) {
    if (!last) return hour_on(wanted.first, hour, here.zone) >= here.since;
    return !last->day || *last->day < wanted.first || *last->day > wanted.last;
}

bool does(const workplace& here, const day_job_kind& job) {
    return (job.scope == job_scope::library) == !here.branch;
}

/// The days to be done.
span_of_days days_due(const std::optional<storage::day_job>& before,
                      const workplace& here,
                      const day_question& asked) {
    const auto today = date_in(asked.now, here.zone);
    if (asked.date) return {*asked.date, std::min(*asked.date, today)};
    const auto hour = last_hour_before(asked.now, asked.hour, here.zone);
    const auto last = asked.since ? hour : today;
    if (before && before->day) {
        if (*before->day > today) return {last, last};
        const auto next = *before->day + days{1};
        // Asked for by somebody, a day that is done is looked through again.
        return {asked.since ? next : std::min(next, last), last};
    }
    const bool waits = asked.since && hour_on(hour, asked.hour, here.zone) < *asked.since;
    return {waits ? last + days{1} : last, last};
}

void add_tasks(std::vector<day_task>& to,
               const day_job_kind& job,
               const workplace& here,
               span_of_days due,
               const storage::institution& of,
               const day_question& asked) {
    if (job.missed == missed_days::together) due.first = std::max(due.first, due.last);
    if (due.first > due.last) return;
    const auto today = date_in(asked.now, here.zone);
    for (auto day = std::max(due.first, due.last - farthest_back); day <= due.last; day += days{1}) {
        to.push_back({.job = &job,
                      .institution = of.id,
                      .branch = here.branch,
                      .day = day,
                      .today = today,
                      .moment = day == today ? asked.now : hour_on(day, asked.hour, here.zone),
                      .is_theirs = job.whose == job_owner::book_keeper && !asked.book_keeper.empty()});
    }
}

} // namespace

day_hour day_hour_of(std::string_view text) {
    const auto digit = [&](std::size_t at) { return text[at] - '0'; };
    return std::chrono::hours{digit(0) * 10 + digit(1)} +
           std::chrono::minutes{digit(3) * 10 + digit(4)};
}

std::vector<day_task>
plan_day(storage::reader& from, const storage::institution& of, const day_question& asked) {
    std::vector<day_task> tasks;
    for (const auto& here : workplaces(from, of)) {
        if (asked.branch && here.branch != asked.branch) continue;
        for (const auto& job : day_jobs()) {
            if (!does(here, job)) continue;
            const auto before = from.find_day_job(of.id, here.branch, job.id);
            const auto due = days_due(before, here, asked);
            if (due.first <= due.last) add_tasks(tasks, job, here, due, of, asked);
        }
    }
    return tasks;
}

std::vector<day_job_status>
day_status(storage::reader& from, const storage::institution& of, instant now, day_hour hour) {
    std::vector<day_job_status> all;
    for (const auto& here : workplaces(from, of)) {
        const span_of_days wanted{last_hour_before(now - patience, hour, here.zone), date_in(now, here.zone)};
        for (const auto& job : day_jobs()) {
            if (!does(here, job)) continue;
            day_job_status one{.job = &job, .branch = here.branch, .last = {}};
            one.last = from.find_day_job(of.id, here.branch, job.id);
            one.late = is_late(one.last, wanted, hour, here);
            all.push_back(std::move(one));
        }
    }
    return all;
}

} // namespace circ::circulation
