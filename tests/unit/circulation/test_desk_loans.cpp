#include "tests/unit/circulation/desk_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::fee_kind;
using storage::item_state;
using storage::loan_state;

class desk_loans : public desk_test {
protected:
    desk_outcome lose(const std::string& why = "bag stolen") {
        return perform(lose_item{.by = anna, .item = "i1", .why = why});
    }
    desk_outcome claim(const std::string& why = "says: book drop") {
        return perform(claim_returned{.by = anna, .item = "i1", .why = why});
    }
    desk_outcome withdraw(const std::string& why = "found at home") {
        return perform(withdraw_claim{.by = anna, .item = "i1", .why = why});
    }
    std::vector<storage::notice> notices() {
        return store.ask([](storage::reader& in) { return in.waiting_notices({}); });
    }
};

struct loss_case {
    const char* name;
    std::optional<std::int64_t> price;
    int days_late;
    std::string processing;
    /// kind and amount, in the order of charging
    std::vector<std::pair<fee_kind, std::int64_t>> charged;
};

TEST_F(desk_loans, lost_cost_what_had_run_up_the_replacement_and_processing) {
    for (const auto& row : {
             loss_case{"in_time",
                       {},
                       -3,
                       "5.00",
                       {{fee_kind::replacement, 2500}, {fee_kind::processing, 500}}},
             loss_case{"at_its_own_price",
                       1290,
                       -3,
                       "5.00",
                       {{fee_kind::replacement, 1290}, {fee_kind::processing, 500}}},
             loss_case{"overdue",
                       {},
                       7,
                       "5.00",
                       {{fee_kind::overdue, 150},
                        {fee_kind::replacement, 2500},
                        {fee_kind::processing, 500}}},
             loss_case{"without_processing", {}, 0, "0.00", {{fee_kind::replacement, 2500}}},
         }) {
        rules = policy_with({{"lost", {}, {{"processing_fee", row.processing, {}}}, {}}});
        now = test_time;
        static_cast<void>(add_patron(row.name));
        static_cast<void>(add_item(row.name, [&](auto& item) {
            item.price.reset();
            if (row.price) item.price = money{*row.price};
        }));
        const auto lent = lend(row.name, row.name);
        now = lent.due_at + days{row.days_late};
        const auto made = perform(lose_item{.by = anna, .item = row.name, .why = "gone"});
        ASSERT_EQ(made.result, verdict::done) << row.name;
        std::vector<std::pair<fee_kind, std::int64_t>> charged;
        money sum;
        for (const auto& fee : made.charged) {
            charged.emplace_back(fee.kind, fee.amount.minor);
            sum += fee.amount;
        }
        EXPECT_EQ(charged, row.charged) << row.name;
        EXPECT_EQ(patron(row.name).owed, sum) << row.name;
        EXPECT_EQ(loan(lent.id).state, loan_state::lost) << row.name;
        EXPECT_EQ(loan(lent.id).lost_at, now) << row.name;
        EXPECT_EQ(patron(row.name).open_loans, 1) << "it stays with its patron: " << row.name;
    }
}

TEST_F(desk_loans, lost_keep_operator_and_reason_and_send_one_bill) {
    const auto lent = lend();
    static_cast<void>(lose("bag stolen on the train"));
    expect_event("loan_lost", "bag stolen on the train");
    EXPECT_EQ(events().front().loan, lent.id);
    ASSERT_EQ(notices().size(), 1U);
    EXPECT_EQ(notices().front().kind, "bill");
    EXPECT_EQ(notices().front().loan, lent.id);
}

TEST_F(desk_loans, lost_count_as_lost_and_no_longer_as_overdue) {
    const auto lent = lend();
    now = lent.due_at + days{3};
    static_cast<void>(lose());
    const auto facts = store.ask(
        [&](storage::reader& in) { return in.patron_by_card(rows.institution.id, "p1", now); });
    EXPECT_EQ(facts->lost_loans, 1);
    EXPECT_EQ(facts->overdue_loans, 0);
}

TEST_F(desk_loans, lost_for_nothing_are_settled_at_once) {
    rules = policy_with({{"free",
                          {},
                          {{"replacement_price", std::string{"0.00"}, {}},
                           {"processing_fee", std::string{"0.00"}, {}}},
                          {}}});
    change_item("i1", [](auto& item) { item.price.reset(); });
    const auto lent = lend();
    EXPECT_TRUE(lose().charged.empty());
    EXPECT_EQ(loan(lent.id).state, loan_state::paid_for);
    EXPECT_EQ(item("i1").item.state, item_state::missing);
    EXPECT_TRUE(notices().empty());
}

struct refund_case {
    const char* name;
    bool paid;
    int found_after_days;
    std::int64_t owed;
    std::int64_t credit;
};

// Lost in time, with 25.00 for the replacement and 5.00 for processing; refund_days is 90.
TEST_F(desk_loans, lost_and_found_again_are_refunded_within_their_days) {
    for (const auto& row : {refund_case{"unpaid_found_in_time", false, 90, 500, 0},
                            refund_case{"unpaid_found_too_late", false, 91, 3000, 0},
                            refund_case{"paid_found_in_time", true, 90, 0, 2500},
                            refund_case{"paid_found_too_late", true, 91, 0, 0}}) {
        now = test_time;
        static_cast<void>(add_patron(row.name));
        static_cast<void>(add_item(row.name, [](auto& item) { item.price.reset(); }));
        const auto lent = lend(row.name, row.name);
        static_cast<void>(perform(lose_item{.by = anna, .item = row.name, .why = "gone"}));
        if (row.paid) {
            const auto paid = perform(
                pay_fee{.by = anna, .card = row.name, .amount = money{3000}, .currency = "EUR"});
            ASSERT_EQ(paid.result, verdict::done) << row.name << names_of(paid.reasons);
            EXPECT_EQ(loan(lent.id).state, loan_state::paid_for) << row.name;
            EXPECT_EQ(patron(row.name).open_loans, 0) << row.name;
        }
        now += days{row.found_after_days};
        EXPECT_EQ(checkin(row.name).alert, alert_kind::other) << row.name;
        EXPECT_EQ(patron(row.name).owed, money{row.owed}) << row.name;
        EXPECT_EQ(patron(row.name).credit, money{row.credit}) << row.name;
        EXPECT_EQ(item(row.name).item.state, item_state::usable) << row.name;
        EXPECT_FALSE(item(row.name).open_loan) << row.name;
    }
}

// Seven days late, renewed, and seven days late again: as two returns would cost.
TEST_F(desk_loans, lost_and_found_again_cost_what_a_return_costs_also_after_a_renewal) {
    rules = policy_with({{"to_the_return",
                          {},
                          {{"found_overdue", std::string{"charged"}, {}},
                           {"found_processing", std::string{"cancelled"}, {}}},
                          {}}});
    const auto lent = lend();
    now = lent.due_at + days{7};
    ASSERT_EQ(perform(renew{.by = anna, .card = "p1", .what = {.item = "i1"}}).result, verdict::done);
    EXPECT_EQ(patron("p1").owed, money{150});
    now = loan(lent.id).due_at + days{3};
    static_cast<void>(lose());
    now += days{4};
    static_cast<void>(checkin("i1"));
    EXPECT_EQ(patron("p1").owed, money{300});
}

TEST_F(desk_loans, lost_are_not_billed_once_found_or_paid) {
    static_cast<void>(lend());
    static_cast<void>(lose());
    static_cast<void>(checkin("i1"));
    EXPECT_TRUE(notices().empty()) << "found";
    static_cast<void>(lend());
    static_cast<void>(lose());
    ASSERT_EQ(notices().size(), 1U);
    const auto owed = patron("p1").owed;
    ASSERT_EQ(perform(pay_fee{.by = anna, .card = "p1", .amount = owed, .currency = "EUR"}).result, verdict::done);
    EXPECT_TRUE(notices().empty()) << "paid";
}

TEST_F(desk_loans, lost_whose_replacement_is_let_off_are_closed) {
    for (const auto how : {settling::waive, settling::write_off, settling::cancel}) {
        const auto name = "n" + std::to_string(static_cast<int>(how));
        static_cast<void>(add_item(name));
        const auto lent = lend("p1", name);
        const auto made = perform(lose_item{.by = anna, .item = name, .why = "gone"});
        ASSERT_EQ(made.charged.front().kind, fee_kind::replacement);
        const auto fee = made.charged.front().id;
        static_cast<void>(
            perform(settle_fee{.by = anna, .fee = fee, .how = how, .why = "flood in the house"}));
        EXPECT_EQ(loan(lent.id).state, loan_state::paid_for) << name;
        EXPECT_EQ(item(name).item.state, item_state::missing) << name;
    }
}

TEST_F(desk_loans, claimed_stop_their_fee_and_count_as_claims) {
    const auto lent = lend();
    now = lent.due_at + days{7};
    const auto made = claim("says: book drop on Sunday");
    ASSERT_EQ(made.charged.size(), 1U);
    EXPECT_EQ(made.charged.front().amount, money{150});
    expect_event("loan_claimed", "says: book drop on Sunday");
    EXPECT_EQ(events().front().fee, made.charged.front().id);
    now += days{30};
    const auto facts = store.ask(
        [&](storage::reader& in) { return in.patron_by_card(rows.institution.id, "p1", now); });
    EXPECT_EQ(facts->claimed_loans, 1);
    EXPECT_EQ(facts->overdue_loans, 0);
    const auto account = pay(150);
    EXPECT_EQ(account.owed_after, money{}) << "nothing runs any more";
}

TEST_F(desk_loans, claimed_are_ended_by_the_scan_that_finds_them) {
    const auto lent = lend();
    now = lent.due_at + days{7};
    static_cast<void>(claim());
    const auto claimed = now;
    now += days{20};
    EXPECT_EQ(checkin("i1").alert, alert_kind::other);
    EXPECT_EQ(loan(lent.id).state, loan_state::returned);
    EXPECT_EQ(loan(lent.id).closed_at, claimed);
    EXPECT_EQ(patron("p1").owed, money{150}) << "as it stood when it was claimed";
}

struct withdrawal_case {
    const char* name;
    std::int64_t paid;
    std::int64_t credit;
};

TEST_F(desk_loans, claims_withdrawn_leave_the_loan_as_it_was_and_its_fee_running) {
    for (const auto& row :
         {withdrawal_case{"unpaid", 0, 0}, withdrawal_case{"paid_in_part", 100, 100}}) {
        now = test_time;
        static_cast<void>(add_patron(row.name));
        static_cast<void>(add_item(row.name));
        const auto lent = lend(row.name, row.name);
        now = lent.due_at + days{7};
        static_cast<void>(perform(claim_returned{.by = anna, .item = row.name, .why = "says so"}));
        if (row.paid > 0)
            static_cast<void>(perform(pay_fee{
                .by = anna, .card = row.name, .amount = money{row.paid}, .currency = "EUR"}));
        now += days{3};
        const auto made =
            perform(withdraw_claim{.by = anna, .item = row.name, .why = "found at home"});
        EXPECT_EQ(made.amount, money{150}) << row.name;
        EXPECT_EQ(loan(lent.id).state, loan_state::open) << row.name;
        EXPECT_FALSE(loan(lent.id).claimed_at) << row.name;
        EXPECT_EQ(patron(row.name).owed, money{}) << "running again: " << row.name;
        EXPECT_EQ(patron(row.name).credit, money{row.credit}) << row.name;
        static_cast<void>(checkin(row.name));
        EXPECT_EQ(patron(row.name).owed, money{225}) << "ten days late: " << row.name;
    }
}

TEST_F(desk_loans, claimed_can_be_declared_lost_and_cost_no_overdue_fee_twice) {
    const auto lent = lend();
    now = lent.due_at + days{7};
    static_cast<void>(claim());
    now += days{30};
    const auto made = lose("looked for three times");
    ASSERT_EQ(made.charged.size(), 2U);
    EXPECT_EQ(made.charged.front().kind, fee_kind::replacement);
    EXPECT_EQ(loan(lent.id).state, loan_state::lost);
}

TEST_F(desk_loans, refused_say_why_and_change_nothing) {
    struct row {
        const char* name;
        std::function<void()> given;
        std::function<desk_outcome()> asked;
        std::string reasons;
    };
    const auto nothing = [] {};
    const auto lent = [&] { lend(); };
    const auto lost = [&] { static_cast<void>(lose()); };
    const auto claimed = [&] { static_cast<void>(claim()); };
    // One after the other: each goes on from where the one before has left the loan.
    const std::vector<row> table{
        {"lost, not on loan", nothing, [&] { return lose(); }, "not_on_loan"},
        {"claimed, not on loan", nothing, [&] { return claim(); }, "not_on_loan"},
        {"withdrawn, not claimed", lent, [&] { return withdraw(); }, "not_claimed"},
        {"lost without a reason", nothing, [&] { return lose(" "); }, "request_incomplete"},
        {"claimed without a reason", nothing, [&] { return claim(""); }, "request_incomplete"},
        {"claimed twice", claimed, [&] { return claim(); }, "already_so"},
        {"lost twice", lost, [&] { return lose(); }, "already_so"},
        {"claimed, but lost", nothing, [&] { return claim(); }, "loan_lost"},
        {"withdrawn, but lost", nothing, [&] { return withdraw(); }, "not_claimed"},
        {"no such item",
         nothing,
         [&] { return perform(lose_item{.by = anna, .item = "nowhere", .why = "gone"}); },
         "item_unknown"},
    };
    for (const auto& each : table) {
        each.given();
        const auto before = all_rows();
        const auto made = each.asked();
        EXPECT_EQ(made.result, verdict::refused) << each.name;
        EXPECT_EQ(names_of(made.reasons), each.reasons) << each.name;
        EXPECT_EQ(all_rows(), before) << each.name;
    }
}

TEST_F(desk_loans, no_terminal_takes_back_what_the_desk_changed) {
    const auto lent = lend();
    static_cast<void>(lose());
    const auto undone = perform(undo_checkout{.by = kiosk, .item = "i1"});
    EXPECT_EQ(names_of(undone.reasons), "undo_nothing_to_undo");
    EXPECT_EQ(loan(lent.id).state, loan_state::lost);
}

TEST_F(desk_loans, no_terminal_takes_back_a_return_whose_fee_was_waived) {
    const auto lent = lend();
    now = lent.due_at + days{7};
    static_cast<void>(checkin("i1"));
    static_cast<void>(perform(settle_fee{
        .by = anna, .fee = fees().front().fee.id, .how = settling::waive, .why = "ill"}));
    const auto undone = perform(undo_checkin{.by = kiosk, .card = "p1", .item = "i1"});
    EXPECT_EQ(names_of(undone.reasons), "undo_too_late");
    EXPECT_EQ(loan(lent.id).state, loan_state::returned);
}

} // namespace
} // namespace circ::test
