#include "server/circulation/trail.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::hold_state;
using storage::item_state;

class lending : public library_test {
protected:
    requester offline(instant said) {
        auto by = with_rules(kiosk, [](device_rules& set) { set.offline_ok = true; });
        by.when = timing::already_happened;
        by.said = said;
        return by;
    }
    void return_first() {
        const config::policy_rule trusting{
            "trusting", {}, {{"checkout_of_charged", std::string{"return_first"}, {}}}, {}};
        rules = policy_with({trusting});
    }
};

TEST_F(lending, makes_a_loan_on_the_terms_of_the_policy) {
    const auto made = checkout("p1", "i1");
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_EQ(made.due_at, end_of_day(local_days{2026y / March / 30}, "Europe/Berlin"));
    EXPECT_FALSE(made.renewed || made.already_his || made.due_hourly);
    EXPECT_EQ(made.item->status, circulation_status::charged);
    EXPECT_EQ(made.item->due_at, made.due_at);
    EXPECT_TRUE(made.patron->known);
    const auto loan = item("i1").open_loan.value();
    EXPECT_EQ(loan.patron, rows.patron.id);
    EXPECT_EQ(loan.terminal, rows.kiosk.id);
    EXPECT_EQ(loan.terms.rule, "everyone");
    EXPECT_EQ(loan.terms.max_renewals, 2);
    EXPECT_EQ(loan.terms.overdue_rate, money{25});
    EXPECT_EQ(patron("p1").open_loans, 1);
}

TEST_F(lending, tells_all_reasons_and_changes_nothing_when_refused) {
    static_cast<void>(add_item("ref", [](auto& i) { i.item_type = "reference"; }));
    static_cast<void>(
        add_patron("late", [](auto& p) { p.expires_on = local_days{2026y / March / 1}; }));
    const auto before = all_rows();
    const auto made = perform(circulation::checkout{.by = kiosk, .card = "late", .item = "ref"},
                              pin_state::wrong);
    EXPECT_EQ(made.result, verdict::refused);
    EXPECT_EQ(names_of(made.reasons), "pin_wrong patron_expired item_not_for_loan");
    EXPECT_TRUE(made.item && made.patron) << "a refused outcome carries its views too";
    EXPECT_EQ(all_rows(), before);
}

TEST_F(lending, refuses_what_nobody_knows) {
    const auto made = checkout("nobody", "nothing");
    EXPECT_EQ(names_of(made.reasons), "patron_unknown item_unknown");
    EXPECT_FALSE(made.item || made.patron);
    EXPECT_TRUE(reviews().empty());
}

TEST_F(lending, fills_the_readers_own_hold) {
    const auto waiting = add_hold("p1");
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    EXPECT_EQ(hold(waiting.id).state, hold_state::filled);
    EXPECT_EQ(item("i1").open_loan->filled_hold, waiting.id);
    EXPECT_EQ(patron("p1").open_holds, 0);
}

TEST_F(lending, of_another_copy_frees_the_one_that_was_kept) {
    static_cast<void>(add_item("i2"));
    const auto waiting = add_hold("p1");
    ASSERT_EQ(checkin("i1").alert, alert_kind::hold_here);
    ASSERT_EQ(checkout("p1", "i2").result, verdict::done);
    EXPECT_EQ(hold(waiting.id).state, hold_state::filled);
    EXPECT_FALSE(item("i1").trapping_hold);
}

TEST_F(lending, of_what_a_lapsed_hold_left_there_clears_it) {
    const auto waiting = add_hold("p2");
    ASSERT_EQ(checkin("i1").alert, alert_kind::hold_here);
    EXPECT_EQ(names_of(checkout("p1", "i1").reasons), "item_trapped_for_other");
    now += days{20};
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    EXPECT_EQ(hold(waiting.id).state, hold_state::lapsed);
    EXPECT_FALSE(hold(waiting.id).trapped_item);
}

TEST_F(lending, leaves_the_copies_on_the_pull_list_to_the_queue) {
    static_cast<void>(add_item("i2"));
    static_cast<void>(add_hold("p2"));
    EXPECT_EQ(names_of(checkout("p1", "i1").reasons), "item_queued_for_other");
    EXPECT_EQ(checkout("p1", "i2").result, verdict::done)
        << "one hold, and the older copy is fetched for it";
}

TEST_F(lending, ends_transit_and_finds_what_was_missing) {
    change_item("i1", [](auto& i) { i.state = item_state::missing; });
    store.write([&](storage::unit_of_work& in) {
        in.add(storage::transit{.id = in.new_id<storage::transit_id>(),
                                .item = rows.item.id,
                                .from = rows.east.id,
                                .to = rows.main.id,
                                .sent_at = now});
    });
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    EXPECT_FALSE(item("i1").open_transit);
    EXPECT_EQ(item("i1").item.state, item_state::usable);
}

TEST_F(lending, charges_the_rental_once_it_is_agreed) {
    static_cast<void>(add_item("reader", [](auto& i) { i.item_type = "device"; }));
    auto asked = circulation::checkout{.by = kiosk, .card = "p1", .item = "reader"};
    const auto refused = perform(asked);
    EXPECT_EQ(names_of(refused.reasons), "fee_not_agreed");
    EXPECT_EQ(refused.fee->amount, money{150});
    EXPECT_EQ(refused.fee->kind, storage::fee_kind::rental);
    EXPECT_TRUE(refused.fee->fee_identifier.empty());
    asked.agreed = {fee_agreement::kind::any, {}};
    const auto lent = perform(asked);
    ASSERT_EQ(lent.result, verdict::done) << names_of(lent.reasons);
    EXPECT_FALSE(lent.fee->fee_identifier.empty());
    EXPECT_EQ(patron("p1").owed, money{150});
}

TEST_F(lending, tells_the_same_loan_again_within_a_minute_and_renews_after) {
    const auto first = checkout("p1", "i1");
    now += seconds{59};
    const auto again = checkout("p1", "i1");
    EXPECT_EQ(again.result, verdict::done);
    EXPECT_FALSE(again.already_his || again.renewed);
    EXPECT_EQ(again.due_at, first.due_at);
    now += days{20};
    const auto renewed = checkout("p1", "i1");
    EXPECT_TRUE(renewed.renewed && renewed.already_his);
    EXPECT_EQ(item("i1").open_loan->renewals, 1);
}

TEST_F(lending, does_not_take_another_terminal_for_a_second_scan) {
    static_cast<void>(checkout("p1", "i1"));
    const auto elsewhere =
        perform(circulation::checkout{.by = at(second_kiosk), .card = "p1", .item = "i1"});
    EXPECT_TRUE(elsewhere.already_his);
    EXPECT_EQ(names_of(elsewhere.reasons), "renewal_not_yet");
}

TEST_F(lending, refuses_a_renewal_by_checkout_where_the_device_does_not_want_it) {
    static_cast<void>(checkout("p1", "i1"));
    now += days{20};
    const auto refused = perform(
        circulation::checkout{.by = kiosk, .card = "p1", .item = "i1", .renewal_allowed = false});
    EXPECT_EQ(names_of(refused.reasons), "item_already_yours");
    const auto wrong =
        perform(circulation::checkout{.by = kiosk, .card = "p1", .item = "i1"}, pin_state::wrong);
    EXPECT_EQ(names_of(wrong.reasons), "pin_wrong");
}

TEST_F(lending, takes_back_first_what_went_to_the_shelf_undischarged) {
    static_cast<void>(checkout("p2", "i1"));
    const auto first = item("i1").open_loan.value();
    EXPECT_EQ(names_of(checkout("p1", "i1").reasons), "item_on_loan_to_other");
    return_first();
    now = first.due_at + days{3};
    ASSERT_EQ(checkout("p1", "i1").result, verdict::done);
    EXPECT_EQ(item("i1").open_loan->patron, rows.patron.id);
    EXPECT_EQ(patron("p2").open_loans, 0);
    EXPECT_EQ(patron("p2").owed, money{50}) << "three days late, one of grace";
}

TEST_F(lending, records_what_happened_off_line_whatever_it_violates) {
    static_cast<void>(add_item("ref", [](auto& i) { i.item_type = "reference"; }));
    const auto said = now - hours{5};
    const auto due = said + days{10};
    const auto made = perform(
        circulation::checkout{.by = offline(said), .card = "p1", .item = "ref", .due_given = due},
        pin_state::wrong);
    ASSERT_EQ(made.result, verdict::done);
    EXPECT_TRUE(made.reasons.empty());
    EXPECT_TRUE(made.for_review);
    EXPECT_EQ(item("ref").open_loan->lent_at, said);
    EXPECT_EQ(item("ref").open_loan->due_at, due);
    const auto rows_for_staff = reviews();
    ASSERT_EQ(rows_for_staff.size(), 1U);
    EXPECT_EQ(rows_for_staff[0].kind, "posted_against_rules");
    EXPECT_EQ(rows_for_staff[0].reasons, "item_not_for_loan");
}

struct due_case {
    const char* name;
    hours from_said;
    bool believed;
};

TEST_F(lending, believes_an_off_line_due_date_only_within_bounds) {
    for (const auto& row : {due_case{"before", hours{-1}, false},
                            due_case{"the_same", hours{0}, false},
                            due_case{"after", hours{24}, true},
                            due_case{"years_later", days{400}, false}}) {
        const auto barcode = std::string{"due_"} + row.name;
        static_cast<void>(add_item(barcode));
        const auto given = now + row.from_said;
        static_cast<void>(perform(circulation::checkout{
            .by = offline(now), .card = "p1", .item = barcode, .due_given = given}));
        EXPECT_EQ(item(barcode).open_loan->due_at == given, row.believed) << row.name;
    }
}

TEST_F(lending, closes_the_loan_to_another_off_line) {
    static_cast<void>(checkout("p2", "i1"));
    now += hours{2};
    ASSERT_EQ(
        perform(circulation::checkout{.by = offline(now - hours{1}), .card = "p1", .item = "i1"})
            .result,
        verdict::done);
    EXPECT_EQ(item("i1").open_loan->patron, rows.patron.id);
    EXPECT_EQ(reviews().at(0).reasons, "item_on_loan_to_other");
}

TEST_F(lending, tells_staff_that_it_closed_a_newer_loan_to_another_off_line) {
    return_first();
    now += hours{2};
    static_cast<void>(checkout("p2", "i1"));
    const circulation::checkout asked{.by = offline(now - hours{1}), .card = "p1", .item = "i1"};
    EXPECT_TRUE(perform(asked).for_review);
    ASSERT_EQ(reviews().size(), 1U);
    EXPECT_EQ(reviews()[0].kind, "posted_against_rules");
    EXPECT_EQ(reviews()[0].reasons, "item_on_loan_to_other");
}

TEST_F(lending, leaves_to_staff_what_cannot_be_posted_and_only_once) {
    auto by = offline(now - hours{5});
    by.once_only_text = "11YN";
    const auto asked = circulation::checkout{.by = by, .card = "nobody", .item = "i1"};
    EXPECT_EQ(names_of(perform(asked).reasons), "patron_unknown");
    EXPECT_EQ(names_of(perform(asked).reasons), "patron_unknown");
    ASSERT_EQ(reviews().size(), 1U);
    EXPECT_EQ(reviews()[0].kind, "could_not_post");
    EXPECT_EQ(reviews()[0].card, "nobody");
    static_cast<void>(add_patron("nobody"));
    EXPECT_EQ(perform(asked).result, verdict::done) << "posted once the card is known";
}

TEST_F(lending, judges_no_block_of_a_device_that_was_never_told_so_like_any_request) {
    static_cast<void>(add_item("ref", [](auto& i) { i.item_type = "reference"; }));
    auto by = kiosk;
    by.when = timing::already_happened;
    const auto made = perform(
        circulation::checkout{.by = by, .card = "p1", .item = "ref", .due_given = now + days{1}});
    EXPECT_EQ(names_of(made.reasons), "item_not_for_loan");
}

} // namespace
} // namespace circ::test
