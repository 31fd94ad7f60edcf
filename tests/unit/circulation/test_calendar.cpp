#include "server/circulation/calendar.hpp"

namespace circ::circulation {
namespace {

using namespace std::chrono;

constexpr local_date day(unsigned month, unsigned of_month) {
    return local_days{2026y / std::chrono::month{month} / std::chrono::day{of_month}};
}

/// Monday to Friday 9 to 18, Saturday 10 to 14; closed from Wednesday 4 to Friday 6 March.
branch_calendar weekdays() {
    branch_calendar when;
    when.time_zone = "Europe/Berlin";
    for (int weekday = 1; weekday <= 5; ++weekday)
        when.days.hours.push_back({{}, weekday, 9h, 18h});
    when.days.hours.push_back({{}, 6, 10h, 14h});
    when.days.closed = {day(3, 4), day(3, 5), day(3, 6)};
    return when;
}

instant berlin(local_date date, minutes at) {
    return to_instant(wall_time{date + at}, "Europe/Berlin");
}

TEST(calendars, know_open_and_closed_days) {
    const auto when = weekdays();
    EXPECT_TRUE(is_open_on(when, day(3, 2)));
    EXPECT_FALSE(is_open_on(when, day(3, 4))) << "closed for once";
    EXPECT_FALSE(is_open_on(when, day(3, 8))) << "a Sunday";
    EXPECT_TRUE(is_open_on(branch_calendar{}, day(3, 8))) << "no hours are kept";
}

TEST(calendars, find_the_open_day_before_and_after) {
    const auto when = weekdays();
    EXPECT_EQ(next_open_day(when, day(3, 2)), day(3, 2));
    EXPECT_EQ(next_open_day(when, day(3, 4)), day(3, 7));
    EXPECT_EQ(last_open_day_before(when, day(3, 7)), day(3, 3));
    EXPECT_EQ(last_open_day_before(when, day(3, 3)), day(3, 2));
    EXPECT_EQ(add_open_days(when, day(3, 3), 2), day(3, 9));
    EXPECT_EQ(open_days_between(when, day(3, 3), day(3, 9)), 2);
    EXPECT_EQ(open_days_between(when, day(3, 9), day(3, 3)), 0);
}

TEST(calendars, end_where_a_branch_never_opens) {
    branch_calendar never;
    never.days.hours = {{{}, 1, 9h, 18h}};
    for (auto d = day(1, 1) - days{800}; d < day(1, 1) + days{800}; d += days{1})
        never.days.closed.push_back(d);
    EXPECT_EQ(next_open_day(never, day(3, 2)), day(3, 2));
    EXPECT_EQ(last_open_day_before(never, day(3, 2)), day(3, 2));
    EXPECT_GT(due_after_hours(never, instant{sys_days{2026y / March / 2}}, 2h, 10min),
              instant{sys_days{2026y / March / 2}});
}

struct due_case {
    std::string name;
    instant from;
    int loan_days = 0;
    hours loan_hours{0};
    minutes after_opening{0};
    instant due;

    friend std::ostream& operator<<(std::ostream& out, const due_case& shown) {
        return out << shown.name;
    }
};

class due_dates : public testing::TestWithParam<due_case> {};

TEST_P(due_dates, fall_where_the_branch_is_open) {
    const auto& row = GetParam();
    const auto due = row.loan_hours > 0h
                         ? due_after_hours(weekdays(), row.from, row.loan_hours, row.after_opening)
                         : due_after_days(weekdays(), row.from, row.loan_days);
    EXPECT_EQ(due, row.due);
}

constexpr auto last_second = 24h - 1s;
instant end_of(local_date date) {
    return berlin(date, 0min) + last_second;
}

INSTANTIATE_TEST_SUITE_P(
    all,
    due_dates,
    testing::Values(
        due_case{"by_days", berlin(day(3, 2), 10h), 1, 0h, 0min, end_of(day(3, 3))},
        due_case{"moved_off_closed_days", berlin(day(3, 2), 10h), 2, 0h, 0min, end_of(day(3, 7))},
        due_case{"moved_off_a_sunday", berlin(day(3, 1), 23h), 7, 0h, 0min, end_of(day(3, 9))},
        due_case{"into_summer_time", berlin(day(3, 27), 10h), 3, 0h, 0min, end_of(day(3, 30))},
        due_case{"by_hours", berlin(day(3, 2), 10h), 0, 4h, 0min, berlin(day(3, 2), 14h)},
        due_case{"at_closing_itself", berlin(day(3, 2), 14h), 0, 4h, 0min, berlin(day(3, 2), 18h)},
        due_case{"after_closing_to_closing",
                 berlin(day(3, 2), 16h),
                 0,
                 4h,
                 0min,
                 berlin(day(3, 2), 18h)},
        due_case{"after_closing_to_next_opening",
                 berlin(day(3, 2), 16h),
                 0,
                 4h,
                 30min,
                 berlin(day(3, 3), 9h + 30min)},
        due_case{"before_closed_days_to_the_opening_after",
                 berlin(day(3, 3), 16h),
                 0,
                 4h,
                 30min,
                 berlin(day(3, 7), 10h + 30min)},
        due_case{"into_closed_days_back_to_closing",
                 berlin(day(3, 3), 16h),
                 0,
                 24h,
                 0min,
                 berlin(day(3, 3), 18h)},
        due_case{"lent_when_closed_never_due_before",
                 berlin(day(3, 2), 20h),
                 0,
                 1h,
                 0min,
                 berlin(day(3, 3), 9h)},
        due_case{"hours_over_the_change_are_real_hours",
                 berlin(day(3, 28), 12h),
                 0,
                 46h,
                 0min,
                 berlin(day(3, 30), 11h)}),
    [](const auto& row) { return row.param.name; });

} // namespace
} // namespace circ::circulation
