// Titles by hand; copies elsewhere, or as something else, for a while; loans and holds that staff
// changes; and requests of somebody who names no branch.
#include "server/circulation/desk_catalogue.hpp"
#include "server/circulation/desk_holds.hpp"
#include "tests/unit/circulation/desk_test.hpp"

#include <gmock/gmock.h>

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::local_date;

constexpr local_date day_of_test{floor<days>(test_time).time_since_epoch()};

class desk_catalogue : public desk_test {
protected:
    outcome put_away(const std::string& location, const std::string& type, std::optional<local_date> until) {
        return perform(set_temporary{.by = anna, .item = "i1", .location = location, .item_type = type, .until = until, .why = "summer"});
    }
    void lend_dvds_for(int loan_days) {
        rules = policy_with({{"dvds", {.item_type = {"dvd"}}, {{"loan_days", std::int64_t{loan_days}, {}}}, {}}});
    }
    local_date due_day() { return local_date{floor<days>(lend().due_at).time_since_epoch()}; }
};

TEST_F(desk_catalogue, makes_and_changes_a_title_by_hand) {
    create_title asked{.by = anna, .title = "m1", .data = {.text = "The Long Field", .author = "Ada Moss", .isbn = "978-3-16-148410-0", .year = 2024, .language = {}}};
    ASSERT_EQ(perform(asked).result, verdict::done);
    const auto title = [&] {
        return store.ask([&](storage::reader& in) { return in.title_by_control_number(rows.institution.id, "m1"); }).value();
    };
    EXPECT_EQ(title().isbn, "9783161484100");
    ASSERT_EQ(perform(update_title{.by = anna, .title = "m1", .data = {.text = {}, .author = {}, .isbn = "0-19-852663-6, 978-3-16-148410-0", .year = {}, .language = {}}, .why = "a paperback too"}).result,
              verdict::done);
    EXPECT_EQ(title().isbn, "9780198526636 9783161484100");
    EXPECT_EQ(names_of(perform(asked).reasons), "code_taken");
    ASSERT_EQ(perform(update_title{.by = anna, .title = "m1", .data = {.text = {}, .author = {}, .isbn = {}, .year = 2025, .language = {}}, .why = "second edition"}).result,
              verdict::done);
    EXPECT_EQ(title().year, 2025);
    EXPECT_EQ(title().text, "The Long Field");
    EXPECT_EQ(names_of(perform(update_title{.by = anna, .title = "m9", .data = {}, .why = "x"}).reasons), "title_unknown");
    store.write([&](storage::unit_of_work& in) {
        auto changed = title();
        changed.marc = "00024nam a2200000 a 4500";
        in.change(changed);
    });
    EXPECT_EQ(names_of(perform(update_title{.by = anna, .title = "m1", .data = {}, .why = "x"}).reasons), "not_permitted");
}

TEST_F(desk_catalogue, lends_as_another_type_until_a_day_and_falls_back_by_itself) {
    lend_dvds_for(3);
    ASSERT_EQ(put_away("Summer table", "dvd", day_of_test + days{10}).result, verdict::done);
    EXPECT_EQ(location_on(item("i1").item, day_of_test), "Summer table");
    const auto shown = perform(circulation::checkout{.by = kiosk, .card = "p1", .item = "i1"});
    ASSERT_EQ(shown.result, verdict::done);
    EXPECT_EQ(shown.item->item_type, "dvd");
    EXPECT_EQ(shown.item->location, "Summer table");
    EXPECT_EQ(local_date{floor<days>(*shown.due_at).time_since_epoch()}, day_of_test + days{3});
    ASSERT_EQ(checkin("i1").result, verdict::done);

    now += days{11};
    EXPECT_GT(due_day(), day_of_test + days{11 + 3}) << "a book again, for as long as books are lent";
    EXPECT_EQ(location_on(item("i1").item, day_of_test + days{11}), rows.item.location);
}

TEST_F(desk_catalogue, counts_loans_by_what_they_are_taken_for_today) {
    rules = policy_with({{"one", {.item_type = {"dvd"}}, {{"max_loans_of_type", std::int64_t{1}, {}}}, {}}});
    static_cast<void>(add_item("d1", [](auto& each) { each.item_type = "dvd"; }));
    ASSERT_EQ(put_away({}, "dvd", day_of_test + days{10}).result, verdict::done);
    static_cast<void>(lend("p1", "i1"));
    EXPECT_EQ(names_of(checkout("p1", "d1").reasons), "too_many_loans_of_type");
    now += days{11};
    EXPECT_EQ(checkout("p1", "d1").result, verdict::done);
}

TEST_F(desk_catalogue, refuses_a_while_without_end_place_or_reason_and_ends_it_at_once) {
    EXPECT_EQ(names_of(put_away("Table", {}, day_of_test - days{1}).reasons), "hold_expiry_past");
    EXPECT_EQ(names_of(put_away({}, {}, day_of_test + days{1}).reasons), "request_incomplete");
    EXPECT_EQ(names_of(put_away({}, {}, {}).reasons), "already_so");
    ASSERT_EQ(put_away("Table", {}, day_of_test).result, verdict::done);
    ASSERT_EQ(put_away({}, {}, {}).result, verdict::done);
    EXPECT_EQ(item("i1").item.temporary_until, std::nullopt);
    EXPECT_EQ(item("i1").item.temporary_location, "");
}

class merged_titles : public desk_test {
protected:
    /// c1, with i1, is there; c2 has i2 and i3.
    merged_titles() {
        static_cast<void>(add_patron("p3"));
        store.write([&](storage::unit_of_work& in) {
            other = rows.another_title(in, "The same again");
            other.control_number = "c2";
            in.change(other);
        });
        for (const char* each : {"i2", "i3"})
            static_cast<void>(add_item(each, [&](auto& one) { one.title = other.id; }));
    }

    outcome merge(const std::string& from = "c2", const std::string& into = "c1") {
        return perform(merge_titles{.by = anna, .title = from, .into = into, .why = "catalogued twice"});
    }
    void expect_refused(const outcome& made, const std::string& sentence) {
        ASSERT_EQ(names_of(made.reasons), "merge_impossible");
        EXPECT_THAT(made.reasons.front().field, testing::HasSubstr(sentence));
        EXPECT_EQ(item("i2").title.id, other.id);
    }
    storage::hold add_hold_on(const storage::title& what, const std::string& card, minutes later) {
        return add_hold(card, [&](auto& each) {
            each.title = what.id;
            each.placed_at += later;
            each.rank = each.placed_at.time_since_epoch().count();
        });
    }

    storage::title other;
};

TEST_F(merged_titles, have_the_copies_and_the_queue_of_both_and_the_first_is_gone) {
    static_cast<void>(lend("p3", "i2"));
    const auto first = add_hold_on(other, "p1", minutes{0});
    const auto second = add_hold_on(rows.title, "p2", minutes{1});
    const auto third = add_hold_on(other, "p3", minutes{2});
    ASSERT_EQ(merge().result, verdict::done);

    const auto now_is = store.ask([&](storage::reader& in) { return in.find_title(rows.title.id); }).value();
    EXPECT_EQ(now_is.open_holds, 3);
    EXPECT_FALSE(store.ask([&](storage::reader& in) { return in.find_title(other.id); }));
    const auto queue = store.ask([&](storage::reader& in) { return in.queue_of(rows.title.id, {}); });
    std::vector<storage::hold_id> order;
    for (const auto& each : queue)
        order.push_back(each.id);
    EXPECT_EQ(order, (std::vector{first.id, second.id, third.id})) << "by the time of placing";
    for (const char* each : {"i1", "i2", "i3"})
        EXPECT_EQ(item(each).title.id, rows.title.id) << each;
    const auto told = store.ask([&](storage::reader& in) { return in.events_of_item(in.item_by_barcode(rows.institution.id, "i3")->item.id, 1); });
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told.front().kind, "title_merged");
    EXPECT_EQ(told.front().by, "anna");
    EXPECT_EQ(told.front().reason, "catalogued twice");
    // Whoever waited for the first is served by a copy of the second.
    ASSERT_EQ(checkin("i1").result, verdict::done);
    EXPECT_EQ(hold(first.id).state, storage::hold_state::on_shelf);
}

TEST_F(merged_titles, take_what_is_left_to_staff_along) {
    store.write([&](storage::unit_of_work& in) {
        storage::review_entry row;
        row.id = in.new_id<storage::review_id>();
        row.institution = rows.institution.id;
        row.kind = "could_not_post";
        row.request = "place_hold";
        row.control_number = "c2";
        row.at = now;
        in.add(row);
    });
    ASSERT_EQ(merge().result, verdict::done);
    const auto rest = store.ask([&](storage::reader& in) { return in.open_reviews(rows.institution.id, {}); });
    ASSERT_EQ(rest.size(), 1U);
    EXPECT_EQ(rest.front().control_number, "c1");
}

TEST_F(merged_titles, may_have_no_number_of_their_own) {
    other.control_number.clear();
    store.write([&](storage::unit_of_work& in) { in.change(other); });
    EXPECT_EQ(names_of(merge().reasons), "title_unknown");
    ASSERT_EQ(merge("item-i2").result, verdict::done);
    EXPECT_EQ(item("i3").title.id, rows.title.id);
}

TEST_F(merged_titles, keep_the_number_by_which_others_know_one_of_them) {
    auto unnumbered = rows.title;
    unnumbered.control_number.clear();
    store.write([&](storage::unit_of_work& in) { in.change(unnumbered); });
    expect_refused(merge("c2", "item-i1"), "item-i1 has no control number, and c2 would lose its own");
    EXPECT_EQ(merge("item-i1", "c2").result, verdict::done);
    EXPECT_EQ(item("i1").title.id, other.id);
}

TEST_F(merged_titles, are_two_and_nobody_waits_for_both) {
    expect_refused(merge("c2", "c2"), "both numbers are one title's already");
    EXPECT_EQ(names_of(merge("c9").reasons), "title_unknown");
    EXPECT_EQ(names_of(merge("c2", "c9").reasons), "title_unknown");
    EXPECT_EQ(names_of(perform(merge_titles{.by = anna, .title = "c2", .into = "c1", .why = {}}).reasons), "request_incomplete");
    static_cast<void>(add_hold_on(other, "p1", minutes{0}));
    static_cast<void>(add_hold_on(rows.title, "p1", minutes{1}));
    expect_refused(merge(), "the reader of card p1 waits for both; cancel one of the holds first");
    static_cast<void>(add_hold_on(other, "p2", minutes{0}));
    static_cast<void>(add_hold_on(rows.title, "p2", minutes{1}));
    expect_refused(merge(), "2 readers wait for both, the first with card p1");
}

TEST_F(merged_titles, are_not_asked_of_another_library_system_by_the_number_that_goes) {
    storage::backend_order order;
    store.write([&](storage::unit_of_work& in) {
        order.id = in.new_id<storage::order_id>();
        order.institution = rows.institution.id;
        order.terminal = kiosk.terminal;
        order.backend = "uplands";
        order.operation = "place_hold";
        order.at = now;
        order.state = storage::order_state::waiting;
        order.barcode = "c2";
        in.add(order);
    });
    expect_refused(merge(), "another library system is still to be asked for c2");
    order.state = storage::order_state::done;
    order.ended_at = now;
    store.write([&](storage::unit_of_work& in) { in.change(order); });
    EXPECT_EQ(merge().result, verdict::done);
}

class changed_loans : public desk_test {
protected:
    desk_outcome set_due(local_date day, std::optional<minutes> hour = {}) {
        return perform(change_due{.by = anna, .item = "i1", .day = day, .hour = hour, .why = "in hospital"});
    }
};

TEST_F(changed_loans, are_due_when_staff_says_and_cost_from_then_on) {
    const auto before = lend();
    ASSERT_EQ(set_due(day_of_test + days{100}).result, verdict::done);
    EXPECT_GT(loan(before.id).due_at, before.due_at);
    EXPECT_EQ(local_date{floor<days>(loan(before.id).due_at).time_since_epoch()}, day_of_test + days{100});
    expect_event("due_changed", "in hospital");
    EXPECT_EQ(names_of(set_due(day_of_test + days{100}).reasons), "already_so");
    EXPECT_EQ(names_of(set_due(day_of_test - days{5}).reasons), "request_incomplete") << "before it was lent";
    EXPECT_EQ(names_of(perform(undo_checkout{.by = kiosk, .item = "i1"}).reasons), "undo_nothing_to_undo")
        << "no device takes back what the desk has changed";
    now = before.due_at + days{3};
    ASSERT_EQ(checkin("i1").result, verdict::done);
    EXPECT_EQ(patron("p1").owed, storage::money{}) << "it was not overdue";
}

TEST_F(changed_loans, are_due_at_an_hour_of_the_branch) {
    const auto lent = lend();
    ASSERT_EQ(set_due(day_of_test + days{1}, hours{17} + minutes{30}).result, verdict::done);
    const auto& zone = rows.main.time_zone;
    EXPECT_EQ(to_wall(loan(lent.id).due_at, zone), wall_time{day_of_test + days{1} + hours{17} + minutes{30}});
}

TEST_F(changed_loans, must_be_ordinary_ones) {
    EXPECT_EQ(names_of(set_due(day_of_test + days{9}).reasons), "not_on_loan");
    static_cast<void>(lend());
    change_loan("i1", [&](auto& each) { each.recalled_at = now; });
    EXPECT_EQ(names_of(set_due(day_of_test + days{9}).reasons), "recall_already");
    change_loan("i1", [&](auto& each) { each.recalled_at.reset(); });
    ASSERT_EQ(perform(claim_returned{.by = anna, .item = "i1", .why = "says so"}).result, verdict::done);
    EXPECT_EQ(names_of(set_due(day_of_test + days{9}).reasons), "renewal_claimed");
    ASSERT_EQ(perform(lose_item{.by = anna, .item = "i1", .why = "gone"}).result, verdict::done);
    EXPECT_EQ(names_of(set_due(day_of_test + days{9}).reasons), "loan_lost");
}

TEST_F(changed_loans, go_on_by_the_terms_of_today) {
    const auto before = lend();
    const reprice_loan asked{.by = anna, .item = "i1", .why = "fees were lowered"};
    EXPECT_EQ(names_of(perform(asked).reasons), "already_so");
    rules = policy_with({{"cheap", {}, {{"overdue_rate", std::string{"0.01"}, {}}}, {}}});
    ASSERT_EQ(perform(asked).result, verdict::done);
    EXPECT_EQ(loan(before.id).terms.overdue_rate.minor, 1);
    EXPECT_EQ(loan(before.id).due_at, before.due_at);
    expect_event("loan_repriced", "fees were lowered");
}

class changed_holds : public desk_test {};

TEST_F(changed_holds, are_wanted_until_another_day) {
    const auto placed = add_hold("p1");
    const auto until = [&](std::optional<local_date> day) {
        return perform(change_expiry{.by = anna, .hold = placed.id, .why = "rang up", .until = day});
    };
    ASSERT_EQ(until(day_of_test + days{30}).result, verdict::done);
    EXPECT_EQ(hold(placed.id).expires_on, day_of_test + days{30});
    EXPECT_EQ(names_of(until(day_of_test + days{30}).reasons), "already_so");
    EXPECT_EQ(names_of(until(day_of_test - days{1}).reasons), "hold_expiry_past");
    ASSERT_EQ(until({}).result, verdict::done);
    EXPECT_EQ(hold(placed.id).expires_on, std::nullopt);
}

class without_branch : public desk_test {};

TEST_F(without_branch, places_changes_and_cancels_holds_where_the_reader_belongs) {
    static_cast<void>(lend("p2"));
    const auto placed = perform(place_hold{.by = anna, .card = "p1", .what = {.item = {}, .title = "c1"}});
    ASSERT_EQ(placed.result, verdict::done) << names_of(placed.reasons);
    EXPECT_EQ(placed.pickup, "MAIN");
    EXPECT_EQ(events().front().branch, rows.main.id);
    EXPECT_EQ(perform(change_hold{.by = anna, .card = "p1", .what = {.item = {}, .title = "c1"}, .pickup = "EAST"}).result, verdict::done);
    EXPECT_EQ(perform(cancel_hold{.by = anna, .card = {}, .what = {}, .pin = {}, .which = {.id = placed.hold, .request = {}}}).result,
              verdict::done);
    EXPECT_EQ(names_of(perform(place_hold{.by = anna, .card = "p9", .what = {.item = {}, .title = "c1"}}).reasons), "patron_unknown");
}

TEST_F(without_branch, renews_one_loan) {
    static_cast<void>(lend());
    now += days{20};
    const auto renewed = perform(renew{.by = anna, .card = "p1", .what = {.item = "i1", .title = {}}});
    ASSERT_EQ(renewed.result, verdict::done) << names_of(renewed.reasons);
    EXPECT_EQ(events().front().branch, rows.main.id);
    EXPECT_EQ(names_of(perform(renew{.by = anna, .card = "p9", .what = {.item = "i1", .title = {}}}).reasons), "patron_unknown");
}

TEST_F(without_branch, renews_all_loans) {
    static_cast<void>(lend());
    now += days{20};
    EXPECT_EQ(perform(renew_all{.by = anna, .card = "p1"}).renewed.size(), 1U);
    EXPECT_EQ(events().front().branch, rows.main.id);
}

} // namespace
} // namespace circ::test
