// The same words again, from a device that tells the time to the second: a repeat, or something new.
#include "tests/unit/net/relayed.hpp"

namespace circ::net::test {
namespace {

using circulation::verdict;
using storage::order_state;
using testing::ElementsAre;

TEST_F(a_relay, takes_an_item_back_again_that_was_lent_in_the_same_second) {
    open();
    const auto asked = lend("i1");
    const auto back = give_back("i1");
    EXPECT_EQ(perform(asked).result, verdict::done);
    EXPECT_FALSE(perform(back).repeated);
    EXPECT_FALSE(perform(asked).repeated) << "the loan that it made has ended";
    EXPECT_EQ(far.loans.count("i1"), 1U);
    EXPECT_FALSE(perform(back).repeated) << "nobody would take it back otherwise";
    EXPECT_EQ(far.loans.count("i1"), 0U);
    EXPECT_TRUE(perform(back).repeated);
    EXPECT_THAT(far.done,
                ElementsAre("CheckOutItem i1 p1", "CheckInItem i1", "CheckOutItem i1 p1", "CheckInItem i1"));
}

TEST_F(a_relay, renews_once_what_is_asked_for_twice_in_a_second) {
    open();
    EXPECT_EQ(perform(lend("i1")).result, verdict::done);
    circulation::renew longer;
    longer.card = "p1";
    longer.what.item = "i1";
    longer = next(longer);
    EXPECT_FALSE(perform(longer).repeated);
    EXPECT_TRUE(perform(longer).repeated);
    EXPECT_EQ(far.times("RenewItem"), 1U);
    EXPECT_EQ(perform(give_back("i1")).result, verdict::done);
    EXPECT_EQ(perform(lend("i1")).result, verdict::done);
    EXPECT_FALSE(perform(longer).repeated) << "another loan";
    EXPECT_EQ(far.times("RenewItem"), 2U);
}

TEST_F(a_relay, answers_as_before_where_the_other_side_lists_no_loans) {
    open();
    far.lists_loans = false;
    const auto asked = lend("i1");
    EXPECT_EQ(perform(asked).result, verdict::done);
    EXPECT_TRUE(perform(asked).repeated);
    circulation::renew longer;
    longer.card = "p1";
    longer.what.item = "i1";
    longer = next(longer);
    EXPECT_EQ(perform(longer).result, verdict::done);
    EXPECT_TRUE(perform(longer).repeated);
    EXPECT_THAT(far.done, ElementsAre("CheckOutItem i1 p1", "RenewItem i1"));
}

TEST_F(a_relay, lends_anew_what_somebody_else_has_had_since) {
    open();
    EXPECT_EQ(perform(lend("i2")).result, verdict::done);
    const auto asked = lend("i1");
    EXPECT_EQ(perform(asked).result, verdict::done);
    EXPECT_EQ(perform(give_back("i1")).result, verdict::done);
    EXPECT_EQ(perform(lend("i1", "p2")).result, verdict::done);
    EXPECT_EQ(perform(asked).result, verdict::refused) << "it is with another reader";
    EXPECT_EQ(far.loans["i1"].card, "p2");
}

TEST_F(a_relay, renews_once_in_the_name_of_whoever_has_it) {
    open();
    EXPECT_EQ(perform(lend("i1", "p2")).result, verdict::done);
    EXPECT_EQ(perform(lend("i2")).result, verdict::done);
    circulation::renew longer;
    longer.card = "p1";
    longer.third_party = true;
    longer.what.item = "i1";
    longer = next(longer);
    EXPECT_EQ(perform(longer).result, verdict::done);
    EXPECT_TRUE(perform(longer).repeated);
    EXPECT_EQ(far.times("RenewItem"), 1U);
}

TEST_F(a_relay, books_two_payments_of_a_second_that_bear_two_numbers) {
    open();
    auto first = pay("p1", 250);
    first.transaction_id = "7";
    auto second = first;
    second.transaction_id = "8"; // the device's text differs in it
    second.by.once_only_text += "BK8";
    EXPECT_EQ(perform(first).result, verdict::done);
    EXPECT_EQ(perform(second).result, verdict::done);
    EXPECT_TRUE(perform(first).repeated);
    EXPECT_EQ(far.payments.size(), 2U);
}

TEST_F(a_relay, answers_as_before_while_nobody_can_be_asked_whether_it_stands) {
    how.breaker_failures = 1;
    open();
    const auto asked = lend("i1");
    EXPECT_EQ(perform(asked).result, verdict::done);
    peer.go_away();
    peer.close_all();
    EXPECT_TRUE(perform(asked).repeated);
    EXPECT_EQ(orders(order_state::done).size(), 1U);
}

TEST_F(a_relay, accepts_anew_what_something_accepted_since_has_overtaken) {
    using enum config::ncip_outbox_operation;
    how.breaker_failures = 1;
    how.outbox = {checkout, checkin};
    open();
    EXPECT_EQ(perform(lend("i2")).result, verdict::done);
    peer.go_away();
    peer.close_all();
    const auto back = give_back("i1");
    EXPECT_FALSE(perform(back).repeated);
    EXPECT_TRUE(perform(back).repeated);
    EXPECT_EQ(perform(lend("i1")).result, verdict::done);
    EXPECT_FALSE(perform(back).repeated) << "it has been lent since";
    EXPECT_EQ(orders(order_state::waiting).size(), 3U);
}

} // namespace
} // namespace circ::net::test
