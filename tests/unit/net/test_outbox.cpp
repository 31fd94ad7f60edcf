// What is accepted while another library system is away, and in which order it gets there.
#include "tests/unit/net/outbox_fixture.hpp"

namespace circ::net::test {
namespace {

using circulation::verdict;
using config::ncip_outbox_operation;
using storage::order_state;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(an_outbox, accepts_and_delivers_once_as_already_happened) {
    open();
    const auto asked = lend("i1");
    const auto told = perform(asked);
    EXPECT_EQ(told.result, verdict::done);
    ASSERT_TRUE(told.due_at);
    ASSERT_EQ(orders(order_state::waiting).size(), 1U);
    EXPECT_TRUE(perform(asked).repeated) << "the same again is known";
    EXPECT_EQ(orders(order_state::waiting).size(), 1U);
    bring_back();
    deliver();
    EXPECT_THAT(far.done, ElementsAre("CheckOutItem i1 p1"));
    EXPECT_EQ(far.loans["i1"].due, *told.due_at) << "the reader was told so";
    EXPECT_THAT(peer.heard,
                testing::Contains(testing::AllOf(testing::HasSubstr("<CheckOutItem>"),
                                                 testing::HasSubstr("MandatedAction"))));
    deliver();
    open();
    deliver();
    EXPECT_EQ(far.done.size(), 1U);
    EXPECT_EQ(orders(order_state::done).size(), 1U);
    EXPECT_TRUE(perform(asked).repeated);
}

TEST_F(an_outbox, takes_only_what_policy_lists) {
    how.outbox = {ncip_outbox_operation::checkin};
    open();
    EXPECT_EQ(perform(lend("i1")).result, verdict::unavailable);
    EXPECT_EQ(perform(pay("p1", 100)).result, verdict::unavailable);
    EXPECT_EQ(perform(give_back("i1")).result, verdict::done);
    EXPECT_EQ(orders(order_state::waiting).size(), 1U);
}

TEST_F(an_outbox, holds_no_more_than_it_may) {
    how.outbox_size = 2;
    open();
    EXPECT_EQ(perform(give_back("i1")).result, verdict::done);
    EXPECT_EQ(perform(give_back("i2")).result, verdict::done);
    EXPECT_EQ(perform(give_back("i3")).result, verdict::unavailable);
    EXPECT_EQ(orders(order_state::waiting).size(), 2U);
}

TEST_F(an_outbox, passes_over_no_pin_that_nobody_here_can_prove) {
    auto rules = *by.rules;
    rules.pin = circulation::pin_rule::if_present;
    by.rules = std::make_shared<const circulation::device_rules>(rules);
    open();
    auto asked = lend("i1");
    asked.pin = storage::secret("1234");
    EXPECT_EQ(perform(asked).result, verdict::unavailable);
    EXPECT_THAT(orders(order_state::waiting), IsEmpty());
    asked = lend("i1");
    asked.pin = storage::secret("1234");
    asked.by.pin_proved_before = true;
    EXPECT_EQ(perform(asked).result, verdict::done);
}

TEST_F(an_outbox, passes_over_no_pin_because_a_device_says_that_it_has_happened) {
    open();
    for (const auto pin : {circulation::pin_rule::each_request, circulation::pin_rule::in_session})
        for (const bool may : {false, true}) {
            auto rules = *by.rules;
            rules.pin = pin;
            rules.offline_ok = may;
            by.rules = std::make_shared<const circulation::device_rules>(rules);
            auto lent = lend("i1");
            lent.by.when = circulation::timing::already_happened;
            lent.pin = storage::secret("1234");
            circulation::renew made;
            made.card = "p1";
            made.what.item = "i2";
            auto longer = next(made);
            longer.by.when = circulation::timing::already_happened;
            longer.pin = storage::secret("1234");
            const auto wanted = may ? verdict::done : verdict::unavailable;
            EXPECT_EQ(perform(lent).result, wanted) << "offline_ok " << may;
            EXPECT_EQ(perform(longer).result, wanted) << "offline_ok " << may;
        }
}

TEST_F(an_outbox, takes_the_due_date_of_a_device_that_may_work_without_us) {
    open();
    for (const bool may : {false, true}) {
        auto rules = *by.rules;
        rules.offline_ok = may;
        by.rules = std::make_shared<const circulation::device_rules>(rules);
        auto asked = lend(may ? "i1" : "i2");
        asked.by.when = circulation::timing::already_happened;
        asked.due_given = here.clock.at + std::chrono::days(300);
        const auto told = perform(asked);
        EXPECT_EQ(told.due_at, here.clock.at + std::chrono::days(may ? 300 : 28)) << "offline_ok " << may;
    }
}

TEST_F(an_outbox, delivers_in_order) {
    open();
    EXPECT_EQ(perform(lend("i1", "p1")).result, verdict::done);
    EXPECT_EQ(perform(give_back("i1")).result, verdict::done);
    EXPECT_EQ(perform(lend("i1", "p2")).result, verdict::done);
    bring_back();
    deliver();
    EXPECT_THAT(far.done,
                ElementsAre("CheckOutItem i1 p1", "CheckInItem i1", "CheckOutItem i1 p2"));
}

TEST_F(an_outbox, is_not_overtaken_by_what_comes_when_the_other_side_is_back) {
    open();
    EXPECT_EQ(perform(lend("i1", "p1")).result, verdict::done);
    bring_back();
    EXPECT_EQ(perform(give_back("i1")).result, verdict::done); // before anything was delivered
    EXPECT_THAT(far.done, IsEmpty());
    EXPECT_EQ(perform(lend("i2", "p2")).result, verdict::done); // of another reader and item
    EXPECT_THAT(far.done, ElementsAre("CheckOutItem i2 p2"));
    deliver();
    EXPECT_THAT(far.done,
                ElementsAre("CheckOutItem i2 p2", "CheckOutItem i1 p1", "CheckInItem i1"));
}

TEST_F(an_outbox, is_delivered_before_what_may_not_wait_in_it) {
    how.outbox = {ncip_outbox_operation::checkin};
    far.loans["i1"].card = "p1";
    open();
    EXPECT_EQ(perform(give_back("i1")).result, verdict::done);
    bring_back();
    EXPECT_EQ(perform(lend("i1", "p2")).result, verdict::done);
    EXPECT_THAT(far.done, ElementsAre("CheckInItem i1", "CheckOutItem i1 p2"));
    deliver();
    EXPECT_EQ(far.loans["i1"].card, "p2") << "the late return has not ended the new loan";
}

TEST_F(an_outbox, is_delivered_before_what_nobody_here_can_prove) {
    auto rules = *by.rules;
    rules.pin = circulation::pin_rule::if_present;
    by.rules = std::make_shared<const circulation::device_rules>(rules);
    far.loans["i1"].card = "p1";
    open();
    EXPECT_EQ(perform(give_back("i1")).result, verdict::done);
    bring_back();
    auto asked = lend("i1", "p2");
    asked.pin = storage::secret("1234");
    EXPECT_EQ(perform(asked).result, verdict::done);
    EXPECT_THAT(far.done, ElementsAre("CheckInItem i1", "CheckOutItem i1 p2"));
}

TEST_F(an_outbox, delivers_first_what_that_waits_behind_and_no_more) {
    how.outbox = {ncip_outbox_operation::checkout, ncip_outbox_operation::checkin};
    open();
    EXPECT_EQ(perform(lend("i1", "p1")).result, verdict::done);
    EXPECT_EQ(perform(give_back("i1")).result, verdict::done);
    EXPECT_EQ(perform(lend("i1", "p2")).result, verdict::done);
    EXPECT_EQ(perform(lend("i2", "p1")).result, verdict::done);
    bring_back();
    EXPECT_EQ(perform(pay("p2", 100)).result, verdict::done);
    EXPECT_THAT(far.done,
                ElementsAre("CheckOutItem i1 p1",
                            "CheckInItem i1",
                            "CheckOutItem i1 p2",
                            testing::StartsWith("CreateUserFiscalTransaction")));
    EXPECT_EQ(orders(order_state::waiting).size(), 1U);
}

TEST_F(an_outbox, is_not_overtaken_where_it_is_full_and_cannot_be_delivered) {
    how.outbox_size = 1;
    open();
    EXPECT_EQ(perform(lend("i1", "p1")).result, verdict::done);
    far.busy = {"i1"};
    bring_back();
    const auto back = give_back("i1");
    EXPECT_EQ(perform(back).result, verdict::unavailable);
    EXPECT_THAT(far.done, IsEmpty());
    EXPECT_THAT(far.heard, testing::Not(testing::Contains("CheckInItem")));
    far.busy.clear();
    here.clock.at += std::chrono::hours(1);
    EXPECT_EQ(perform(back).result, verdict::done);
    EXPECT_THAT(far.done, ElementsAre("CheckOutItem i1 p1", "CheckInItem i1"));
}

TEST_F(an_outbox, is_overtaken_by_a_block_alone) {
    how.outbox = {};
    open();
    leave(1, order_state::stuck, lend("i1", "p1"));
    bring_back();
    EXPECT_EQ(perform(lend("i2", "p1")).result, verdict::unavailable);
    circulation::block_patron block;
    block.card = "p1";
    block = next(block);
    auto rules = *block.by.rules;
    rules.block_patron = circulation::block_handling::block;
    block.by.rules = std::make_shared<const circulation::device_rules>(rules);
    EXPECT_EQ(perform(block).result, verdict::done);
    EXPECT_THAT(far.done, ElementsAre("Block p1"));
}

} // namespace
} // namespace circ::net::test
