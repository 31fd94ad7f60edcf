#include "server/circulation/trail.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::hold_state;

class undo : public library_test {
protected:
    checkin_outcome take_back_checkout(const requester& by) {
        return perform(undo_checkout{.by = by, .item = "i1"});
    }
    loan_outcome take_back_checkin(const requester& by, const std::string& card = "p1") {
        return perform(undo_checkin{.by = by, .card = card, .item = "i1"});
    }
};

struct undo_case {
    std::string name;
    std::function<void(library_fixture&)> prepare;

    friend std::ostream& operator<<(std::ostream& out, const undo_case& shown) {
        return out << shown.name;
    }
};

const std::vector<undo_case> checkouts{
    {"plain", [](library_fixture&) {}},
    {"own_hold_queued", [](library_fixture& lib) { static_cast<void>(lib.add_hold("p1")); }},
    {"own_hold_on_the_shelf",
     [](library_fixture& lib) {
         static_cast<void>(lib.add_hold("p1"));
         static_cast<void>(lib.checkin("i1"));
     }},
    {"another_copy_was_kept",
     [](library_fixture& lib) {
         static_cast<void>(lib.add_item("i2"));
         static_cast<void>(lib.add_hold("p1"));
         static_cast<void>(lib.checkin("i2"));
     }},
    {"a_lapsed_hold_of_another",
     [](library_fixture& lib) {
         static_cast<void>(lib.add_hold("p2"));
         static_cast<void>(lib.checkin("i1"));
         lib.now += days{20};
     }},
    {"missing_and_with_fee",
     [](library_fixture& lib) {
         lib.change_item("i1", [](auto& i) {
             i.item_type = "device";
             i.state = storage::item_state::missing;
         });
     }},
    {"in_transit",
     [](library_fixture& lib) {
         lib.change_item("i1", [&](auto& i) { i.branch = lib.rows.east.id; });
         static_cast<void>(lib.checkin("i1"));
     }},
    {"hold_transit_and_fee",
     [](library_fixture& lib) {
         lib.change_item("i1", [](auto& i) { i.item_type = "device"; });
         static_cast<void>(lib.add_hold("p1", [&](auto& h) { h.pickup = lib.rows.east.id; }));
         static_cast<void>(lib.checkin("i1"));
     }},
    {"renewal_of_an_overdue_loan",
     [](library_fixture& lib) {
         static_cast<void>(lib.checkout("p1", "i1"));
         lib.now += days{35};
     }},
};

class undone_checkouts : public undo, public testing::WithParamInterface<undo_case> {};

TEST_P(undone_checkouts, leave_every_row_as_it_was) {
    GetParam().prepare(*this);
    const auto before = all_rows();
    const auto lent = perform(circulation::checkout{
        .by = kiosk, .card = "p1", .item = "i1", .agreed = {fee_agreement::kind::any, {}}});
    ASSERT_EQ(lent.result, verdict::done) << names_of(lent.reasons);
    ASSERT_NE(all_rows(), before);
    now += minutes{2};
    const auto made = take_back_checkout(kiosk);
    EXPECT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_TRUE(made.resensitize);
    EXPECT_EQ(all_rows(), before);
}

INSTANTIATE_TEST_SUITE_P(all, undone_checkouts, testing::ValuesIn(checkouts), [](const auto& row) {
    return row.param.name;
});

const std::vector<undo_case> checkins{
    {"plain", [](library_fixture&) {}},
    {"overdue", [](library_fixture& lib) { lib.now += days{35}; }},
    {"trapped_here", [](library_fixture& lib) { static_cast<void>(lib.add_hold("p2")); }},
    {"trapped_elsewhere",
     [](library_fixture& lib) {
         static_cast<void>(lib.add_hold("p2", [&](auto& h) { h.pickup = lib.rows.east.id; }));
     }},
    {"trapped_overdue_and_sent",
     [](library_fixture& lib) {
         static_cast<void>(lib.add_hold("p2", [&](auto& h) { h.pickup = lib.rows.east.id; }));
         lib.now += days{35};
     }},
    {"sent_home",
     [](library_fixture& lib) {
         lib.change_item("i1", [&](auto& i) { i.branch = lib.rows.east.id; });
     }},
    {"claimed_returned",
     [](library_fixture& lib) {
         lib.change_loan("i1", [&](auto& l) {
             l.state = storage::loan_state::claimed_returned;
             l.claimed_at = lib.now;
         });
     }},
};

class undone_checkins : public undo, public testing::WithParamInterface<undo_case> {};

TEST_P(undone_checkins, leave_every_row_as_it_was) {
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    GetParam().prepare(*this);
    const auto before = all_rows();
    ASSERT_EQ(checkin("i1").result, verdict::done);
    ASSERT_NE(all_rows(), before);
    now += minutes{2};
    const auto made = take_back_checkin(kiosk);
    EXPECT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_TRUE(made.restored);
    EXPECT_EQ(made.due_at, item("i1").open_loan->due_at);
    EXPECT_FALSE(made.renewed);
    EXPECT_EQ(all_rows(), before);
}

INSTANTIATE_TEST_SUITE_P(all, undone_checkins, testing::ValuesIn(checkins), [](const auto& row) {
    return row.param.name;
});

TEST_F(undo, of_a_checkout_with_nothing_on_loan_changes_nothing) {
    const auto before = all_rows();
    const auto made = take_back_checkout(kiosk);
    EXPECT_EQ(made.result, verdict::done);
    EXPECT_TRUE(made.resensitize);
    EXPECT_EQ(all_rows(), before);
}

TEST_F(undo, of_a_checkout_is_refused_elsewhere_and_later_and_told_to_staff) {
    static_cast<void>(checkout("p1", "i1"));
    const auto loan = item("i1").open_loan->id;
    EXPECT_EQ(names_of(take_back_checkout(at(second_kiosk)).reasons), "undo_elsewhere");
    now += minutes{16};
    const auto late = take_back_checkout(kiosk);
    EXPECT_EQ(names_of(late.reasons), "undo_too_late");
    EXPECT_EQ(late.alert, alert_kind::other);
    EXPECT_EQ(item("i1").open_loan->id, loan);
    EXPECT_EQ(reviews().size(), 2U);
    EXPECT_EQ(names_of(perform(undo_checkout{.by = kiosk, .item = "nothing"}).reasons),
              "item_unknown");
}

TEST_F(undo, of_a_checkout_of_another_reader_than_is_named_changes_nothing) {
    static_cast<void>(checkout("p1", "i1"));
    const auto before = all_rows();
    const auto of = [&](const std::string& card) {
        return names_of(perform(undo_checkout{.by = kiosk, .card = card, .item = "i1"}).reasons);
    };
    EXPECT_EQ(of("p2"), "not_on_loan_to_patron");
    EXPECT_EQ(of("nobody"), "patron_unknown");
    EXPECT_EQ(all_rows(), before);
    EXPECT_EQ(reviews().size(), 0U);
    EXPECT_EQ(of("p1"), "");
    EXPECT_FALSE(item("i1").open_loan);
    EXPECT_EQ(of("p1"), "") << "it is done, and so when it comes again";
    EXPECT_EQ(of("nobody"), "patron_unknown") << "also where nothing is on loan";
    static_cast<void>(perform(delete_patron{.by = kiosk, .card = "p2", .why = {}}));
    EXPECT_EQ(of("p2"), "patron_unknown");
}

TEST_F(undo, of_a_checkin_is_refused_elsewhere_and_later) {
    static_cast<void>(checkout("p1", "i1"));
    static_cast<void>(checkin("i1"));
    EXPECT_EQ(names_of(take_back_checkin(at(second_kiosk)).reasons), "undo_elsewhere");
    now += minutes{16};
    EXPECT_EQ(names_of(take_back_checkin(kiosk).reasons), "undo_too_late");
    EXPECT_FALSE(item("i1").open_loan);
}

TEST_F(undo, of_a_checkin_that_never_was_is_an_ordinary_checkout) {
    const auto made = take_back_checkin(kiosk);
    EXPECT_EQ(made.result, verdict::done);
    EXPECT_FALSE(made.restored) << "a loan of its own";
    EXPECT_EQ(item("i1").open_loan->patron, rows.patron.id);
    static_cast<void>(checkin("i1"));
    EXPECT_EQ(take_back_checkin(kiosk, "p2").result, verdict::done)
        << "the return was of somebody else";
    EXPECT_EQ(item("i1").open_loan->patron, patron("p2").id);
    EXPECT_EQ(names_of(take_back_checkin(kiosk, "nobody").reasons), "patron_unknown");
}

TEST_F(undo, of_a_checkin_that_comes_again_with_a_new_date_renews_nothing) {
    static_cast<void>(checkout("p1", "i1"));
    now += days{20};
    static_cast<void>(checkin("i1"));
    ASSERT_TRUE(take_back_checkin(saying(kiosk, now, "11 BI")).restored);
    const auto due = item("i1").open_loan->due_at;
    now += minutes{1};
    const auto again = take_back_checkin(saying(kiosk, now, "11 BI"));
    EXPECT_FALSE(again.renewed);
    EXPECT_EQ(names_of(again.reasons), "item_already_yours");
    EXPECT_EQ(item("i1").open_loan->due_at, due);
}

TEST_F(undo, leaves_a_hold_cancelled_that_its_reader_gave_up_meanwhile) {
    static_cast<void>(checkout("p1", "i1"));
    const auto waiting = add_hold("p2");
    static_cast<void>(checkin("i1"));
    ASSERT_EQ(
        perform(cancel_hold{.by = kiosk, .card = "p2", .what = {.item = "i1", .title = {}}}).result,
        verdict::done);
    ASSERT_EQ(take_back_checkin(kiosk).result, verdict::done);
    EXPECT_EQ(hold(waiting.id).state, hold_state::cancelled);
    EXPECT_FALSE(hold(waiting.id).trapped_item);
    EXPECT_TRUE(item("i1").open_loan);
}

TEST_F(undo, leaves_a_lapsed_hold_closed_whose_reader_has_asked_anew_meanwhile) {
    const auto lapsed = add_hold("p2");
    static_cast<void>(checkin("i1"));
    now += days{20};
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    ASSERT_EQ(hold(lapsed.id).state, hold_state::lapsed);
    const auto anew = add_hold("p2");
    ASSERT_EQ(take_back_checkout(kiosk).result, verdict::done);
    EXPECT_EQ(hold(lapsed.id).state, hold_state::lapsed);
    EXPECT_FALSE(hold(lapsed.id).trapped_item);
    EXPECT_EQ(hold(anew.id).state, hold_state::queued);
    EXPECT_FALSE(item("i1").open_loan);
}

struct paid_case {
    std::string name;
    std::function<void(library_fixture&)> charge; ///< ends with the move that charges a fee
    bool is_return;

    friend std::ostream& operator<<(std::ostream& out, const paid_case& shown) {
        return out << shown.name;
    }
};

const std::vector<paid_case> paid_moves{
    {"rental",
     [](library_fixture& lib) {
         lib.change_item("i1", [](auto& i) { i.item_type = "device"; });
         static_cast<void>(
             lib.perform(circulation::checkout{.by = lib.kiosk,
                                               .card = "p1",
                                               .item = "i1",
                                               .agreed = {fee_agreement::kind::any, {}}}));
     },
     false},
    {"overdue_at_renewal",
     [](library_fixture& lib) {
         static_cast<void>(lib.checkout("p1", "i1"));
         lib.now += days{35};
         static_cast<void>(lib.checkout("p1", "i1"));
     },
     false},
    {"overdue_at_return",
     [](library_fixture& lib) {
         static_cast<void>(lib.checkout("p1", "i1"));
         lib.now += days{35};
         static_cast<void>(lib.checkin("i1"));
     },
     true},
};

class undone_after_payment : public undo, public testing::WithParamInterface<paid_case> {};

TEST_P(undone_after_payment, is_refused_because_money_has_moved) {
    GetParam().charge(*this);
    const auto owed = patron("p1").owed;
    ASSERT_GT(owed, money{});
    ASSERT_EQ(perform(pay_fee{.by = kiosk, .card = "p1", .amount = owed, .currency = "EUR"}).result,
              verdict::done);
    const auto reasons =
        GetParam().is_return ? take_back_checkin(kiosk).reasons : take_back_checkout(kiosk).reasons;
    EXPECT_EQ(names_of(reasons), "undo_too_late");
    EXPECT_EQ(item("i1").open_loan.has_value(), !GetParam().is_return);
    EXPECT_EQ(patron("p1").owed, money{});
}

INSTANTIATE_TEST_SUITE_P(all,
                         undone_after_payment,
                         testing::ValuesIn(paid_moves),
                         [](const auto& row) { return row.param.name; });

TEST_F(undo, of_a_checkin_that_settled_a_lost_loan_is_refused) {
    rules = policy_with({{"refunds", {}, {{"refund_days", std::int64_t{30}, {}}}, {}}});
    static_cast<void>(checkout("p1", "i1"));
    set_loan("i1", storage::loan_state::lost);
    charge("i1", storage::fee_kind::replacement, 2500);
    ASSERT_EQ(checkin("i1").result, verdict::done);
    EXPECT_EQ(names_of(take_back_checkin(kiosk).reasons), "undo_too_late");
    EXPECT_EQ(patron("p1").owed, money{}) << "the replacement stays cancelled";
}

TEST_F(undo, of_a_checkout_leaves_returned_what_it_took_back_first) {
    rules = policy_with(
        {{"trusting", {}, {{"checkout_of_charged", std::string{"return_first"}, {}}}, {}}});
    static_cast<void>(checkout("p2", "i1"));
    static_cast<void>(checkout("p1", "i1"));
    EXPECT_EQ(take_back_checkout(kiosk).result, verdict::done);
    EXPECT_FALSE(item("i1").open_loan) << "the item is here, whoever had it";
    EXPECT_EQ(patron("p2").open_loans, 0);
}

TEST_F(undo, of_a_renewal_is_answered_again_when_it_comes_again) {
    static_cast<void>(checkout("p1", "i1"));
    now += days{20};
    const auto due = item("i1").open_loan->due_at;
    ASSERT_TRUE(checkout("p1", "i1").renewed);
    const auto by = saying(kiosk, now, "09 BI");
    ASSERT_EQ(take_back_checkout(by).result, verdict::done);
    const auto before = all_rows();
    const auto again = take_back_checkout(by);
    EXPECT_EQ(again.result, verdict::done) << names_of(again.reasons);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.borrower_card, "p1");
    EXPECT_EQ(item("i1").open_loan->due_at, due);
    EXPECT_EQ(all_rows(), before);
}

TEST_F(undo, of_a_checkout_is_refused_once_the_loan_has_become_another_matter) {
    static_cast<void>(checkout("p1", "i1"));
    change_loan("i1", [&](storage::loan& l) {
        l.state = storage::loan_state::claimed_returned;
        l.claimed_at = now;
    });
    EXPECT_EQ(names_of(take_back_checkout(kiosk).reasons), "undo_too_late");
    EXPECT_TRUE(item("i1").open_loan);
}

TEST_F(undo, of_a_checkout_is_refused_once_something_was_charged_for_the_loan) {
    static_cast<void>(checkout("p1", "i1"));
    const auto loan = item("i1").open_loan.value();
    store.write([&](storage::unit_of_work& in) {
        auto fee = rows.new_fee(in, 300);
        fee.kind = storage::fee_kind::damage;
        fee.loan = loan.id;
        in.add(fee);
    });
    EXPECT_EQ(names_of(take_back_checkout(kiosk).reasons), "undo_too_late");
    EXPECT_EQ(item("i1").open_loan->id, loan.id);
}

TEST_F(undo, of_a_checkout_lets_its_hold_wait_again_when_the_copy_kept_for_it_has_gone_home) {
    static_cast<void>(add_item("i2", [&](auto& i) { i.branch = i.place = rows.east.id; }));
    const auto waiting = add_hold("p1", [&](auto& h) { h.pickup = rows.main.id; });
    const auto east = at(east_kiosk);
    ASSERT_EQ(perform(circulation::checkin{.by = east, .item = "i2"}).alert, alert_kind::hold_elsewhere);
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    ASSERT_EQ(perform(circulation::checkin{.by = east, .item = "i2"}).alert, alert_kind::none)
        << "the hold is filled: it stays at home";
    ASSERT_EQ(take_back_checkout(kiosk).result, verdict::done);
    EXPECT_EQ(hold(waiting.id).state, hold_state::queued);
    EXPECT_FALSE(item("i2").trapping_hold);
}

TEST_F(undo, of_a_checkout_lets_its_hold_wait_again_when_the_copy_on_its_shelf_was_sent_away) {
    static_cast<void>(add_item("i2", [&](auto& i) { i.branch = i.place = rows.east.id; }));
    const auto waiting = add_hold("p1");
    ASSERT_EQ(checkin("i2").alert, alert_kind::hold_here);
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    ASSERT_EQ(checkin("i2").alert, alert_kind::transit) << "the hold is filled: it travels home";
    ASSERT_EQ(take_back_checkout(kiosk).result, verdict::done);
    EXPECT_EQ(hold(waiting.id).state, hold_state::queued);
    EXPECT_FALSE(item("i2").trapping_hold);
}

TEST_F(undo, of_a_return_leaves_the_notice_of_an_earlier_one) {
    static_cast<void>(add_hold("p2"));
    ASSERT_EQ(checkin("i1").alert, alert_kind::hold_here);
    auto offline = with_rules(kiosk, [](device_rules& r) { r.offline_ok = true; });
    offline.when = timing::already_happened;
    offline.said = now;
    ASSERT_EQ(perform(circulation::checkout{.by = offline, .card = "p1", .item = "i1"}).result, verdict::done)
        << "it has left the hold shelf all the same";
    now += hours{1};
    const auto before = all_rows();
    ASSERT_EQ(checkin("i1").alert, alert_kind::hold_here);
    ASSERT_EQ(take_back_checkin(kiosk).result, verdict::done);
    EXPECT_EQ(all_rows(), before);
}

TEST_F(undo, looks_at_the_last_move_whatever_it_was) {
    for (const std::string_view kind : {event_checkout,
                                        event_renew,
                                        event_checkin,
                                        event_seen,
                                        event_in_house_use,
                                        event_loan_lost,
                                        event_loan_claimed,
                                        event_claim_withdrawn,
                                        event_due_changed,
                                        event_loan_repriced,
                                        event_undo_checkout,
                                        event_undo_checkin,
                                        event_item_state}) {
        store.write([&](storage::unit_of_work& in) {
            for (const std::string_view each : {kind, event_hold_changed}) {
                storage::event told;
                told.id = in.new_id<storage::event_id>();
                told.institution = rows.institution.id;
                told.at = now;
                told.kind = each;
                told.item = rows.item.id;
                in.add(told);
            }
        });
        const auto last = store.ask([&](storage::reader& in) { return in.last_move_of(rows.item.id); });
        EXPECT_EQ(last.value_or(storage::event{}).kind, kind);
    }
}

TEST_F(undo, makes_room_for_the_same_again) {
    static_cast<void>(checkout("p1", "i1"));
    static_cast<void>(take_back_checkout(kiosk));
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    EXPECT_EQ(take_back_checkout(kiosk).result, verdict::done);
    EXPECT_FALSE(item("i1").open_loan);
}

} // namespace
} // namespace circ::test
