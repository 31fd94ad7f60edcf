#include "server/circulation/recall.hpp"
#include "config/default_policy.hpp"
#include "server/circulation/desk_items.hpp"
#include "server/circulation/local_time.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::hold_state;
using storage::loan_state;
using storage::notice_state;

struct decision_case {
    std::string name;
    std::function<void(recall_facts&)> given;
    std::string refused;
    int due = 0;      ///< days from now
    int recalled = 0; ///< recall date, days from now

    friend std::ostream& operator<<(std::ostream& out, const decision_case& row) { return out << row.name; }
};

class recall_decisions : public testing::TestWithParam<decision_case> {};

/// Whole days from now, to the end of the day.
int days_ahead(instant at, instant now) {
    return static_cast<int>((date_in(at, "UTC") - date_in(now, "UTC")).count());
}

TEST_P(recall_decisions, only_bring_the_due_date_forward) {
    recall_facts facts;
    facts.now = test_time;
    facts.loan.lent_at = facts.now - days{10};
    facts.loan.due_at = facts.now + days{18};
    facts.by.recall = true;
    facts.by.recall_guaranteed_days = 14;
    facts.by.recall_days = 7;
    GetParam().given(facts);
    const auto made = decide_recall(facts);
    EXPECT_EQ(names_of(made.refusals), GetParam().refused);
    ASSERT_EQ(made.plan.has_value(), GetParam().refused.empty());
    if (!made.plan) return;
    const auto& after = made.plan->after;
    EXPECT_EQ(days_ahead(after.due_at, facts.now), GetParam().due);
    EXPECT_EQ(days_ahead(*after.recall_due_at, facts.now), GetParam().recalled);
    EXPECT_EQ(after.due_before_recall, facts.loan.due_at);
    EXPECT_EQ(after.recalled_at, facts.now);
}

INSTANTIATE_TEST_SUITE_P(
    all, recall_decisions,
    testing::Values(
        decision_case{"lent_long_enough_ago", [](auto&) {}, "", 7, 7},
        decision_case{"the_guaranteed_days_come_first",
                      [](auto& f) { f.loan.lent_at = f.now - days{1}; }, "", 13, 13},
        decision_case{"due_sooner_anyway", [](auto& f) { f.loan.due_at = f.now + days{3}; }, "", 3, 3},
        decision_case{"overdue_already", [](auto& f) { f.loan.due_at = f.now - days{2}; }, "", -2, 7},
        decision_case{"closed_on_the_day",
                      [](auto& f) { f.where.days.closed = {date_in(f.now + days{7}, "UTC")};
                                    for (int day = 1; day <= 7; ++day)
                                        f.where.days.hours.push_back({.weekday = day, .opens = minutes{600}, .closes = minutes{1080}}); },
                      "", 8, 8},
        decision_case{"recalls_are_off", [](auto& f) { f.by.recall = false; }, "recall_not_allowed"},
        decision_case{"lost", [](auto& f) { f.loan.state = loan_state::lost; }, "item_lost"},
        decision_case{"claimed_returned", [](auto& f) { f.loan.state = loan_state::claimed_returned; }, "item_lost"},
        decision_case{"called_back_already", [](auto& f) { f.loan.recalled_at = f.now - days{1}; }, "recall_already"}),
    [](const auto& row) { return row.param.name; });

config::policy_setting yes(const char* key) { return {key, true, {}}; }

/// Whoever only turns recalls on does not make loans due today.
TEST(recalls_without_more_terms, leave_a_fortnight_and_a_week) {
    recall_facts facts;
    facts.now = test_time;
    facts.loan.lent_at = facts.now - days{10};
    facts.loan.due_at = facts.now + days{18};
    facts.by.recall = true;
    EXPECT_EQ(days_ahead(decide_recall(facts).plan.value().after.due_at, facts.now), 7);
    facts.loan.lent_at = facts.now - days{1};
    EXPECT_EQ(days_ahead(decide_recall(facts).plan.value().after.due_at, facts.now), 13);
}

/// Recalls are on; "p1" has had i1 for ten days of its 28.
class recalling : public library_test {
protected:
    recalling() {
        set_policy({yes("recall"), {"recall_guaranteed_days", std::int64_t{0}, {}}, {"recall_rate", "1.00", {}}});
        EXPECT_EQ(checkout("p1", "i1").result, verdict::done);
        now += days{10};
    }

    void set_policy(std::vector<config::policy_setting> first) {
        rules = policy_with({{.name = "test", .set = std::move(first)}});
    }
    recall_outcome recall(const std::string& card = "p2", target what = {.item = "i1"}) {
        auto by = kiosk;
        by.terminal = {};
        by.operator_name = "anna";
        return perform(place_recall{.by = by, .card = card, .what = std::move(what), .why = "needed for a course"});
    }
    storage::loan loan(const std::string& barcode = "i1") { return item(barcode).open_loan.value(); }
    storage::hold only_hold(const std::string& card = "p2") {
        const auto who = patron(card).id;
        return store.ask([&](storage::reader& in) { return in.open_hold_of(who, rows.title.id); }).value();
    }
    std::vector<storage::notice> notices() {
        return store.ask([](storage::reader& in) { return in.waiting_notices({}); });
    }
    patron_view account(const std::string& card) {
        return perform(patron_account{.by = kiosk, .card = card}).patron.value();
    }
};

TEST_F(recalling, shortens_the_loan_ends_its_renewals_and_tells_the_borrower) {
    const auto lent = loan();
    const auto made = recall();
    EXPECT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_EQ(made.borrower_card, "p1");
    EXPECT_EQ(loan().due_at, made.due_at);
    EXPECT_LT(loan().due_at, lent.due_at);
    EXPECT_EQ(loan().recalled_for, only_hold().id) << "placed with it";
    EXPECT_EQ(made.item->status, circulation_status::recalled);
    EXPECT_EQ(made.item->recalled_at, now);
    ASSERT_EQ(notices().size(), 1U);
    EXPECT_EQ(notices()[0].kind, "recall");
    EXPECT_EQ(notices()[0].patron, lent.patron);
    const auto renewed = perform(renew{.by = kiosk, .card = "p1", .what = {.item = "i1"}});
    EXPECT_EQ(names_of(renewed.reasons), "renewal_recalled renewal_queued");
}

TEST_F(recalling, keeps_the_operator_and_the_reason) {
    static_cast<void>(recall());
    const auto told = store.ask([&](storage::reader& in) { return in.events_of_item(rows.item.id, 1); }).at(0);
    EXPECT_EQ(told.kind, "recall_placed");
    EXPECT_EQ(told.by, "anna");
    EXPECT_EQ(told.reason, "needed for a course");
    EXPECT_EQ(told.hold, only_hold().id);
}

TEST_F(recalling, counts_in_the_account_and_sets_flag_12_once_its_date_is_over) {
    static_cast<void>(recall());
    EXPECT_EQ(account("p1").counts[static_cast<std::size_t>(list_kind::recalled_loans)], 1);
    EXPECT_FALSE(account("p1").flags[12]);
    now = loan().due_at + days{1};
    EXPECT_TRUE(account("p1").flags[12]);
}

TEST_F(recalling, is_denied_in_flag_2_to_whom_a_hold_is) {
    EXPECT_FALSE(account("p2").flags[2]);
    store.write([&](storage::unit_of_work& in) {
        in.add(storage::block{.id = in.new_id<storage::block_id>(), .patron = patron("p2").id, .placed_at = now});
    });
    EXPECT_TRUE(account("p2").flags[2]);
    set_policy({{"recall", false, {}}});
    EXPECT_FALSE(account("p2").flags[2]) << "blank where recalls are off";
}

TEST_F(recalling, costs_its_own_rate_after_the_recall_date) {
    static_cast<void>(recall());
    now = loan().due_at + days{3};
    static_cast<void>(checkin("i1"));
    EXPECT_EQ(patron("p1").owed, money{300}) << "three days of 1.00, without grace";
}

TEST_F(recalling, of_an_overdue_loan_costs_the_ordinary_rate_until_the_recall_date) {
    now = loan().due_at + days{2};
    static_cast<void>(recall());
    now = *loan().recall_due_at + days{1};
    // Nine days of 0.25 less one of grace until the recall date, then one of 1.00.
    static_cast<void>(checkin("i1"));
    EXPECT_EQ(patron("p1").owed, money{8 * 25 + 100});
}

TEST_F(recalling, lends_the_returned_item_to_whom_it_was_called_back_for) {
    static_cast<void>(recall());
    const auto made = checkin("i1");
    EXPECT_EQ(made.alert, alert_kind::hold_here);
    EXPECT_EQ(made.hold_card, "p2");
}

TEST_F(recalling, is_given_up_with_the_hold_behind_it) {
    const auto lent = loan();
    static_cast<void>(recall());
    EXPECT_EQ(perform(cancel_hold{.by = kiosk, .card = "p2", .what = {.item = "i1"}}).result, verdict::done);
    EXPECT_EQ(loan().due_at, lent.due_at);
    EXPECT_FALSE(loan().recalled_at || loan().recall_due_at || loan().due_before_recall);
    EXPECT_TRUE(notices().empty()) << "nobody is asked for it any more";
}

TEST_F(recalling, is_given_up_when_another_copy_fills_the_hold_and_comes_back_with_an_undo) {
    static_cast<void>(recall("p2", {.title = "c1"}));
    static_cast<void>(add_item("i2"));
    const auto before = all_rows();
    ASSERT_EQ(checkout("p2", "i2").result, verdict::done);
    EXPECT_FALSE(loan("i1").recalled_at);
    ASSERT_EQ(perform(undo_checkout{.by = kiosk, .item = "i2"}).result, verdict::done);
    EXPECT_TRUE(loan("i1").recalled_at);
    EXPECT_EQ(all_rows(), before);
}

TEST_F(recalling, is_given_up_when_the_desk_takes_the_copy_of_a_hold_that_is_over) {
    const auto lent = loan();
    static_cast<void>(recall("p2", {.title = "c1"}));
    static_cast<void>(add_item("i2"));
    ASSERT_EQ(checkin("i2").hold_card, "p2");
    now += days{20}; // nobody has fetched it
    auto by = kiosk;
    by.terminal = {};
    by.operator_name = "anna";
    ASSERT_EQ(perform(set_item_state{.by = by, .item = "i2", .to = storage::item_state::damaged, .why = "torn"}).result,
              verdict::done);
    EXPECT_FALSE(loan("i1").recalled_at);
    EXPECT_EQ(loan("i1").due_at, lent.due_at);
}

TEST_F(recalling, goes_with_a_checkout_that_is_taken_back) {
    static_cast<void>(checkin("i1"));
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    static_cast<void>(recall());
    EXPECT_EQ(perform(undo_checkout{.by = kiosk, .item = "i1"}).result, verdict::done);
    EXPECT_TRUE(notices().empty());
    EXPECT_EQ(only_hold().state, hold_state::queued);
}

TEST_F(recalling, stands_though_the_renewal_before_it_is_taken_back) {
    set_policy({yes("recall"), {"renew_not_before_days", "none", {}}, {"recall_guaranteed_days", std::int64_t{0}, {}}});
    const auto lent = loan();
    ASSERT_EQ(perform(renew{.by = kiosk, .card = "p1", .what = {.item = "i1"}}).result, verdict::done);
    static_cast<void>(recall());
    const auto due = loan().due_at;
    ASSERT_EQ(perform(undo_checkout{.by = kiosk, .item = "i1"}).result, verdict::done);
    EXPECT_EQ(loan().due_at, due);
    EXPECT_EQ(loan().due_before_recall, lent.due_at);
}

TEST_F(recalling, lets_a_repeated_checkout_be_known_again) {
    static_cast<void>(checkin("i1"));
    const circulation::checkout asked{.by = saying(kiosk, now, "11 with a date"), .card = "p1", .item = "i1"};
    ASSERT_EQ(perform(asked).result, verdict::done);
    static_cast<void>(recall());
    const auto before = all_rows();
    const auto again = perform(asked);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.due_at, loan().due_at) << "as it stands now";
    EXPECT_EQ(all_rows(), before);
}

TEST_F(recalling, may_be_cancelled_at_the_desk_and_placed_again) {
    const auto lent = loan();
    static_cast<void>(recall());
    const auto made = perform(cancel_recall{.by = kiosk, .item = "i1", .why = "a mistake"});
    EXPECT_EQ(made.result, verdict::done);
    EXPECT_EQ(made.due_at, lent.due_at);
    EXPECT_EQ(only_hold().state, hold_state::queued) << "the hold stays";
    static_cast<void>(recall());
    EXPECT_TRUE(loan().recalled_at);
    EXPECT_EQ(notices().size(), 1U);
}

TEST_F(recalling, of_a_title_takes_the_copy_that_can_be_back_first) {
    static_cast<void>(add_item("i2"));
    static_cast<void>(add_patron("p3"));
    ASSERT_EQ(checkout("p3", "i2").result, verdict::done);
    change_loan("i2", [&](auto& l) { l.due_at = now + days{2}; });
    EXPECT_EQ(recall("p2", {.title = "c1"}).borrower_card, "p3");
    EXPECT_FALSE(loan("i1").recalled_at);
}

struct refused_case {
    std::string name;
    std::function<void(library_fixture&, place_recall&)> given;
    std::string reasons;

    friend std::ostream& operator<<(std::ostream& out, const refused_case& row) { return out << row.name; }
};

class refused_recalls : public testing::TestWithParam<refused_case> {};

TEST_P(refused_recalls, change_nothing) {
    checked_library f;
    f.rules = policy_with({{.name = "test", .set = {yes("recall")}}});
    ASSERT_EQ(f.checkout("p1", "i1").result, verdict::done);
    place_recall asked{.by = f.kiosk, .card = "p2", .what = {.item = "i1"}, .why = {}};
    GetParam().given(f, asked);
    const auto before = f.all_rows();
    EXPECT_EQ(names_of(f.perform(asked).reasons), GetParam().reasons);
    EXPECT_EQ(f.all_rows(), before);
}

INSTANTIATE_TEST_SUITE_P(
    all, refused_recalls,
    testing::Values(
        refused_case{"unknown_card", [](auto&, auto& asked) { asked.card = "nobody"; }, "patron_unknown"},
        refused_case{"unknown_item", [](auto&, auto& asked) { asked.what.item = "none"; }, "item_unknown"},
        refused_case{"unknown_title", [](auto&, auto& asked) { asked.what = {.title = "none"}; }, "title_unknown"},
        refused_case{"recalls_are_off", [](auto& f, auto&) { f.rules = default_policy(); }, "recall_not_allowed"},
        refused_case{"a_copy_is_free",
                     [](auto& f, auto& asked) {
                         static_cast<void>(f.add_item("i2"));
                         asked.what = {.title = "c1"};
                     },
                     "hold_available_on_shelf"},
        refused_case{"on_loan_to_the_same", [](auto&, auto& asked) { asked.card = "p1"; }, "hold_has_loan"},
        refused_case{"called_back_already",
                     [](auto& f, auto& asked) {
                         static_cast<void>(f.perform(asked));
                         static_cast<void>(f.add_patron("p3"));
                         asked.card = "p3";
                     },
                     "recall_already"},
        refused_case{"no_hold_could_be_placed",
                     [](auto& f, auto&) {
                         f.store.write([&](storage::unit_of_work& in) {
                             in.add(storage::block{.id = in.new_id<storage::block_id>(), .patron = f.patron("p2").id});
                         });
                     },
                     "patron_blocked"}),
    [](const auto& row) { return row.param.name; });

TEST_F(recalling, refuses_to_cancel_what_is_not_called_back) {
    const auto before = all_rows();
    EXPECT_EQ(names_of(perform(cancel_recall{.by = kiosk, .item = "i1", .why = {}}).reasons), "recall_not_found");
    EXPECT_EQ(names_of(perform(cancel_recall{.by = kiosk, .item = "none", .why = {}}).reasons), "item_unknown");
    EXPECT_EQ(all_rows(), before);
}

/// Holds call back by themselves.
class recalling_holds : public recalling {
protected:
    hold_outcome place_it() { return perform(place_hold{.by = kiosk, .card = "p2", .what = {.item = "i1"}}); }
};

TEST_F(recalling_holds, call_back_where_policy_says_so) {
    set_policy({yes("recall"), yes("recall_on_hold")});
    const auto made = place_it();
    EXPECT_EQ(made.result, verdict::done);
    EXPECT_EQ(names_of(made.notices), "queue_position item_recalled");
    EXPECT_EQ(made.notices.at(1).at, loan().due_at);
    EXPECT_EQ(loan().recalled_for, only_hold().id);
}

TEST_F(recalling_holds, leave_the_loan_alone_otherwise) {
    const auto lent = loan();
    EXPECT_EQ(names_of(place_it().notices), "queue_position");
    EXPECT_EQ(loan().due_at, lent.due_at);
}

TEST_F(recalling_holds, call_nothing_back_while_a_copy_is_free) {
    set_policy({yes("recall"), yes("recall_on_hold")});
    static_cast<void>(add_item("i2"));
    EXPECT_EQ(names_of(place_it().notices), "queue_position");
    EXPECT_FALSE(loan().recalled_at);
}

} // namespace
} // namespace circ::test
