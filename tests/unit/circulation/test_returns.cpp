#include "server/circulation/trail.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::hold_state;
using storage::item_state;
using storage::loan_state;

class returns : public library_test {
protected:
    storage::loan lend(const std::string& card = "p1", const std::string& barcode = "i1") {
        EXPECT_EQ(checkout(card, barcode).result, verdict::done);
        return item(barcode).open_loan.value();
    }
    storage::loan loan(storage::loan_id id) {
        return store.ask([&](storage::reader& in) { return in.find_loan(id); }).value();
    }
    requester device(const std::function<void(device_rules&)>& change) {
        return with_rules(kiosk, change);
    }
    pay_fee payment(std::int64_t minor) {
        return {.by = kiosk, .card = "p1", .amount = money{minor}, .currency = "EUR"};
    }
};

TEST_F(returns, close_the_loan_and_tell_who_had_it) {
    const auto lent = lend();
    now += days{3};
    const auto made = checkin("i1");
    EXPECT_EQ(made.result, verdict::done);
    EXPECT_TRUE(made.resensitize);
    EXPECT_EQ(made.alert, alert_kind::none);
    EXPECT_EQ(made.borrower_card, "p1");
    EXPECT_EQ(made.item->status, circulation_status::available);
    EXPECT_EQ(loan(lent.id).state, loan_state::returned);
    EXPECT_EQ(loan(lent.id).closed_at, now);
    EXPECT_EQ(loan(lent.id).closed_by, rows.kiosk.id);
    EXPECT_EQ(patron("p1").open_loans, 0);
}

TEST_F(returns, tell_the_card_that_is_good) {
    lend();
    store.write([&](storage::unit_of_work& in) {
        auto lost = rows.card;
        lost.state = storage::card_state::lost;
        in.change(lost);
        auto next = rows.card;
        next.id = in.new_id<storage::card_id>();
        next.number = "p1-2";
        in.add(next);
    });
    EXPECT_EQ(checkin("i1").borrower_card, "p1-2");
}

TEST_F(returns, charge_what_is_overdue) {
    const auto lent = lend();
    now = lent.due_at + days{4};
    const auto made = checkin("i1");
    ASSERT_EQ(made.notices.size(), 1U);
    EXPECT_EQ(names_of(made.notices), "fee_charged");
    EXPECT_EQ(patron("p1").owed, money{75});
}

TEST_F(returns, count_closed_days_of_long_ago_by_the_branch_that_lent) {
    const auto lent = lend();
    store.write([&](storage::unit_of_work& in) {
        for (int i = 1; i <= 10; ++i) {
            in.add(storage::closed_day{.id = in.new_id<storage::closed_day_id>(),
                                       .branch = rows.main.id,
                                       .day = date_in(lent.due_at, "Europe/Berlin") + days{i}});
        }
    });
    change_loan("i1", [](storage::loan& l) { l.terms.overdue_cap = money{100'000}; });
    now = lent.due_at + days{100};
    static_cast<void>(perform(circulation::checkin{.by = at(east_kiosk), .item = "i1"}));
    EXPECT_EQ(patron("p1").owed, money{89 * 25}) << "ten closed days, one of grace";
}

TEST_F(returns, put_the_item_on_the_hold_shelf_and_tell_its_reader_once) {
    lend();
    const auto waiting = add_hold("p2");
    const auto made = checkin("i1");
    EXPECT_EQ(made.alert, alert_kind::hold_here);
    EXPECT_EQ(made.hold_card, "p2");
    EXPECT_EQ(made.hold_name, "Robin Reader");
    EXPECT_EQ(names_of(made.notices), "hold_here");
    EXPECT_EQ(made.item->status, circulation_status::on_hold_shelf);
    EXPECT_EQ(hold(waiting.id).state, hold_state::on_shelf);
    EXPECT_EQ(hold(waiting.id).shelf_until, local_days{2026y / March / 10}) << "eight open days";
    static_cast<void>(checkin("i1"));
    const auto notices = store.ask([](storage::reader& in) { return in.waiting_notices({}); });
    ASSERT_EQ(notices.size(), 1U);
    EXPECT_EQ(notices[0].kind, "hold_ready");
    EXPECT_EQ(notices[0].hold, waiting.id);
}

TEST_F(returns, tell_the_reader_again_when_the_item_reaches_another_shelf) {
    static_cast<void>(add_hold("p2"));
    static_cast<void>(checkin("i1"));
    ASSERT_EQ(perform(change_hold{.by = kiosk,
                                  .card = "p2",
                                  .what = {.item = {}, .title = "c1"},
                                  .pickup = "EAST"})
                  .result,
              verdict::done);
    now += hours{1};
    ASSERT_EQ(checkin("i1").alert, alert_kind::hold_elsewhere);
    now += hours{3};
    ASSERT_EQ(perform(circulation::checkin{.by = at(east_kiosk), .item = "i1"}).alert,
              alert_kind::hold_here);
    EXPECT_EQ(store.ask([](storage::reader& in) { return in.waiting_notices({}); }).size(), 2U);
}

TEST_F(returns, serve_a_suspended_hold_from_its_day_on_whether_or_not_the_night_has_woken_it) {
    lend();
    const auto waiting = add_hold("p2", [&](auto& h) {
        h.state = hold_state::suspended;
        h.suspended_until = local_days{2026y / March / 10};
    });
    EXPECT_EQ(checkin("i1").alert, alert_kind::none);
    now += days{9};
    EXPECT_EQ(checkin("i1").alert, alert_kind::hold_here);
    EXPECT_EQ(hold(waiting.id).state, hold_state::on_shelf);
}

TEST_F(returns, send_the_item_to_its_hold_elsewhere_and_put_it_on_the_shelf_there) {
    lend();
    const auto waiting = add_hold("p2", [&](auto& h) { h.pickup = rows.east.id; });
    const auto sent = checkin("i1");
    EXPECT_EQ(sent.alert, alert_kind::hold_elsewhere);
    EXPECT_EQ(sent.destination->code, "EAST");
    EXPECT_EQ(hold(waiting.id).state, hold_state::in_transit);
    EXPECT_EQ(item("i1").open_transit->hold, waiting.id);
    const auto again = checkin("i1");
    EXPECT_EQ(again.destination->code, "EAST") << "told again";
    const auto arrived = perform(circulation::checkin{.by = at(east_kiosk), .item = "i1"});
    EXPECT_EQ(arrived.alert, alert_kind::hold_here);
    EXPECT_FALSE(item("i1").open_transit);
    EXPECT_EQ(hold(waiting.id).state, hold_state::on_shelf);
    EXPECT_EQ(item("i1").item.place, rows.east.id);
}

TEST_F(returns, serve_the_queue_in_its_order_and_only_whom_the_copy_suits) {
    const auto asleep = add_hold("p2", [](auto& h) { h.state = hold_state::suspended; });
    static_cast<void>(add_patron("expired"));
    const auto expired =
        add_hold("expired", [&](auto& h) { h.expires_on = local_days{2026y / March / 1}; });
    static_cast<void>(add_patron("east"));
    const auto east = add_hold("east", [&](auto& h) {
        h.level = storage::hold_level::branch;
        h.branch = rows.east.id;
    });
    static_cast<void>(add_patron("good"));
    const auto good = add_hold("good");
    EXPECT_EQ(checkin("i1").hold_card, "good");
    for (const auto id : {asleep.id, expired.id, east.id})
        EXPECT_FALSE(storage::is_trapping(hold(id).state));
    EXPECT_EQ(hold(good.id).state, hold_state::on_shelf);
}

TEST_F(returns, give_a_lapsed_item_to_the_next_reader_when_it_is_scanned) {
    const auto first = add_hold("p1");
    const auto second = add_hold("p2");
    static_cast<void>(checkin("i1"));
    now += days{20};
    EXPECT_EQ(checkin("i1").hold_card, "p2");
    EXPECT_EQ(hold(first.id).state, hold_state::lapsed);
    EXPECT_EQ(hold(second.id).state, hold_state::on_shelf);
    EXPECT_EQ(patron("p1").open_holds, 0);
}

TEST_F(returns, send_foreign_items_home) {
    static_cast<void>(add_item("e1", [&](auto& i) { i.branch = rows.east.id; }));
    lend("p1", "e1");
    const auto made = checkin("e1");
    EXPECT_EQ(made.alert, alert_kind::transit);
    EXPECT_EQ(made.destination->name, "East");
    EXPECT_EQ(made.item->status, circulation_status::in_transit);
    const auto home = perform(circulation::checkin{.by = at(east_kiosk), .item = "e1"});
    EXPECT_EQ(home.alert, alert_kind::none);
    EXPECT_EQ(home.item->status, circulation_status::available);
}

TEST_F(returns, tell_note_and_parts) {
    change_item("i1", [](auto& i) {
        i.note = "check for 2 discs";
        i.parts = 2;
    });
    const auto made = checkin("i1");
    EXPECT_EQ(made.alert, alert_kind::other);
    EXPECT_EQ(names_of(made.notices), "item_note item_parts");
}

TEST_F(returns, leave_an_unknown_number_to_staff) {
    const auto made = checkin("nothing");
    EXPECT_EQ(made.result, verdict::refused);
    EXPECT_FALSE(made.resensitize);
    EXPECT_EQ(made.alert, alert_kind::other);
    ASSERT_EQ(reviews().size(), 1U);
    EXPECT_EQ(reviews()[0].barcode, "nothing");
}

struct date_case {
    std::string name;
    std::function<void(device_rules&)> rules;
    hours back;    ///< how long before now the device says it came back
    hours counted; ///< how long before now it counts as returned
    bool happened = false;
};

TEST_F(returns, are_dated_as_far_as_the_device_is_believed) {
    const auto trusting = [](device_rules& set) { set.trust_return_date = hours{48}; };
    for (const auto& row : {
             date_case{"a wrong clock forgives nothing", [](auto&) {}, hours{30}, hours{0}},
             date_case{"within what is trusted", trusting, hours{30}, hours{30}},
             date_case{"beyond what is trusted", trusting, hours{49}, hours{0}},
             date_case{"in the future", trusting, hours{-5}, hours{0}},
             date_case{"not backdated at all",
                       [](device_rules& set) {
                           set.trust_return_date = hours{48};
                           set.returns_backdated = false;
                       },
                       hours{30},
                       hours{0}},
             date_case{"happened off-line",
                       [](device_rules& set) { set.offline_ok = true; },
                       hours{300},
                       hours{300},
                       true},
             date_case{"said to have happened by a device never told so",
                       [](auto&) {},
                       hours{300},
                       hours{0},
                       true},
         }) {
        now = test_time;
        const auto lent = lend();
        now += days{20};
        auto by = device(row.rules);
        by.said = now - row.back;
        if (row.happened) by.when = timing::already_happened;
        const auto made =
            perform(circulation::checkin{.by = by, .item = "i1", .returned = now - row.back});
        EXPECT_EQ(made.result, verdict::done) << row.name;
        EXPECT_EQ(loan(lent.id).closed_at, now - row.counted) << row.name;
        EXPECT_EQ(loan(lent.id).return_seen_at, now) << row.name;
    }
}

TEST_F(returns, of_a_book_drop_count_as_the_end_of_the_last_open_day) {
    const auto lent = lend();
    now = lent.due_at + hours{8};
    const auto by =
        device([](device_rules& set) { set.returns_dated = return_dating::last_open_day; });
    static_cast<void>(perform(circulation::checkin{.by = by, .item = "i1"}));
    EXPECT_EQ(loan(lent.id).closed_at, lent.due_at);
    EXPECT_EQ(patron("p1").owed, money{});
}

TEST_F(returns, of_a_book_drop_off_line_close_a_loan_of_the_same_day) {
    const auto lent = lend();
    now += hours{5};
    auto by = device([](device_rules& set) {
        set.offline_ok = true;
        set.returns_dated = return_dating::last_open_day;
    });
    by.when = timing::already_happened;
    by.said = now - hours{1};
    EXPECT_FALSE(perform(circulation::checkin{.by = by, .item = "i1"}).for_review);
    EXPECT_EQ(loan(lent.id).state, loan_state::returned);
    EXPECT_TRUE(reviews().empty());
}

TEST_F(returns, of_an_older_loan_do_not_close_the_one_that_stands_now) {
    const auto lent = lend();
    now += hours{1};
    auto by = device([](device_rules& set) { set.offline_ok = true; });
    by.when = timing::already_happened;
    by.said = lent.lent_at - hours{2};
    const auto made = perform(circulation::checkin{.by = by, .item = "i1"});
    EXPECT_EQ(made.result, verdict::done);
    EXPECT_TRUE(made.for_review);
    EXPECT_TRUE(loan(lent.id).is_open());
    EXPECT_EQ(reviews().at(0).kind, "older_than_loan");
}

TEST_F(returns, of_a_claimed_loan_end_it_as_of_the_claim) {
    const auto lent = lend();
    const auto claimed = now + days{10};
    change_loan("i1", [&](storage::loan& l) {
        l.state = loan_state::claimed_returned;
        l.claimed_at = claimed;
    });
    now = lent.due_at + days{30};
    EXPECT_EQ(checkin("i1").alert, alert_kind::other);
    EXPECT_EQ(loan(lent.id).closed_at, claimed);
    EXPECT_EQ(patron("p1").owed, money{});
}

TEST_F(returns, count_use_in_the_house_where_policy_says) {
    const auto kind_after_scan = [&] {
        EXPECT_EQ(checkin("i1").result, verdict::done);
        return store.ask([&](storage::reader& in) { return in.last_move_of(rows.item.id); })
            .value()
            .kind;
    };
    EXPECT_EQ(kind_after_scan(), event_seen);
    rules = policy_with({{"in_house", {}, {{"in_house_use", true, {}}}, {}}});
    EXPECT_EQ(kind_after_scan(), event_in_house_use);
    lend();
    EXPECT_EQ(kind_after_scan(), event_checkin);
}

class found_again : public returns {
protected:
    void SetUp() override {
        rules = policy_with({{"refunds", {}, {{"refund_days", std::int64_t{30}, {}}}, {}}});
    }
};

TEST_F(found_again, an_unpaid_replacement_is_cancelled_and_processing_kept) {
    const auto lent = lend();
    set_loan("i1", loan_state::lost);
    charge("i1", storage::fee_kind::replacement, 2500);
    charge("i1", storage::fee_kind::processing, 500);
    now += days{10};
    EXPECT_EQ(checkin("i1").alert, alert_kind::other);
    EXPECT_EQ(patron("p1").owed, money{500});
    EXPECT_EQ(patron("p1").credit, money{});
    EXPECT_EQ(loan(lent.id).state, loan_state::returned);
}

TEST_F(found_again, what_was_paid_of_the_replacement_becomes_credit) {
    lend();
    set_loan("i1", loan_state::lost);
    charge("i1", storage::fee_kind::replacement, 2500);
    ASSERT_EQ(perform(payment(1000)).result, verdict::done);
    now += days{10};
    static_cast<void>(checkin("i1"));
    EXPECT_EQ(patron("p1").owed, money{});
    EXPECT_EQ(patron("p1").credit, money{1000});
}

TEST_F(found_again, a_replacement_paid_in_full_becomes_credit_though_the_loan_was_closed) {
    const auto lent = lend();
    set_loan("i1", loan_state::lost);
    charge("i1", storage::fee_kind::replacement, 2500);
    ASSERT_EQ(perform(payment(2500)).result, verdict::done);
    EXPECT_EQ(loan(lent.id).state, loan_state::paid_for);
    EXPECT_EQ(item("i1").item.state, item_state::missing);
    now += days{10};
    EXPECT_EQ(checkin("i1").alert, alert_kind::other);
    EXPECT_EQ(patron("p1").credit, money{2500});
    EXPECT_EQ(item("i1").item.state, item_state::usable);
    static_cast<void>(checkin("i1"));
    EXPECT_EQ(patron("p1").credit, money{2500}) << "once";
}

TEST_F(found_again, what_was_paid_becomes_credit_though_somebody_borrows_it_off_the_shelf) {
    lend();
    set_loan("i1", loan_state::lost);
    charge("i1", storage::fee_kind::replacement, 2500);
    ASSERT_EQ(perform(payment(2500)).result, verdict::done);
    now += days{10};
    ASSERT_EQ(checkout("p2", "i1").result, verdict::done);
    EXPECT_EQ(patron("p1").credit, money{2500});
    EXPECT_EQ(names_of(perform(undo_checkout{.by = kiosk, .item = "i1"}).reasons), "undo_too_late")
        << "money has moved with it";
    now += days{1};
    ASSERT_EQ(checkin("i1").result, verdict::done);
    EXPECT_EQ(patron("p1").credit, money{2500}) << "once";
}

struct found_case {
    const char* name;
    std::string overdue;
    std::string processing;
    std::int64_t owed;
};

// Lost seven days after it was due, with what it cost by then; found three days later.
TEST_F(found_again, overdue_and_processing_fees_go_by_their_keys) {
    for (const auto& row : {found_case{"nothing", "none", "cancelled", 0},
                            found_case{"processing", "none", "kept", 500},
                            found_case{"as_it_was", "restored", "cancelled", 150},
                            found_case{"up_to_the_return", "charged", "cancelled", 225}}) {
        rules = policy_with({{"refunds",
                              {},
                              {{"refund_days", std::int64_t{30}, {}},
                               {"found_overdue", row.overdue, {}},
                               {"found_processing", row.processing, {}}},
                              {}}});
        now = test_time;
        static_cast<void>(add_patron(row.name));
        static_cast<void>(add_item(row.name));
        const auto lent = lend(row.name, row.name);
        now = lent.due_at + days{7};
        set_loan(row.name, loan_state::lost);
        charge(row.name, storage::fee_kind::overdue, 150);
        charge(row.name, storage::fee_kind::replacement, 2500);
        charge(row.name, storage::fee_kind::processing, 500);
        now += days{3};
        static_cast<void>(checkin(row.name));
        EXPECT_EQ(patron(row.name).owed, money{row.owed}) << row.name;
    }
}

TEST_F(found_again, too_late_nothing_is_refunded) {
    lend();
    set_loan("i1", loan_state::lost);
    charge("i1", storage::fee_kind::replacement, 2500);
    now += days{31};
    static_cast<void>(checkin("i1"));
    EXPECT_EQ(patron("p1").owed, money{2500});
}

} // namespace
} // namespace circ::test
