#include "tests/unit/circulation/desk_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::fee_entry_kind;
using storage::fee_kind;

class desk_fees : public desk_test {
protected:
    desk_outcome settle(storage::fee_id fee,
                        settling how,
                        std::optional<money> amount = {},
                        const std::string& why = "goodwill") {
        return perform(
            settle_fee{.by = anna, .fee = fee, .how = how, .amount = amount, .why = why});
    }
    std::int64_t open(storage::fee_id fee) {
        const auto left = store.ask([&](storage::reader& in) { return in.find_open_fee(fee); });
        return left ? left->amount.minor : 0;
    }
    std::vector<storage::fee_entry> entries(storage::fee_id fee) {
        return store.ask([&](storage::reader& in) { return in.entries_of(fee); });
    }
    desk_outcome pay_out(std::optional<money> amount) {
        return perform(
            pay_out_credit{.by = anna, .card = "p1", .amount = amount, .why = "moves away"});
    }
};

struct settling_case {
    const char* name;
    std::int64_t paid; ///< of 10.00
    settling how;
    std::optional<money> amount;
    std::int64_t open;
    std::int64_t credit;
    std::string kind;                    ///< of the event
    std::vector<fee_entry_kind> entries; ///< after the payment

    friend std::ostream& operator<<(std::ostream& out, const settling_case& row) {
        return out << row.name;
    }
};

class settlings : public desk_fees, public testing::WithParamInterface<settling_case> {};

TEST_P(settlings, answer_a_fee_of_ten_with_who_and_why) {
    const auto& row = GetParam();
    const auto fee = charge(1000);
    if (row.paid > 0) static_cast<void>(pay(row.paid));
    const auto before = entries(fee).size();
    const auto made = settle(fee, row.how, row.amount, "water damage was ours");
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_EQ(open(fee), row.open);
    EXPECT_EQ(patron("p1").owed, money{row.open});
    EXPECT_EQ(patron("p1").credit, money{row.credit});
    expect_event(row.kind, "water damage was ours");
    EXPECT_EQ(events().front().fee, fee);
    const auto all = entries(fee);
    ASSERT_EQ(all.size() - before, row.entries.size());
    for (std::size_t i = 0; i < row.entries.size(); ++i) {
        EXPECT_EQ(all[before + i].kind, row.entries[i]);
        EXPECT_EQ(all[before + i].by, "anna");
        EXPECT_EQ(all[before + i].reason, "water damage was ours");
    }
}

using entry = fee_entry_kind;
INSTANTIATE_TEST_SUITE_P(
    all,
    settlings,
    testing::Values(
        settling_case{"waived", 0, settling::waive, {}, 0, 0, "fee_waived", {entry::waive}},
        settling_case{
            "waived_in_part", 0, settling::waive, money{400}, 600, 0, "fee_waived", {entry::waive}},
        settling_case{
            "waived_after_a_payment", 300, settling::waive, {}, 0, 0, "fee_waived", {entry::waive}},
        settling_case{
            "written_off", 0, settling::write_off, {}, 0, 0, "fee_written_off", {entry::write_off}},
        settling_case{"refunded",
                      1000,
                      settling::refund,
                      {},
                      0,
                      1000,
                      "fee_refunded",
                      {entry::refund, entry::cancel}},
        settling_case{"refunded_in_part",
                      1000,
                      settling::refund,
                      money{250},
                      0,
                      250,
                      "fee_refunded",
                      {entry::refund, entry::cancel}},
        settling_case{"refunded_the_rest_stays_open",
                      300,
                      settling::refund,
                      {},
                      700,
                      300,
                      "fee_refunded",
                      {entry::refund, entry::cancel}},
        settling_case{"cancelled", 0, settling::cancel, {}, 0, 0, "fee_cancelled", {entry::cancel}},
        settling_case{"cancelled_after_a_payment",
                      300,
                      settling::cancel,
                      {},
                      0,
                      300,
                      "fee_cancelled",
                      {entry::refund, entry::cancel}}),
    [](const auto& row) { return row.param.name; });

TEST_F(desk_fees, refused_settlings_say_why_and_change_nothing) {
    const auto fee = charge(1000);
    ASSERT_EQ(pay(300, fee).result, verdict::done);
    const auto settled = charge(200);
    static_cast<void>(settle(settled, settling::waive));
    struct row {
        const char* name;
        storage::fee_id fee;
        settling how;
        std::optional<money> amount;
        std::string why;
        std::string reasons;
        std::optional<money> told;
    };
    for (const auto& each : {
             row{"waive more than is open",
                 fee,
                 settling::waive,
                 money{701},
                 "x",
                 "overpayment",
                 money{700}},
             row{"write off nothing",
                 fee,
                 settling::write_off,
                 money{0},
                 "x",
                 "amount_unreadable",
                 {}},
             row{"refund more than was paid",
                 fee,
                 settling::refund,
                 money{301},
                 "x",
                 "refund_too_high",
                 money{300}},
             row{"waive a settled one", settled, settling::waive, {}, "x", "overpayment", money{0}},
             row{"refund what nobody paid",
                 settled,
                 settling::refund,
                 {},
                 "x",
                 "refund_too_high",
                 money{0}},
             row{"cancel what is settled", settled, settling::cancel, {}, "x", "already_so", {}},
             row{"without a reason", fee, settling::waive, {}, "", "request_incomplete", {}},
             row{"unknown", storage::fee_id{12}, settling::waive, {}, "x", "fee_unknown", {}},
         }) {
        const auto before = all_rows();
        const auto made = settle(each.fee, each.how, each.amount, each.why);
        EXPECT_EQ(made.result, verdict::refused) << each.name;
        ASSERT_EQ(names_of(made.reasons), each.reasons) << each.name;
        EXPECT_EQ(made.reasons.front().amount, each.told) << each.name;
        EXPECT_EQ(all_rows(), before) << each.name;
    }
}

TEST_F(desk_fees, refunded_twice_gives_back_once) {
    const auto fee = charge(1000);
    static_cast<void>(pay(1000));
    ASSERT_EQ(settle(fee, settling::refund).result, verdict::done);
    EXPECT_EQ(names_of(settle(fee, settling::refund).reasons), "refund_too_high");
    EXPECT_EQ(patron("p1").credit, money{1000});
}

TEST_F(desk_fees, added_belong_to_the_loan_of_the_patron_who_had_the_item) {
    const auto lent = lend();
    static_cast<void>(checkin("i1"));
    const auto add = [&](const std::string& card, const std::string& barcode) {
        return perform(add_fee{.by = anna,
                               .card = card,
                               .kind = fee_kind::damage,
                               .amount = money{450},
                               .item = barcode,
                               .why = "coffee on page 12"});
    };
    const auto made = add("p1", "i1");
    ASSERT_EQ(made.charged.size(), 1U);
    EXPECT_EQ(made.charged.front().loan, lent.id);
    EXPECT_EQ(made.charged.front().note, "coffee on page 12");
    EXPECT_EQ(patron("p1").owed, money{450});
    expect_event("fee_added", "coffee on page 12");
    EXPECT_FALSE(add("p2", "i1").charged.front().loan) << "p2 never had it";
    EXPECT_FALSE(add("p1", "").charged.front().item);
}

TEST_F(desk_fees, refused_additions_say_why) {
    struct row {
        const char* name;
        std::string card;
        std::int64_t minor;
        std::string item;
        std::string why;
        std::string reasons;
    };
    for (const auto& each : {row{"unknown card", "nobody", 100, "", "x", "patron_unknown"},
                             row{"nothing", "p1", 0, "", "x", "amount_unreadable"},
                             row{"less than nothing", "p1", -100, "", "x", "amount_unreadable"},
                             row{"unknown item", "p1", 100, "nowhere", "x", "item_unknown"},
                             row{"no reason", "p1", 100, "", " ", "request_incomplete"}}) {
        const auto before = all_rows();
        const auto made = perform(add_fee{.by = anna,
                                          .card = each.card,
                                          .amount = money{each.minor},
                                          .item = each.item,
                                          .why = each.why});
        EXPECT_EQ(names_of(made.reasons), each.reasons) << each.name;
        EXPECT_EQ(all_rows(), before) << each.name;
    }
}

TEST_F(desk_fees, credit_is_paid_out_once_and_no_more_than_there_is) {
    const auto fee = charge(1000);
    static_cast<void>(pay(1000));
    static_cast<void>(settle(fee, settling::refund));
    EXPECT_EQ(pay_out(money{1001}).reasons.front().amount, money{1000});
    EXPECT_EQ(names_of(pay_out(money{0}).reasons), "amount_unreadable");
    EXPECT_EQ(pay_out(money{400}).amount, money{400});
    EXPECT_EQ(patron("p1").credit, money{600});
    expect_event("credit_paid_out", "moves away");
    EXPECT_EQ(pay_out({}).amount, money{600});
    EXPECT_EQ(names_of(pay_out({}).reasons), "credit_too_low");
    EXPECT_EQ(patron("p1").credit, money{});
}

TEST_F(desk_fees, paid_at_the_desk_name_the_operator) {
    const auto fee = charge(1000);
    const auto made = pay(400, fee);
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_EQ(made.owed_after, money{600});
    EXPECT_EQ(entries(fee).front().by, "anna");
    EXPECT_EQ(events().front().kind, "payment");
    EXPECT_EQ(events().front().by, "anna");
}

TEST_F(desk_fees, refused_at_the_desk_leave_no_row_for_the_reconciliation) {
    charge(1000);
    EXPECT_EQ(names_of(pay(1100).reasons), "overpayment");
    const auto refused = [&] {
        return store.ask([&](storage::reader& in) {
            return in.refused_payments(rows.institution.id, {}, {}).size();
        });
    };
    EXPECT_EQ(refused(), 0U) << "the money goes back over the desk";
    static_cast<void>(
        perform(pay_fee{.by = kiosk, .card = "p1", .amount = money{1100}, .currency = "EUR"}));
    EXPECT_EQ(refused(), 1U) << "in the kiosk the coins have fallen";
}

} // namespace
} // namespace circ::test
