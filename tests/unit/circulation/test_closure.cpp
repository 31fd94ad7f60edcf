// What happens to due dates and shelf times when the calendar changes: the decision as a table, then
// the verbs over a store.

#include "server/circulation/closure.hpp"
#include "server/circulation/trail.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;

constexpr local_date march(unsigned day) {
    return local_days{2026y / March / std::chrono::day{day}};
}

instant berlin(local_date date, minutes at) {
    return to_instant(wall_time{date + at}, "Europe/Berlin");
}
instant end_of(local_date date) {
    return end_of_day(date, "Europe/Berlin");
}

/// Monday to Saturday 9 to 18; 4 to 6 March, Wednesday to Friday, are closed now.
branch_calendar snowed_in() {
    branch_calendar when{.days = {}, .time_zone = "Europe/Berlin"};
    for (int weekday = 1; weekday <= 6; ++weekday) when.days.hours.push_back({{}, weekday, 9h, 18h});
    when.days.closed = {march(4), march(5), march(6), march(28)};
    return when;
}
constexpr day_span closed_days{march(4), march(6)};

// --- the decision

struct move_case {
    std::string name;
    std::function<void(storage::loan&)> given;
    std::optional<instant> due;           ///< nullopt: stays
    std::optional<int> grace{};           ///< where it changes
    day_span span = closed_days;
    minutes after_opening{0};

    friend std::ostream& operator<<(std::ostream& out, const move_case& row) { return out << row.name; }
};

class loans_of_a_closed_branch : public testing::TestWithParam<move_case> {};

TEST_P(loans_of_a_closed_branch, are_due_when_it_is_open_again) {
    const auto& row = GetParam();
    storage::loan loan;
    loan.due_at = end_of(march(3));
    row.given(loan);
    const auto to = moved(loan, snowed_in(), row.span, row.after_opening);
    ASSERT_EQ(to.has_value(), row.due.has_value() || row.grace.has_value());
    if (!to) return;
    EXPECT_EQ(to->due_at, row.due.value_or(loan.due_at));
    EXPECT_EQ(to->terms.overdue_grace_days, row.grace.value_or(loan.terms.overdue_grace_days));
    EXPECT_FALSE(moved(*to, snowed_in(), row.span, row.after_opening)) << "a second time";
}

auto due_on_day(local_date day) {
    return [day](storage::loan& loan) { loan.due_at = end_of(day); };
}
auto due_at_hour(local_date day, minutes at) {
    return [=](storage::loan& loan) {
        loan.terms.hourly = true;
        loan.due_at = berlin(day, at);
    };
}
/// Due on 3 March, so many days of grace, and each day costs.
auto with_grace(int days_of_grace, bool closed_days_free = false) {
    return [=](storage::loan& loan) {
        loan.terms.overdue_grace_days = days_of_grace;
        loan.terms.closed_days_free = closed_days_free;
    };
}

INSTANTIATE_TEST_SUITE_P(
    all, loans_of_a_closed_branch,
    testing::Values(
        move_case{"the_day_before", due_on_day(march(3)), {}},
        move_case{"the_first_closed_day", due_on_day(march(4)), end_of(march(7))},
        move_case{"the_last_closed_day", due_on_day(march(6)), end_of(march(7))},
        move_case{"the_day_after", due_on_day(march(7)), {}},
        move_case{"a_sunday_outside_stays", due_on_day(march(8)), {}},
        move_case{"an_hour_to_the_next_opening", due_at_hour(march(5), 15h), berlin(march(7), 9h)},
        move_case{"an_hour_to_some_minutes_after_opening", due_at_hour(march(5), 15h), berlin(march(7), 9h + 30min), {},
                  closed_days, 30min},
        move_case{"an_hour_of_the_day_before", due_at_hour(march(3), 17h), {}},
        move_case{"to_after_the_clocks_change", due_on_day(march(28)), end_of(march(30)), {}, {march(28), march(28)}},
        move_case{"an_hour_to_after_the_clocks_change", due_at_hour(march(28), 12h), berlin(march(30), 9h), {},
                  {march(28), march(28)}},
        move_case{"grace_that_ends_before_a_closed_door", with_grace(1), {}, 4},
        move_case{"grace_that_ends_after_it", with_grace(4), {}},
        move_case{"grace_in_open_days_moves_by_itself", with_grace(1, true), {}},
        move_case{"no_grace", with_grace(0), {}}),
    [](const auto& row) { return row.param.name; });

TEST(a_recalled_loan, keeps_its_recall_off_closed_days) {
    storage::loan loan;
    loan.due_at = end_of(march(5));
    loan.recall_due_at = loan.due_at;
    EXPECT_EQ(moved(loan, snowed_in(), closed_days, 0min)->recall_due_at, end_of(march(7)));
}

TEST(a_branch_that_never_opens, moves_nothing) {
    branch_calendar never{.days = {}, .time_zone = "Europe/Berlin"};
    never.days.hours = {{{}, 1, 9h, 18h}};
    for (auto day = march(1) - days{400}; day < march(1) + days{800}; day += days{1}) never.days.closed.push_back(day);
    storage::loan loan;
    loan.due_at = end_of(march(5));
    EXPECT_FALSE(moved(loan, never, closed_days, 0min));
}

TEST(shelf_times, lose_no_open_day) {
    auto before = snowed_in();
    before.days.closed.clear();
    const auto after = snowed_in();
    const auto end = [&](unsigned day) { return moved_shelf_end(march(day), before, after, march(4)); };
    EXPECT_EQ(end(3), march(3)) << "over before the branch closed";
    EXPECT_EQ(end(4), march(7));
    EXPECT_EQ(end(6), march(10)) << "three days, and a Sunday between";
    EXPECT_EQ(end(9), march(12)) << "closed days on the way count as well";
    EXPECT_EQ(moved_shelf_end(march(9), after, before, march(4)), march(9)) << "never earlier";
}

TEST(opening_hours_set, change_the_weekdays_named) {
    set_opening_hours asked{.by = {}, .weekdays = {1, 7}, .open = std::pair{minutes{10h}, minutes{14h}}, .why = {}};
    EXPECT_TRUE(is_open_on(changed(snowed_in(), asked), march(8)));
    asked.open.reset();
    EXPECT_FALSE(is_open_on(changed(snowed_in(), asked), march(2)));
    EXPECT_TRUE(is_open_on(changed(snowed_in(), asked), march(3)));
    const auto first_hours = changed(branch_calendar{}, asked);
    EXPECT_FALSE(is_open_on(first_hours, march(2)));
    EXPECT_TRUE(is_open_on(first_hours, march(3))) << "without hours it was open, and stays so on other days";
}

// --- over a store

class closing : public library_test {
protected:
    closing() {
        desk.institution = rows.institution.id;
        desk.branch = rows.main.id;
        desk.operator_name = "jo";
    }

    storage::loan lend_due(const std::string& barcode, instant due, const storage::terminal* where = nullptr) {
        static_cast<void>(add_item(barcode));
        const auto by = where == nullptr ? kiosk : at(*where);
        EXPECT_EQ(perform(circulation::checkout{.by = by, .card = "p1", .item = barcode}).result, verdict::done);
        change_loan(barcode, [&](auto& loan) { loan.due_at = due; });
        return item(barcode).open_loan.value();
    }
    instant due_of(const std::string& barcode) { return item(barcode).open_loan.value().due_at; }

    template <class Operation>
    auto carry_out(const Operation& asked) {
        decltype(circulation::perform(std::declval<storage::unit_of_work&>(), asked, around())) made;
        store.write([&](storage::unit_of_work& unit) { made = circulation::perform(unit, asked, around()); }, now);
        return made;
    }
    /// Closes the days and moves all that is due, `step` loans at a time.
    int close(day_span span, int step = 100) {
        static_cast<void>(carry_out(close_branch{desk, span, "snow"}));
        return move_all(span, step);
    }
    int move_all(day_span span, int step) {
        int loans = 0;
        for (auto next = std::optional{first_window(span, "Europe/Berlin")}; next;) {
            next->count = step;
            const auto made = carry_out(move_due_dates{desk, span, *next, "snow"});
            loans += static_cast<int>(made.loans.size());
            next = made.next;
        }
        return loans;
    }
    surroundings around() const { return {.rules = rules, .now = now}; }
    std::vector<storage::event> events_of(const std::string& barcode) {
        const auto id = item(barcode).item.id;
        return store.ask([&](storage::reader& in) { return in.events_of_item(id, 10); });
    }

    requester desk;
};

TEST_F(closing, moves_what_is_due_then_with_an_event_each) {
    for (int i = 1; i <= 7; ++i) lend_due("x" + std::to_string(i), end_of(march(4)));
    lend_due("other", end_of(march(8)));
    lend_due("at_east", end_of(march(4)), &east_kiosk);
    EXPECT_EQ(close(closed_days, 3), 7);
    EXPECT_EQ(due_of("x1"), end_of(march(7)));
    EXPECT_EQ(due_of("x7"), end_of(march(7)));
    EXPECT_EQ(due_of("other"), end_of(march(8)));
    EXPECT_EQ(due_of("at_east"), end_of(march(4)));
    const auto told = events_of("x1").front();
    EXPECT_EQ(told.kind, "due_moved");
    EXPECT_EQ(told.by, "jo");
    EXPECT_EQ(told.reason, "snow");
    EXPECT_EQ(short_form(told.detail).at("due"), end_of(march(4)));
    EXPECT_EQ(move_all(closed_days, 3), 0) << "a second time";
}

TEST_F(closing, goes_on_where_it_was_cut) {
    lend_due("x1", end_of(march(4)));
    lend_due("x2", end_of(march(5)));
    static_cast<void>(carry_out(close_branch{desk, closed_days, "snow"}));
    auto window = first_window(closed_days, "Europe/Berlin");
    window.count = 1;
    static_cast<void>(carry_out(move_due_dates{desk, closed_days, window, "snow"}));
    ASSERT_EQ(due_of("x2"), end_of(march(5)));
    EXPECT_EQ(carry_out(close_branch{desk, closed_days, "snow"}).days, 0) << "closed already";
    EXPECT_EQ(move_all(closed_days, 1), 1);
    EXPECT_EQ(due_of("x2"), end_of(march(7)));
}

TEST_F(closing, leaves_lost_and_claimed_loans_alone) {
    lend_due("lost", end_of(march(4)));
    change_loan("lost", [&](auto& loan) {
        loan.state = storage::loan_state::lost;
        loan.lost_at = now;
    });
    EXPECT_EQ(close(closed_days), 0);
}

TEST_F(closing, charges_nothing_for_days_on_which_nobody_could_bring_it_back) {
    lend_due("x1", end_of(march(4)));
    close(closed_days);
    now = berlin(march(7), 12h);
    EXPECT_EQ(checkin("x1").result, verdict::done);
    EXPECT_EQ(patron("p1").owed, money{0});
}

TEST_F(closing, moves_shelf_times_once) {
    const auto waits = add_hold("p2", [&](auto& hold) {
        hold.state = storage::hold_state::on_shelf;
        hold.trapped_item = rows.item.id;
        hold.shelf_until = march(5);
    });
    EXPECT_EQ(carry_out(close_branch{desk, closed_days, "snow"}).holds, 1);
    EXPECT_EQ(hold(waits.id).shelf_until, march(8)) << "two days lost, and EAST and MAIN are open on Sundays";
    EXPECT_EQ(carry_out(close_branch{desk, closed_days, "snow"}).holds, 0);
    EXPECT_EQ(hold(waits.id).shelf_until, march(8));
    EXPECT_EQ(events_of("i1").front().kind, "shelf_time_moved");
}

TEST_F(closing, previews_without_changing_anything) {
    lend_due("x1", end_of(march(4)));
    const auto before = all_rows();
    const auto moves = store.ask([&](storage::reader& in) {
        const auto after = changed(load_calendar_for(in, desk, closed_days), close_branch{desk, closed_days, ""});
        return preview(in, desk, after, closed_days, around());
    });
    ASSERT_EQ(moves.loans.size(), 1U);
    EXPECT_EQ(moves.loans[0].after.due_at, end_of(march(7)));
    EXPECT_EQ(all_rows(), before);
}

TEST_F(closing, is_taken_back_and_leaves_dates_where_they_are) {
    lend_due("x1", end_of(march(4)));
    close(closed_days);
    EXPECT_EQ(carry_out(reopen_branch{desk, {march(5), march(9)}, "thaw"}).days, 2);
    const auto left = store.ask([&](storage::reader& in) { return in.closed_days(rows.main.id, march(1), march(31)); });
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].day, march(4));
    EXPECT_EQ(left[0].reason, "snow");
    EXPECT_EQ(due_of("x1"), end_of(march(7)));
}

TEST_F(closing, of_a_weekday_moves_what_is_due_on_it) {
    lend_due("x1", end_of(march(16)));
    const day_span ahead{march(2), march(2) + days{400}};
    static_cast<void>(carry_out(set_opening_hours{desk, {1}, std::nullopt, "no staff"}));
    EXPECT_EQ(move_all(ahead, 100), 1);
    EXPECT_EQ(due_of("x1"), end_of(march(17)));
    const auto made = carry_out(set_opening_hours{desk, {1, 2, 3, 4, 5, 6, 7}, std::nullopt, "never"});
    EXPECT_EQ(made.days, 0) << "without any hours it would count as always open";
}

TEST_F(closing, looks_at_the_branch_whose_hours_a_loan_follows) {
    rules = policy_with({{"owners", {}, {{"opening_hours", std::string{"item_branch"}, {}}}, {}}});
    lend_due("x1", end_of(march(4)), &east_kiosk); // an item of MAIN, lent at EAST
    EXPECT_EQ(item("x1").open_loan->hours_of, rows.main.id);
    EXPECT_EQ(close(closed_days), 1);
    EXPECT_EQ(due_of("x1"), end_of(march(7)));
}

TEST_F(closing, of_the_branch_where_it_was_renewed_counts_from_then_on) {
    lend_due("x1", end_of(march(4)));
    const auto renewed = perform(circulation::renew{.by = at(east_kiosk), .card = "p1", .what = {.item = "x1", .title = {}}});
    ASSERT_EQ(renewed.result, verdict::done) << names_of(renewed.reasons);
    EXPECT_EQ(item("x1").open_loan->hours_of, rows.east.id);
    ASSERT_EQ(perform(circulation::renew{.by = kiosk, .card = "p1", .what = {.item = "x1", .title = {}}}).result,
              verdict::refused)
        << "too early";
    change_loan("x1", [](auto& loan) { loan.due_at = end_of(march(5)); });
    ASSERT_EQ(perform(circulation::renew{.by = kiosk, .card = "p1", .what = {.item = "x1", .title = {}}}).result,
              verdict::done);
    EXPECT_FALSE(item("x1").open_loan->hours_of);
}

} // namespace
} // namespace circ::test
