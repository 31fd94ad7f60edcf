// Money where two sides keep a book each: charged by one of them, and paid once at both.
#include "tests/unit/net/two_books.hpp"

namespace circ::net::test {
namespace {

using circulation::alert_kind;
using circulation::verdict;
using storage::order_state;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(two_books, trap_no_hold_and_charge_nothing_where_theirs_is_the_book_of_record) {
    open_both(book_side::ours);
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    EXPECT_EQ(ask(wait_for("i1", "p2")).result, verdict::done);
    open_both(book_side::theirs);
    storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& in) {
        auto row = in.orders_in(order_state::waiting, {}, 1).at(0); // told by hand
        row.state = order_state::dropped;
        row.ended_at = here.clock.at;
        in.change(row);
    });
    here.clock.at += std::chrono::days(60);
    EXPECT_EQ(ask(give_back("i1")).alert, alert_kind::none) << "as the far side says";
    EXPECT_FALSE(loan_of("i1"));
    EXPECT_EQ(owed_by("p1"), 0);
    here.storing.read([&](storage::reader& from) {
        EXPECT_FALSE(from.item_by_barcode(by.institution, "i1").value().trapping_hold);
    });
}

TEST_F(two_books, charge_once_in_the_book_of_record) {
    open_both(book_side::ours);
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    here.clock.at += std::chrono::days(60);
    EXPECT_EQ(ask(give_back("i1")).result, verdict::done);
    EXPECT_GT(owed_by("p1"), 0);
    const auto asked = pay("p1", owed_by("p1"));
    EXPECT_EQ(ask(asked).result, verdict::done);
    EXPECT_EQ(owed_by("p1"), 0);
    EXPECT_TRUE(ask(asked).repeated);
    deliver();
    ASSERT_EQ(far.payments.size(), 1U);
    EXPECT_EQ(far.payments.begin()->second, "p1");
    EXPECT_THAT(peer.heard, Contains(testing::AllOf(HasSubstr("CreateUserFiscalTransaction"), HasSubstr("MandatedAction"))));
    deliver();
    EXPECT_EQ(far.times("CreateUserFiscalTransaction"), 1U);
    EXPECT_THAT(reviews(), IsEmpty());
}

TEST_F(two_books, have_a_payment_once_at_both_sides_where_theirs_is_the_book_of_record) {
    open_both(book_side::theirs);
    auto asked = pay("p1", 250);
    asked.transaction_id = "77";
    asked.fee_identifier = "12345678"; // theirs, as the device was told
    EXPECT_EQ(ask(asked).result, verdict::done);
    EXPECT_TRUE(ask(asked).repeated);
    EXPECT_EQ(far.payments.size(), 1U);
    EXPECT_THAT(payments_with("77"), ElementsAre(250));
    EXPECT_EQ(owed_by("p1"), 0);
    EXPECT_EQ(credit_of("p1"), 0) << "it was charged there, and is owed to nobody";
    EXPECT_THAT(reviews(), IsEmpty());
    auto another = pay("p1", 250);
    another.transaction_id = "77"; // a device that counts from the beginning each day
    another.by.said = *another.by.said + std::chrono::days(1);
    EXPECT_EQ(ask(another).result, verdict::done);
}

TEST_F(two_books, have_a_payment_once_whose_answer_was_lost) {
    open_both(book_side::theirs);
    auto asked = pay("p1", 250);
    asked.transaction_id = "77";
    always("CreateUserFiscalTransaction", manner::resets_when_read);
    EXPECT_EQ(ask(asked).result, verdict::unavailable);
    EXPECT_THAT(payments_with("77"), IsEmpty());
    peer.treats = {};
    run_until(here.io, [&] { return relay->line().is_up(); });
    for (int i = 0; i < 3; ++i) {
        here.clock.at += std::chrono::minutes(5);
        deliver();
    }
    EXPECT_EQ(far.payments.size(), 1U);
    EXPECT_THAT(payments_with("77"), ElementsAre(250));
    EXPECT_EQ(credit_of("p1"), 0);
}

TEST_F(two_books, are_told_of_no_money_that_was_never_paid) {
    open_both(book_side::ours);
    auto rules_of_device = *ours.rules;
    rules_of_device.write_off_payment_type = 6;
    ours.rules = std::make_shared<const circulation::device_rules>(rules_of_device);
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    here.clock.at += std::chrono::days(60);
    EXPECT_EQ(ask(give_back("i1")).result, verdict::done);
    auto asked = pay("p1", owed_by("p1"));
    asked.payment_type = 6;
    EXPECT_EQ(ask_here(asked).result, verdict::done);
    EXPECT_THAT(orders(order_state::waiting), IsEmpty());
}

TEST_F(two_books, are_told_of_no_money_where_the_other_side_has_no_service_for_it) {
    std::erase(how.services, config::ncip_service::create_user_fiscal_transaction);
    open_both(book_side::ours);
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    here.clock.at += std::chrono::days(60);
    EXPECT_EQ(ask(give_back("i1")).result, verdict::done);
    EXPECT_EQ(ask(pay("p1", owed_by("p1"))).result, verdict::done);
    EXPECT_THAT(orders(order_state::waiting), IsEmpty());
}

} // namespace
} // namespace circ::net::test
