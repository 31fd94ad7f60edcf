#include "server/circulation/overdue_fee.hpp"

#include "server/circulation/lending.hpp"

namespace circ::circulation {
namespace {

using namespace std::chrono;
using storage::fee_period;
using storage::loan_terms;
using storage::money;

// Monday to Saturday are open, Sundays and Tuesday 10 March are not; October has the long day.
branch_calendar six_days() {
    branch_calendar when;
    when.time_zone = "Europe/Berlin";
    for (int weekday = 1; weekday <= 6; ++weekday)
        when.days.hours.push_back({{}, weekday, 9h, 18h});
    when.days.closed = {local_days{2026y / March / 10}};
    return when;
}

struct fee_case {
    std::string name;
    loan_terms terms;
    year_month_day due;
    year_month_day back;
    minutes due_at{23h + 59min};
    minutes back_at{12h};
    std::int64_t fee = 0;

    friend std::ostream& operator<<(std::ostream& out, const fee_case& shown) {
        return out << shown.name;
    }
};

instant berlin(year_month_day date, minutes at) {
    return to_instant(wall_time{local_days{date} + at}, "Europe/Berlin");
}

class overdue_fees : public testing::TestWithParam<fee_case> {};

TEST_P(overdue_fees, are_counted) {
    const auto& row = GetParam();
    const auto fee = overdue_fee(
        row.terms, berlin(row.due, row.due_at), berlin(row.back, row.back_at), six_days());
    EXPECT_EQ(fee, money{row.fee});
}

constexpr auto mon = 2026y / March / 2;
constexpr auto wed = 2026y / March / 4;
constexpr auto sat = 2026y / March / 7;
constexpr auto next_wed = 2026y / March / 11;
constexpr auto short_day = 2026y / March / 29;
constexpr auto long_day = 2026y / October / 25;

loan_terms daily(std::int64_t rate = 25) {
    return {.overdue_rate = {rate}};
}
loan_terms hourly() {
    return {.hourly = true, .overdue_rate = {100}, .overdue_per = fee_period::hour};
}
loan_terms grace(int days, bool forgives) {
    auto terms = daily();
    terms.overdue_grace_days = days;
    terms.grace_forgives = forgives;
    return terms;
}
loan_terms all_days_cost(loan_terms terms) {
    terms.closed_days_free = false;
    return terms;
}
loan_terms capped(loan_terms terms, std::int64_t cap) {
    terms.overdue_cap = money{cap};
    return terms;
}

INSTANTIATE_TEST_SUITE_P(
    all,
    overdue_fees,
    testing::Values(
        fee_case{.name = "on_the_due_date", .terms = daily(), .due = wed, .back = wed, .fee = 0},
        fee_case{.name = "two_days_late", .terms = daily(), .due = mon, .back = wed, .fee = 50},
        fee_case{.name = "a_second_after_midnight_is_a_day",
                 .terms = daily(),
                 .due = mon,
                 .back = 2026y / March / 3,
                 .back_at = 0min,
                 .fee = 25},
        fee_case{.name = "no_rate", .terms = daily(0), .due = mon, .back = wed, .fee = 0},
        fee_case{.name = "closed_days_are_free",
                 .terms = daily(),
                 .due = sat,
                 .back = next_wed,
                 .fee = 50},
        fee_case{.name = "closed_days_cost",
                 .terms = all_days_cost(daily()),
                 .due = sat,
                 .back = next_wed,
                 .fee = 100},
        fee_case{.name = "before_grace_ends",
                 .terms = grace(3, true),
                 .due = mon,
                 .back = wed,
                 .fee = 0},
        fee_case{.name = "on_the_last_day_of_grace",
                 .terms = grace(2, true),
                 .due = mon,
                 .back = wed,
                 .fee = 0},
        fee_case{.name = "after_forgiven_grace",
                 .terms = grace(1, true),
                 .due = mon,
                 .back = wed,
                 .fee = 25},
        fee_case{.name = "on_the_last_day_of_delay",
                 .terms = grace(2, false),
                 .due = mon,
                 .back = wed,
                 .fee = 0},
        fee_case{.name = "after_delaying_grace",
                 .terms = grace(1, false),
                 .due = mon,
                 .back = wed,
                 .fee = 50},
        fee_case{.name = "grace_counts_open_days",
                 .terms = grace(2, true),
                 .due = sat,
                 .back = next_wed,
                 .fee = 0},
        fee_case{.name = "below_the_cap",
                 .terms = capped(daily(), 51),
                 .due = mon,
                 .back = wed,
                 .fee = 50},
        fee_case{
            .name = "at_the_cap", .terms = capped(daily(), 40), .due = mon, .back = wed, .fee = 40},
        fee_case{.name = "over_the_long_day",
                 .terms = all_days_cost(daily()),
                 .due = 2026y / October / 24,
                 .back = 2026y / October / 26,
                 .fee = 50},
        fee_case{.name = "hour_begun",
                 .terms = hourly(),
                 .due = mon,
                 .back = mon,
                 .due_at = 10h,
                 .back_at = 10h + 1min,
                 .fee = 100},
        fee_case{.name = "full_hours",
                 .terms = hourly(),
                 .due = mon,
                 .back = mon,
                 .due_at = 10h,
                 .back_at = 12h,
                 .fee = 200},
        fee_case{.name = "hours_of_a_closed_day_are_free",
                 .terms = hourly(),
                 .due = sat,
                 .back = 2026y / March / 9,
                 .due_at = 23h,
                 .back_at = 1h,
                 .fee = 200},
        fee_case{.name = "hours_of_a_closed_day_cost",
                 .terms = all_days_cost(hourly()),
                 .due = sat,
                 .back = 2026y / March / 9,
                 .due_at = 23h,
                 .back_at = 1h,
                 .fee = 2600},
        fee_case{.name = "hours_of_the_long_day",
                 .terms = all_days_cost(hourly()),
                 .due = long_day,
                 .back = long_day,
                 .due_at = 0min,
                 .back_at = 4h,
                 .fee = 500},
        fee_case{.name = "hours_of_the_short_day",
                 .terms = all_days_cost(hourly()),
                 .due = short_day,
                 .back = short_day,
                 .due_at = 0min,
                 .back_at = 4h,
                 .fee = 300},
        fee_case{.name = "over_the_short_day",
                 .terms = all_days_cost(daily()),
                 .due = 2026y / March / 28,
                 .back = 2026y / March / 30,
                 .fee = 50}),
    [](const auto& row) { return row.param.name; });

struct cap_case {
    std::string name;
    std::function<void(terms&)> change;
    std::optional<money> price;
    std::optional<money> cap;

    friend std::ostream& operator<<(std::ostream& out, const cap_case& shown) {
        return out << shown.name;
    }
};

class caps_of_a_loan : public testing::TestWithParam<cap_case> {};

TEST_P(caps_of_a_loan, are_the_lower_of_cap_and_price) {
    terms by;
    by.overdue_cap = money{1000};
    by.overdue_cap_at_price = true;
    by.replacement_price = {2500};
    GetParam().change(by);
    storage::item what;
    what.price = GetParam().price;
    EXPECT_EQ(make_loan_terms(by, what, "rule").overdue_cap, GetParam().cap);
}

INSTANTIATE_TEST_SUITE_P(
    all,
    caps_of_a_loan,
    testing::Values(
        cap_case{"dear_item", [](terms&) {}, money{4000}, money{1000}},
        cap_case{"cheap_item", [](terms&) {}, money{700}, money{700}},
        cap_case{
            "price_of_the_type", [](terms& by) { by.replacement_price = {900}; }, {}, money{900}},
        cap_case{
            "price_alone", [](terms& by) { by.overdue_cap.reset(); }, money{4000}, money{4000}},
        cap_case{"cap_alone",
                 [](terms& by) { by.overdue_cap_at_price = false; },
                 money{700},
                 money{1000}},
        cap_case{"none",
                 [](terms& by) {
                     by.overdue_cap_at_price = false;
                     by.overdue_cap.reset();
                 },
                 money{700},
                 {}}),
    [](const auto& row) { return row.param.name; });

TEST(loan_terms_of_the_exempt, have_no_rate) {
    terms by;
    by.overdue_rate = {25};
    EXPECT_EQ(make_loan_terms(by, {}, "rule").overdue_rate, money{25});
    by.overdue_exempt = true;
    EXPECT_EQ(make_loan_terms(by, {}, "rule").overdue_rate, money{});
}

} // namespace
} // namespace circ::circulation
