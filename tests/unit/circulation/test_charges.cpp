// Money by the numbers of other systems: each is charged, paid and let off once, for good.
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;

class charging : public library_test {
protected:
    charging() {
        asked = {.by = kiosk, .card = "p1", .reference = {"CITY", "f-1"}, .kind = storage::fee_kind::damage,
                 .amount = money{250}, .currency = "EUR", .item = "i1", .why = "torn page"};
    }

    std::string refusals(const std::function<void(charge_fee&)>& change) {
        auto other = asked;
        change(other);
        return names_of(perform(other).reasons);
    }
    pay_fee coins(std::int64_t minor, const std::string& number, std::vector<fee_key> fees = {}) {
        return {.by = kiosk, .card = "p1", .amount = money{minor}, .currency = "EUR", .fee_identifier = {}, .transaction_id = {},
                .reference = {"CITY", number}, .fees = std::move(fees)};
    }
    money open(const std::string& number) {
        const auto known = store.ask([&](storage::reader& in) {
            return in.find_reference(rows.institution.id, storage::reference_kind::transaction, {"CITY", number});
        });
        const auto fee = store.ask([&](storage::reader& in) { return in.find_open_fee(known.value().fee); });
        return fee ? fee->amount : money{};
    }
    void charge(const std::string& number, std::int64_t minor) {
        auto other = asked;
        other.reference.value = number;
        other.amount = money{minor};
        EXPECT_EQ(perform(other).result, verdict::done);
    }
    outcome answer(const std::string& number, const std::string& fee, settling how, std::optional<money> amount = {}) {
        return perform(answer_fee{.by = kiosk, .card = "p1", .reference = {"CITY", number}, .fee = {.ours = {}, .theirs = {"CITY", fee}},
                                  .how = how, .amount = amount, .why = "told so"});
    }

    charge_fee asked;
};

TEST_F(charging, puts_a_fee_on_the_account_once_for_good) {
    const auto first = perform(asked);
    ASSERT_EQ(first.result, verdict::done) << names_of(first.reasons);
    EXPECT_EQ(first.fee.value().amount, money{250});
    const auto before = all_rows_and_traces();
    now += days{200};
    const auto again = perform(asked);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.fee.value().fee_identifier, first.fee->fee_identifier);
    EXPECT_EQ(all_rows_and_traces(), before);
    EXPECT_EQ(patron("p1").owed, money{250});
}

TEST_F(charging, refuses_the_same_number_with_other_data) {
    static_cast<void>(perform(asked));
    EXPECT_EQ(refusals([](auto& a) { a.amount = money{251}; }), "reference_taken");
    EXPECT_EQ(refusals([](auto& a) { a.kind = storage::fee_kind::other; }), "reference_taken");
    EXPECT_EQ(refusals([](auto& a) { a.card = "p2"; }), "reference_taken");
    EXPECT_EQ(refusals([](auto& a) { a.reference.agency = "STATE"; }), "") << "another's number";
}

TEST_F(charging, refuses_what_cannot_be_charged) {
    EXPECT_EQ(refusals([](auto& a) { a.card = "nobody"; }), "patron_unknown");
    EXPECT_EQ(refusals([](auto& a) { a.amount.reset(); }), "amount_unreadable");
    EXPECT_EQ(refusals([](auto& a) { a.amount = money{0}; }), "amount_unreadable");
    EXPECT_EQ(refusals([](auto& a) { a.currency = "JPY"; }), "currency_foreign");
    EXPECT_EQ(refusals([](auto& a) { a.reference = {}; }), "request_incomplete");
    EXPECT_EQ(refusals([](auto& a) { a.item = "nothing"; }), "item_unknown");
    EXPECT_EQ(patron("p1").owed, money{});
}

TEST_F(charging, is_paid_fee_by_fee_as_named) {
    charge("f-1", 250);
    charge("f-2", 100);
    charge("f-3", 400);
    const auto paid = perform(coins(450, "p-1", {{.ours = {}, .theirs = {"CITY", "f-3"}}, {.ours = {}, .theirs = {"CITY", "f-2"}}}));
    ASSERT_EQ(paid.result, verdict::done) << names_of(paid.reasons);
    EXPECT_EQ(open("f-1"), money{250}) << "not named, though older";
    EXPECT_EQ(open("f-2"), money{50});
    EXPECT_EQ(open("f-3"), money{0});
    EXPECT_EQ(paid.owed_after, money{300});
}

TEST_F(charging, is_paid_once_though_a_fee_is_named_twice) {
    charge("f-1", 250);
    const fee_key one{.ours = {}, .theirs = {"CITY", "f-1"}};
    EXPECT_EQ(names_of(perform(coins(400, "p-1", {one, one})).reasons), "overpayment");
    EXPECT_EQ(store.ask([&](storage::reader& in) { return in.unsettled_payments(rows.institution.id, {}); }).size(), 1U)
        << "the coins have fallen";
    EXPECT_EQ(perform(coins(250, "p-2", {one, one})).result, verdict::done);
    EXPECT_EQ(open("f-1"), money{0});
}

TEST_F(charging, is_paid_once_for_good) {
    charge("f-1", 250);
    const auto first = perform(coins(100, "p-1"));
    now += days{200};
    const auto again = perform(coins(100, "p-1"));
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.receipt, first.receipt);
    EXPECT_EQ(open("f-1"), money{150});
    EXPECT_EQ(names_of(perform(coins(99, "p-1")).reasons), "reference_taken");
    EXPECT_EQ(names_of(perform(coins(250, "f-1")).reasons), "reference_taken") << "the number of a fee";
}

TEST_F(charging, keeps_money_that_it_refuses_for_the_reconciliation) {
    charge("f-1", 250);
    EXPECT_EQ(names_of(perform(coins(100, "p-1", {{.ours = {}, .theirs = {"CITY", "f-9"}}})).reasons), "fee_unknown");
    EXPECT_EQ(names_of(perform(coins(100, "p-2", {{.ours = "17", .theirs = {}}})).reasons), "fee_unknown");
    EXPECT_EQ(store.ask([&](storage::reader& in) { return in.unsettled_payments(rows.institution.id, {}); }).size(), 2U);
}

TEST_F(charging, is_let_off_once) {
    charge("f-1", 250);
    EXPECT_EQ(answer("w-1", "f-1", settling::waive, money{50}).result, verdict::done);
    EXPECT_TRUE(answer("w-1", "f-1", settling::waive, money{50}).repeated);
    EXPECT_EQ(open("f-1"), money{200});
    EXPECT_EQ(names_of(answer("w-1", "f-1", settling::waive, money{60}).reasons), "reference_taken");
    EXPECT_EQ(answer("w-2", "f-1", settling::write_off, money{100}).result, verdict::done);
    EXPECT_EQ(answer("w-3", "f-1", settling::cancel).result, verdict::done);
    EXPECT_EQ(open("f-1"), money{0});
    EXPECT_EQ(names_of(answer("w-4", "f-1", settling::waive).reasons), "overpayment");
}

TEST_F(charging, lets_off_no_fee_of_another) {
    auto theirs = asked;
    theirs.card = "p2";
    theirs.reference.value = "f-2";
    static_cast<void>(perform(theirs));
    EXPECT_EQ(names_of(answer("w-1", "f-2", settling::waive).reasons), "fee_of_another");
    EXPECT_EQ(names_of(answer("w-1", "f-9", settling::waive).reasons), "fee_unknown");
    EXPECT_EQ(names_of(answer("", "f-2", settling::waive).reasons), "request_incomplete fee_of_another");
}

} // namespace
} // namespace circ::test
