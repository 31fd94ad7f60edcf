// When a job is due: hours, missed days, the clock's own changes.

#include "server/circulation/local_time.hpp"
#include "storage/store_error.hpp"
#include "tests/unit/circulation/day_library.hpp"

#include <map>
#include <set>

namespace circ::test {
namespace {

using namespace circulation;
using namespace std::chrono_literals;
using std::chrono::days;

/// 2026-03-02 on the wall of the library, which is an hour ahead of UTC until the 29th.
storage::instant in_march(int day_of_march, std::chrono::minutes time) {
    return to_instant(wall_time{storage::local_date{std::chrono::year{2026} / 3 / day_of_march}} + time,
                      "Europe/Berlin");
}

class plan_of_a_day : public testing::Test, public day_library {
protected:
    /// Days for which a job of the first branch would be done.
    std::vector<int> days_of(std::string_view job, std::optional<storage::instant> since) {
        std::vector<int> found;
        for (const auto& each : plan(since)) {
            if (each.job->id != job || each.branch != rows.main.id) continue;
            found.push_back(static_cast<int>(static_cast<unsigned>(std::chrono::year_month_day{each.day}.day())));
        }
        return found;
    }
};

TEST_F(plan_of_a_day, has_every_job_of_each_branch_and_of_the_library_once) {
    std::map<std::string_view, int> times;
    for (const auto& each : plan())
        ++times[each.job->id];
    for (const auto& job : day_jobs())
        EXPECT_EQ(times[job.id], job.scope == job_scope::branch ? 2 : 1) << job.id;
}

TEST_F(plan_of_a_day, waits_for_the_first_hour_after_the_start) {
    const auto start = in_march(2, 10h);
    now = in_march(2, 10h + 5min);
    EXPECT_TRUE(plan(start).empty());
    now = in_march(3, 3h + 29min);
    EXPECT_TRUE(plan(start).empty());
    now = in_march(3, 3h + 30min);
    EXPECT_THAT(days_of("renew", start), testing::ElementsAre(3));
    do_day(plan(start));
    EXPECT_TRUE(plan(start).empty());
    now = in_march(4, 3h + 29min);
    EXPECT_TRUE(plan(start).empty());
}

TEST_F(plan_of_a_day, catches_missed_days_up_each_where_the_hour_matters) {
    const auto start = in_march(2, 1h);
    now = in_march(2, 4h);
    do_day(plan(start));
    now = in_march(6, 12h);
    const auto later_start = in_march(6, 11h); // the daemon was away
    EXPECT_THAT(days_of("renew", later_start), testing::ElementsAre(3, 4, 5, 6));
    EXPECT_THAT(days_of("lapse_holds", later_start), testing::ElementsAre(6));
    for (const auto& each : plan(later_start)) {
        const auto hour = to_instant(wall_time{each.day} + 3h + 30min, "Europe/Berlin");
        EXPECT_EQ(each.moment, each.day == today() ? now : hour);
    }
    do_day(plan(later_start));
    EXPECT_TRUE(plan(later_start).empty());
}

TEST_F(plan_of_a_day, goes_back_a_month_at_most) {
    const auto start = in_march(2, 1h);
    now = in_march(2, 4h);
    do_day(plan(start));
    now += days{400};
    EXPECT_EQ(days_of("renew", start).size(), 32U);
}

TEST_F(plan_of_a_day, does_a_day_whose_hour_the_clocks_leave_out_or_repeat_once) {
    keeping.at = "02:30";
    const auto start = in_march(28, 1h);
    now = in_march(28, 4h);
    do_day(plan(start));
    now = in_march(29, 4h); // the clocks went from 02:00 to 03:00
    EXPECT_THAT(days_of("renew", start), testing::ElementsAre(29));
    do_day(plan(start));
    const auto autumn = to_instant(wall_time{storage::local_date{std::chrono::year{2026} / 10 / 25}} + 2h + 30min,
                                   "Europe/Berlin");
    now = autumn;
    do_day(plan(start));
    now = autumn + 1h; // 02:30 again
    EXPECT_TRUE(plan(start).empty());
}

TEST_F(plan_of_a_day, is_done_again_when_somebody_asks) {
    do_day();
    EXPECT_FALSE(plan().empty());
    EXPECT_TRUE(plan(now).empty());
}

TEST_F(plan_of_a_day, leaves_a_day_out_where_it_is_still_to_come) {
    store.write([&](storage::unit_of_work& in) {
        rows.east.time_zone = "Asia/Tokyo";
        in.change(rows.east);
    });
    now = in_march(2, 20h); // and the 3rd in Tokyo
    const auto branches_on = [&](std::chrono::day which) {
        std::set<storage::branch_id> found;
        const storage::local_date day{std::chrono::year{2026} / 3 / which};
        for (const auto& each : store.ask([&](storage::reader& from) {
                 return plan_day(from, rows.institution,
                                 {.now = now, .hour = day_hour_of(keeping.at), .since = {}, .date = day, .branch = {}});
             }))
            found.insert(each.branch);
        return found;
    };
    EXPECT_THAT(branches_on(std::chrono::day{2}),
                testing::UnorderedElementsAre(storage::branch_id{}, rows.main.id, rows.east.id));
    EXPECT_THAT(branches_on(std::chrono::day{3}), testing::ElementsAre(rows.east.id));
    EXPECT_THAT(branches_on(std::chrono::day{4}), testing::IsEmpty());
}

TEST_F(plan_of_a_day, is_late_an_hour_after_its_hour_but_not_before_the_first_night) {
    const auto late_jobs = [&] {
        const auto all = store.ask([&](storage::reader& from) {
            return day_status(from, rows.institution, now, day_hour_of(keeping.at));
        });
        return std::ranges::count_if(all, &day_job_status::late);
    };
    const auto all = static_cast<std::ptrdiff_t>(plan().size());
    EXPECT_EQ(late_jobs(), 0) << "it has just been made";
    now = in_march(3, 4h + 29min);
    EXPECT_EQ(late_jobs(), 0);
    now = in_march(3, 4h + 30min);
    EXPECT_EQ(late_jobs(), all);
    do_day();
    EXPECT_EQ(late_jobs(), 0);
    now = in_march(4, 4h + 29min);
    EXPECT_EQ(late_jobs(), 0);
    now = in_march(4, 4h + 30min);
    EXPECT_EQ(late_jobs(), all);
}

TEST_F(plan_of_a_day, takes_no_day_for_done_that_a_clock_ahead_has_noted) {
    const auto start = in_march(2, 1h);
    now = in_march(9, 4h);
    do_day(plan(start));
    now = in_march(3, 4h + 30min); // the clock is right again
    for (const auto& each : store.ask([&](storage::reader& from) {
             return day_status(from, rows.institution, now, day_hour_of(keeping.at));
         }))
        EXPECT_TRUE(each.late) << each.job->id;
    EXPECT_THAT(days_of("renew", start), testing::ElementsAre(3));
    do_day(plan(start));
    EXPECT_TRUE(plan(start).empty());
    now = in_march(4, 3h + 30min);
    EXPECT_THAT(days_of("renew", start), testing::ElementsAre(4));
}

TEST_F(plan_of_a_day, keeps_the_last_run_of_each_job) {
    add_hold("p1", [&](storage::hold& hold) { hold.expires_on = today() - days{1}; });
    do_day();
    const auto row = store.ask([&](storage::reader& from) {
        return from.find_day_job(rows.institution.id, rows.main.id, "lapse_holds");
    });
    ASSERT_TRUE(row);
    EXPECT_EQ(row->day, today());
    EXPECT_EQ(row->begun_at, now);
    EXPECT_EQ(row->ended_at, now);
    EXPECT_EQ(row->done, 1);
    EXPECT_EQ(row->failed, 0);
}

TEST_F(plan_of_a_day, goes_on_after_a_record_that_fails) {
    for (const char* card : {"p1", "p2"})
        add_hold(card, [&](storage::hold& hold) { hold.expires_on = today() - days{1}; });
    std::vector<day_task> tasks;
    for (const auto& each : plan())
        if (each.job->id == "lapse_holds" && each.branch == rows.main.id) tasks.push_back(each);
    day_run run(tasks, rules, keeping);
    bool first = true;
    while (const auto unit = store.ask([&](storage::reader& from) { return run.next(from, now); })) {
        if (unit->what == day_unit::kind::record && std::exchange(first, false)) {
            run.failed("the disk is on fire");
            continue;
        }
        store.write(unit->work, now);
        run.done(*unit);
    }
    ASSERT_EQ(run.tallies().size(), 1U);
    EXPECT_EQ(run.tallies().front().done, 1);
    EXPECT_EQ(run.tallies().front().failed, 1);
    const auto row = store.ask([&](storage::reader& from) {
        return from.find_day_job(rows.institution.id, rows.main.id, "lapse_holds");
    });
    EXPECT_EQ(row.value().last_error, "the disk is on fire");
    EXPECT_EQ(do_day(), "lapse_holds:1"); // the one that had failed
}

/// A record that cannot be read, among those who are due.
TEST_F(plan_of_a_day, goes_on_with_the_other_jobs_after_one_that_cannot_look_who_is_due) {
    static const day_job_kind odd{
        .id = "odd",
        .title = "finds nobody",
        .find = [](storage::reader&, const day_scene&, storage::due_place, int) -> std::vector<storage::due_place> {
            throw storage::store_error(storage::store_failure::corrupt, "a loan of no state");
        }};
    add_hold("p1", [&](storage::hold& hold) { hold.expires_on = today() - days{1}; });
    auto tasks = plan();
    tasks.insert(tasks.begin(), tasks.front());
    tasks.front().job = &odd;
    day_run run(tasks, rules, keeping);
    while (const auto unit = store.ask([&](storage::reader& from) { return run.next(from, now); })) {
        store.write(unit->work, now);
        run.done(*unit);
    }
    ASSERT_EQ(run.tallies().size(), tasks.size());
    EXPECT_EQ(run.tallies().front().failed, 1);
    EXPECT_EQ(run.tallies().front().last_error, "a loan of no state");
    EXPECT_EQ(std::ranges::count_if(run.tallies(), [](const auto& each) { return each.done > 0; }), 1);
}

} // namespace
} // namespace circ::test
