#include "server/circulation/payment.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::circulation {
namespace {

using namespace std::chrono_literals;
using storage::fee_kind;
using storage::payment_state;
using storage::unit_of_work;
using test::checked_library;
using test::names_of;
using test::saying;
using test::with_rules;

/// p1 owes 3.00 (overdue), 5.00 (damage) and 2.00 (overdue), in that order; p2 owes 1.00.
class till : public testing::Test {
protected:
    till() {
        f.store.write([&](unit_of_work& in) {
            const auto add = [&](std::int64_t minor, fee_kind kind, storage::patron_id who) {
                auto fee = f.rows.new_fee(in, minor);
                fee.kind = kind;
                fee.patron = who;
                in.add(fee);
                return fee.id;
            };
            old_fine = add(300, fee_kind::overdue, f.rows.patron.id);
            damage = add(500, fee_kind::damage, f.rows.patron.id);
            new_fine = add(200, fee_kind::overdue, f.rows.patron.id);
            of_other = add(100, fee_kind::overdue, f.patron("p2").id);
        });
    }

    pay_fee paying(std::int64_t minor) {
        return {.by = f.kiosk, .card = "p1", .amount = money{minor}, .currency = "EUR"};
    }

    std::int64_t open(storage::fee_id id) {
        const auto left = f.store.ask([&](storage::reader& in) { return in.find_open_fee(id); });
        return left ? left->amount.minor : 0;
    }

    /// What is left of the three, oldest first.
    std::vector<std::int64_t> left() { return {open(old_fine), open(damage), open(new_fine)}; }

    std::vector<storage::payment> refused() {
        return f.store.ask([&](storage::reader& in) { return in.refused_payments(f.rows.institution.id, instant{}, {}); });
    }

    storage::payment payment(const payment_outcome& made) {
        const storage::payment_id id{std::stoll(made.receipt)};
        return f.store.ask([&](storage::reader& in) { return in.find_payment(id); }).value();
    }

    checked_library f;
    storage::fee_id old_fine;
    storage::fee_id damage;
    storage::fee_id new_fine;
    storage::fee_id of_other;
};

struct payment_case {
    std::string name;
    std::int64_t amount;
    std::function<void(pay_fee&, device_rules&)> given;
    std::vector<std::int64_t> left;
    std::int64_t owed;
    std::int64_t credit;

    friend std::ostream& operator<<(std::ostream& out, const payment_case& row) { return out << row.name; }
};

class payments : public till, public testing::WithParamInterface<payment_case> {};

TEST_P(payments, fall_on_the_fees_they_are_for) {
    const auto& row = GetParam();
    auto asked = paying(row.amount);
    asked.by = with_rules(asked.by, [&](auto& rules) { row.given(asked, rules); });
    const auto made = f.perform(asked);
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_EQ(left(), row.left);
    EXPECT_EQ(made.owed_after, money{row.owed});
    EXPECT_EQ(f.patron("p1").credit, money{row.credit});
    EXPECT_EQ(payment(made).credited, money{row.credit});
    EXPECT_EQ(names_of(made.notices), row.credit > 0 ? "payment_credited" : "");
    EXPECT_TRUE(refused().empty());
}

void nothing(pay_fee&, device_rules&) {}
void fines(pay_fee& asked, device_rules&) { asked.kind = fee_kind::overdue; }
void credit(pay_fee&, device_rules& rules) { rules.overpayment = too_much::credit; }

INSTANTIATE_TEST_SUITE_P(
    all, payments,
    testing::Values(payment_case{"oldest_first", 400, nothing, {0, 400, 200}, 600, 0},
                    payment_case{"in_part", 100, nothing, {200, 500, 200}, 900, 0},
                    payment_case{"everything", 1000, nothing, {0, 0, 0}, 0, 0},
                    payment_case{"by_kind", 400, fines, {0, 500, 100}, 600, 0},
                    payment_case{"by_kind_of_which_nothing_is_owed", 300,
                                 [](pay_fee& asked, device_rules&) { asked.kind = fee_kind::card; }, {0, 500, 200}, 700, 0},
                    payment_case{"unusable_fee_identifier", 300,
                                 [](pay_fee& asked, device_rules&) { asked.fee_identifier = "fines"; }, {0, 500, 200}, 700, 0},
                    payment_case{"more_than_is_owed", 1200, credit, {0, 0, 0}, 0, 200},
                    payment_case{"more_than_is_owed_in_this_book", 1200,
                                 [](pay_fee&, device_rules& rules) { rules.assesses_fees = false; }, {0, 0, 0}, 0, 0},
                    payment_case{"by_kind_of_another_book", 600,
                                 [](pay_fee& asked, device_rules& rules) {
                                     asked.kind = fee_kind::overdue;
                                     rules.assesses_fees = false;
                                 },
                                 {0, 400, 0}, 400, 0},
                    payment_case{"written_off", 400,
                                 [](pay_fee& asked, device_rules& rules) {
                                     asked.payment_type = 6;
                                     rules.write_off_payment_type = 6;
                                 },
                                 {0, 400, 200}, 600, 0}),
    [](const auto& row) { return row.param.name; });

TEST_F(till, pays_the_fee_that_is_named) {
    auto asked = paying(200);
    asked.fee_identifier = std::to_string(damage.value);
    asked.kind = fee_kind::overdue; // the identifier says more
    EXPECT_EQ(f.perform(asked).result, verdict::done);
    EXPECT_EQ(left(), (std::vector<std::int64_t>{300, 300, 200}));
}

TEST_F(till, spreads_over_more_fees_than_a_page) {
    f.store.write([&](unit_of_work& in) {
        for (int i = 0; i < 250; ++i) in.add(f.rows.new_fee(in, 10));
    });
    EXPECT_EQ(f.perform(paying(1000 + 2400)).owed_after, money{100});
}

struct refusal_case {
    std::string name;
    std::function<void(pay_fee&, device_rules&)> given;
    std::string reasons;
    pin_state pin = pin_state::not_given;

    friend std::ostream& operator<<(std::ostream& out, const refusal_case& row) { return out << row.name; }
};

class refused_payments : public till, public testing::WithParamInterface<refusal_case> {};

TEST_P(refused_payments, are_kept_for_the_reconciliation) {
    const auto& row = GetParam();
    auto asked = paying(1200);
    asked.transaction_id = "PT-1";
    asked.by = with_rules(asked.by, [&](auto& rules) { row.given(asked, rules); });
    const auto made = f.perform(asked, row.pin);
    EXPECT_EQ(made.result, verdict::refused);
    EXPECT_EQ(names_of(made.reasons), row.reasons);
    EXPECT_EQ(left(), (std::vector<std::int64_t>{300, 500, 200}));
    ASSERT_EQ(refused().size(), 1U);
    EXPECT_EQ(refused().front().reason, row.reasons);
    EXPECT_EQ(refused().front().bk, "PT-1");
    EXPECT_EQ(static_cast<bool>(refused().front().patron), asked.card == "p1");
}

INSTANTIATE_TEST_SUITE_P(
    all, refused_payments,
    testing::Values(
        refusal_case{"unknown_patron", [](pay_fee& asked, device_rules&) { asked.card = "nobody"; }, "patron_unknown"},
        refusal_case{"unreadable", [](pay_fee& asked, device_rules&) { asked.amount.reset(); }, "amount_unreadable"},
        refusal_case{"nothing", [](pay_fee& asked, device_rules&) { asked.amount = money{0}; }, "amount_unreadable"},
        refusal_case{"negative", [](pay_fee& asked, device_rules&) { asked.amount = money{-500}; }, "amount_unreadable"},
        refusal_case{"foreign_money", [](pay_fee& asked, device_rules&) { asked.currency = "USD"; }, "currency_foreign"},
        refusal_case{"wrong_pin", nothing, "pin_wrong", pin_state::wrong},
        refusal_case{"unknown_fee", [](pay_fee& asked, device_rules&) { asked.fee_identifier = "12"; }, "fee_unknown"},
        refusal_case{"too_much", nothing, "overpayment"},
        refusal_case{"write_off_of_more_than_is_owed",
                     [](pay_fee& asked, device_rules& rules) {
                         asked.payment_type = 6;
                         rules.write_off_payment_type = 6;
                         rules.overpayment = too_much::credit;
                     },
                     "overpayment"},
        refusal_case{"write_off_here", [](pay_fee& asked, device_rules&) { asked.payment_type = 6; }, "write_off_not_allowed"},
        refusal_case{"several",
                     [](pay_fee& asked, device_rules&) {
                         asked.card = "nobody";
                         asked.currency = "USD";
                     },
                     "patron_unknown currency_foreign"}),
    [](const auto& row) { return row.param.name; });

TEST_F(till, refuses_the_fee_of_another) {
    auto asked = paying(100);
    asked.fee_identifier = std::to_string(of_other.value);
    EXPECT_EQ(names_of(f.perform(asked).reasons), "fee_of_another");
    EXPECT_EQ(open(of_other), 100);
}

TEST_F(till, takes_a_settled_fee_for_nothing_owed) {
    auto asked = paying(300);
    asked.fee_identifier = std::to_string(old_fine.value);
    ASSERT_EQ(f.perform(asked).result, verdict::done);
    f.now += 1h;
    const auto again = f.perform(asked);
    EXPECT_EQ(names_of(again.reasons), "overpayment");
    EXPECT_EQ(again.reasons.front().amount, money{});
}

TEST_F(till, keeps_a_refusal_once_though_it_is_sent_twice) {
    auto asked = paying(100);
    asked.currency = "USD";
    asked.by = saying(f.kiosk, f.now, "37 p1 USD");
    EXPECT_EQ(f.perform(asked).result, verdict::refused);
    EXPECT_EQ(f.perform(asked).result, verdict::refused);
    EXPECT_EQ(refused().size(), 1U);
}

// --- once only

struct id_case {
    std::string name;
    id_scope scope;
    std::string bk;
    std::chrono::hours later;
    std::function<void(pay_fee&)> change;
    bool repeated;
    bool reused;

    friend std::ostream& operator<<(std::ostream& out, const id_case& row) { return out << row.name; }
};

class transaction_ids : public till, public testing::WithParamInterface<id_case> {};

TEST_P(transaction_ids, make_a_payment_once_within_their_scope) {
    const auto& row = GetParam();
    auto asked = paying(100);
    asked.by = with_rules(asked.by, [&](auto& rules) { rules.payment_id_scope = row.scope; });
    asked.transaction_id = row.bk;
    const auto first = f.perform(asked);
    ASSERT_EQ(first.result, verdict::done);
    f.now += row.later;
    if (row.change) row.change(asked);
    const auto second = f.perform(asked);
    ASSERT_EQ(second.result, verdict::done) << names_of(second.reasons);
    EXPECT_EQ(second.repeated, row.repeated);
    EXPECT_EQ(second.receipt == first.receipt, row.repeated);
    EXPECT_EQ(payment(second).bk_reused, row.reused);
}

INSTANTIATE_TEST_SUITE_P(
    all, transaction_ids,
    testing::Values(
        id_case{"same_day", id_scope::day, "PT-1", 2h, {}, true, false},
        id_case{"next_day", id_scope::day, "PT-1", 24h, {}, false, false},
        id_case{"ever", id_scope::ever, "PT-1", 24h * 400, {}, true, false},
        id_case{"none", id_scope::none, "PT-1", 1h, {}, false, false},
        id_case{"empty_is_none", id_scope::ever, "", 1h, {}, false, false},
        id_case{"zeros_are_none", id_scope::ever, "000000", 1h, {}, false, false},
        id_case{"other_amount", id_scope::day, "PT-1", 1h, [](pay_fee& asked) { asked.amount = money{200}; }, false, true},
        id_case{"other_patron", id_scope::day, "PT-1", 1h, [](pay_fee& asked) { asked.card = "p2"; }, false, true}),
    [](const auto& row) { return row.param.name; });

TEST_F(till, knows_the_same_request_again_without_any_id) {
    auto asked = paying(100);
    asked.by = saying(f.kiosk, f.now, "37 p1 1.00");
    const auto first = f.perform(asked);
    f.now += 14min;
    const auto again = f.perform(asked);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.receipt, first.receipt);
    EXPECT_EQ(again.owed_after, money{900});
    f.now += 2min;
    EXPECT_FALSE(f.perform(asked).repeated);
}

TEST_F(till, stays_paid_once_though_the_repeat_came_with_a_wrong_pin) {
    auto asked = paying(100);
    asked.by = saying(f.kiosk, f.now, "37 p1 1.00");
    const auto first = f.perform(asked, pin_state::right);
    EXPECT_EQ(f.perform(asked, pin_state::wrong).result, verdict::refused);
    const auto again = f.perform(asked, pin_state::right);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.receipt, first.receipt);
    EXPECT_EQ(again.owed_after, money{900});
    EXPECT_TRUE(refused().empty()) << "the money of this request is booked";
}

TEST_F(till, pays_once_what_was_refused_before) {
    auto asked = paying(1100);
    asked.by = saying(f.kiosk, f.now, "37 p1 11.00");
    EXPECT_EQ(names_of(f.perform(asked).reasons), "overpayment");
    f.store.write([&](unit_of_work& in) { in.add(f.rows.new_fee(in, 1200)); });
    EXPECT_FALSE(f.perform(asked).repeated);
    const auto again = f.perform(asked);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.owed_after, money{1100});
}

TEST_F(till, takes_the_same_id_from_another_terminal_for_another_payment) {
    auto asked = paying(100);
    asked.transaction_id = "PT-1";
    ASSERT_EQ(f.perform(asked).result, verdict::done);
    asked.by = f.at(f.second_kiosk);
    const auto made = f.perform(asked);
    EXPECT_FALSE(made.repeated);
    EXPECT_FALSE(payment(made).bk_reused);
}

TEST_F(till, closes_a_lost_loan_that_is_paid_for) {
    ASSERT_EQ(f.checkout("p1", "i1").result, verdict::done);
    f.set_loan("i1", storage::loan_state::lost);
    const auto replacement = f.charge("i1", fee_kind::replacement, 2500);
    auto asked = paying(1500);
    asked.fee_identifier = std::to_string(replacement.value);
    static_cast<void>(f.perform(asked));
    EXPECT_TRUE(f.item("i1").open_loan) << "paid in part";
    asked.amount = money{1000};
    static_cast<void>(f.perform(asked));
    EXPECT_FALSE(f.item("i1").open_loan);
    EXPECT_EQ(f.item("i1").item.state, storage::item_state::missing);
    EXPECT_EQ(f.patron("p1").open_loans, 0);
}

} // namespace
} // namespace circ::circulation
