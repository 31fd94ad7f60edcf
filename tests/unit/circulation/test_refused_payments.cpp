#include "server/circulation/payment_desk.hpp"
#include "tests/unit/circulation/at_the_desk.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::payment_state;

struct refused_case {
    std::string name;
    std::function<void(refused_payment_facts&)> given;
    std::string reasons;

    friend std::ostream& operator<<(std::ostream& out, const refused_case& shown) {
        return out << shown.name;
    }
};

class refused_payment_decision : public testing::TestWithParam<refused_case> {};

TEST_P(refused_payment_decision, names_all_that_speaks_against_it) {
    refused_payment_facts facts;
    facts.payment = storage::payment{};
    facts.payment->state = payment_state::refused;
    facts.why = "counted";
    facts.amount = money{100};
    GetParam().given(facts);
    EXPECT_EQ(names_of(decide_refused_payment(facts)), GetParam().reasons);
}

using facts = refused_payment_facts;

INSTANTIATE_TEST_SUITE_P(
    all,
    refused_payment_decision,
    testing::Values(
        refused_case{"nothing", [](facts&) {}, ""},
        refused_case{"no_such_payment", [](facts& f) { f.payment.reset(); }, "entry_not_open"},
        refused_case{"accepted_in_the_first_place",
                     [](facts& f) { f.payment->state = payment_state::accepted; },
                     "entry_not_open"},
        refused_case{"dismissed_before",
                     [](facts& f) { f.payment->resolved_at = instant{}; },
                     "entry_not_open"},
        refused_case{"no_reason", [](facts& f) { f.why.clear(); }, "request_incomplete"},
        refused_case{"nobody", [](facts& f) { f.patron_known = false; }, "patron_unknown"},
        refused_case{"no_amount", [](facts& f) { f.amount = {}; }, "amount_unreadable"},
        refused_case{"dismissed_without_amount_or_reader",
                     [](facts& f) {
                         f.books = f.patron_known = false;
                         f.amount = {};
                     },
                     ""}),
    [](const auto& row) { return row.param.name; });

/// p1 owes 3.00; the kiosk took 4.00 and refused them, as more than is owed.
class refused_coins : public at_the_desk {
protected:
    refused_coins() {
        store.write([&](storage::unit_of_work& in) { in.add(rows.new_fee(in, 300)); });
        EXPECT_EQ(names_of(pay(400).reasons), "overpayment");
    }

    payment_outcome pay(std::int64_t minor, std::string card = "p1") {
        return perform(pay_fee{.by = kiosk,
                               .card = std::move(card),
                               .amount = money{minor},
                               .currency = "EUR",
                               .transaction_id = "bk7"});
    }
    std::vector<storage::payment> unsettled() {
        return ask([&](storage::reader& in) {
            return in.unsettled_payments(rows.institution.id, {});
        });
    }
    std::vector<storage::payment_sum> sums() {
        return ask([&](storage::reader& in) {
            return in.payment_sums(rows.institution.id, now - days{1}, now + days{1});
        });
    }
};

TEST_F(refused_coins, are_booked_once_on_the_day_they_fell) {
    const auto told = unsettled().at(0);
    const auto before = sums().at(0);
    EXPECT_EQ(before.unsettled_amount, money{400});
    now += hours{3};
    const book_payment asked{.by = bert, .payment = told.id, .card = {}, .why = "in the box"};
    const auto made = perform(asked);
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_EQ(names_of(made.notices), "payment_credited");
    EXPECT_EQ(patron("p1").owed, money{});
    EXPECT_EQ(patron("p1").credit, money{100});
    const auto booked = ask([&](storage::reader& in) { return in.find_payment(told.id); }).value();
    EXPECT_EQ(booked.at, told.at);
    EXPECT_EQ(booked.resolved_by, "bert");
    EXPECT_EQ(booked.resolution, "in the box");
    expect_event(last_event_of(rows.patron.id), "payment_booked", "in the box");
    EXPECT_TRUE(unsettled().empty());
    const auto after = sums().at(0);
    EXPECT_EQ(after.accepted_amount, money{400});
    EXPECT_EQ(after.refused, 0);
    EXPECT_EQ(after.credited, money{100});
    EXPECT_EQ(names_of(perform(asked).reasons), "entry_not_open");
}

TEST_F(refused_coins, that_were_booked_are_not_taken_again_from_the_same_device) {
    ASSERT_EQ(perform(book_payment{
                          .by = bert, .payment = unsettled().at(0).id, .card = {}, .why = "counted"})
                  .result,
              verdict::done);
    const auto again = pay(400);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(patron("p1").credit, money{100});
}

TEST_F(refused_coins, that_were_booked_are_not_taken_again_though_they_bear_no_id) {
    const pay_fee asked{
        .by = saying(kiosk, now, "37 p1 1.00"), .card = "p1", .amount = money{100}, .currency = "EUR"};
    ASSERT_EQ(names_of(perform(asked, pin_state::wrong).reasons), "pin_wrong");
    const auto told = unsettled().at(1);
    ASSERT_EQ(perform(book_payment{.by = bert, .payment = told.id, .card = {}, .why = "counted"}).result,
              verdict::done);
    const auto again = perform(asked, pin_state::right);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.receipt, std::to_string(told.id.value));
    EXPECT_EQ(patron("p1").owed, money{200});
}

TEST_F(refused_coins, are_booked_for_whom_the_desk_names_and_as_much_as_it_counted) {
    static_cast<void>(pay(200, "nobody"));
    const auto lost = unsettled().at(1);
    book_payment asked{.by = bert, .payment = lost.id, .card = {}, .why = "his card was new"};
    EXPECT_EQ(names_of(perform(asked).reasons), "patron_unknown");
    asked.card = "p2";
    asked.amount = money{250};
    ASSERT_EQ(perform(asked).result, verdict::done);
    EXPECT_EQ(patron("p2").credit, money{250});
}

TEST_F(refused_coins, are_dismissed_when_they_were_given_back) {
    const auto told = unsettled().at(0);
    const dismiss_payment asked{.by = bert, .payment = told.id, .why = "given back"};
    ASSERT_EQ(perform(asked).result, verdict::done);
    EXPECT_TRUE(unsettled().empty());
    EXPECT_EQ(patron("p1").owed, money{300});
    const auto sum = sums().at(0);
    EXPECT_EQ(sum.refused, 1) << "the reconciliation still shows that they fell";
    EXPECT_EQ(sum.unsettled, 0);
    EXPECT_EQ(names_of(perform(asked).reasons), "entry_not_open");
}

} // namespace
} // namespace circ::test
