// What is accepted while another library system is away, and how it gets there.
#include "server/circulation/order_desk.hpp"
#include "server/net/order_text.hpp"
#include "tests/unit/net/relayed.hpp"

namespace circ::net::test {
namespace {

using circulation::order_change;
using circulation::verdict;
using config::ncip_outbox_operation;
using storage::order_state;
using testing::ElementsAre;
using testing::IsEmpty;

class an_outbox : public a_relay {
protected:
    an_outbox() {
        using enum ncip_outbox_operation;
        how.outbox = {checkout, checkin, renew, pay_fee};
        peer.go_away();
    }
    void bring_back() {
        peer.come_back();
        run_until(here.io, [&] { return relay->line().is_up(); });
    }
    /// As they were left by earlier days.
    void leave(int count,
               order_state state,
               const circulation::any_operation& what,
               std::optional<storage::instant> next_try = {}) {
        storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& unit) {
            for (int i = 0; i < count; ++i) {
                storage::backend_order row;
                row.id = unit.new_id<storage::order_id>();
                row.institution = by.institution;
                row.terminal = by.terminal;
                row.backend = "main";
                row.operation = order_name(what);
                row.at = here.clock.at;
                row.state = state;
                row.card = subject_of(what).card;
                row.barcode = subject_of(what).item;
                row.what = order_text(what);
                row.next_try = next_try;
                unit.add(row);
            }
        });
    }
    order_change decide(bool again, storage::order_id which) {
        auto made = order_change::done;
        circulation::requester anna;
        anna.operator_name = "anna";
        storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& unit) {
            made =
                again
                    ? circulation::retry_order(unit, which, anna, here.clock.at, "known there now")
                    : circulation::drop_order(unit, which, anna, here.clock.at, "posted by hand");
        });
        return made;
    }
};

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

TEST_F(an_outbox, leaves_a_conflict_to_staff_and_neither_retries_nor_drops_it) {
    open();
    EXPECT_EQ(perform(lend("i1")).result, verdict::done);
    far.refuses_all = true;
    bring_back();
    deliver();
    const auto rows = orders(order_state::conflict);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].card, "p1");
    EXPECT_FALSE(rows[0].last_error.empty());
    ASSERT_EQ(reviews().size(), 1U);
    EXPECT_EQ(reviews()[0].kind, "not_delivered");
    EXPECT_EQ(reviews()[0].barcode, "i1");
    const auto asked_before = far.heard.size();
    for (int i = 0; i < 3; ++i) {
        here.clock.at += std::chrono::hours(1);
        deliver();
    }
    EXPECT_EQ(far.heard.size(), asked_before);
    EXPECT_EQ(reviews().size(), 1U);
    // Staff lets it be tried again.
    far.refuses_all = false;
    EXPECT_EQ(decide(true, rows[0].id), order_change::done);
    EXPECT_THAT(reviews(), IsEmpty());
    deliver();
    EXPECT_EQ(far.times("CheckOutItem i1"), 1U);
}

TEST_F(an_outbox, delivers_once_although_the_answer_is_lost) {
    open();
    EXPECT_EQ(perform(lend("i1")).result, verdict::done);
    bring_back();
    peer.treats = [](const std::string& document) -> std::optional<manner> {
        return document.find("<CheckOutItem>") != std::string::npos ? manner::resets_when_read
                                                                    : manner::web_page;
    };
    deliver();
    EXPECT_EQ(far.times("CheckOutItem"), 1U);
    EXPECT_EQ(orders(order_state::waiting).size(), 1U);
    peer.treats = {};
    here.clock.at += std::chrono::hours(1);
    deliver();
    EXPECT_EQ(far.times("CheckOutItem"), 1U) << "it was looked up, not sent again";
    EXPECT_EQ(orders(order_state::done).size(), 1U);
}

TEST_F(an_outbox, waits_for_a_person_after_so_many_tries_and_lets_others_go_by) {
    open();
    EXPECT_EQ(perform(lend("i1", "p1")).result, verdict::done);
    EXPECT_EQ(perform(lend("i2", "p1")).result, verdict::done);
    EXPECT_EQ(perform(lend("i3", "p2")).result, verdict::done);
    bring_back();
    peer.treats = [](const std::string& document) -> std::optional<manner> {
        if (document.find("p1") == std::string::npos && document.find("i1") == std::string::npos)
            return std::nullopt;
        return manner::closes_when_read;
    };
    for (int i = 0; i < 6; ++i) {
        deliver();
        here.clock.at += std::chrono::hours(1);
    }
    const auto stuck = orders(order_state::stuck);
    ASSERT_EQ(stuck.size(), 1U);
    EXPECT_EQ(stuck[0].barcode, "i1");
    EXPECT_EQ(far.times("CheckOutItem i3"), 1U) << "another reader's";
    EXPECT_EQ(far.times("CheckOutItem i2"), 0U) << "the same reader's, behind it";
    EXPECT_FALSE(here.lines->of(log::event::outbox_stuck).empty());
    peer.treats = {};
    EXPECT_EQ(decide(true, stuck[0].id), order_change::done);
    deliver();
    EXPECT_EQ(far.times("CheckOutItem i1"), 1U);
    EXPECT_EQ(far.times("CheckOutItem i2"), 1U);
}

TEST_F(an_outbox, looks_up_what_stands_behind_many_that_are_looked_up_no_more) {
    open();
    leave(300, order_state::in_doubt, lend("i2"));
    leave(1, order_state::in_doubt, lend("i1"), here.clock.at);
    bring_back();
    deliver();
    EXPECT_EQ(orders(order_state::in_doubt).size(), 300U);
    EXPECT_EQ(orders(order_state::refused).size(), 1U) << "it was not done";
}

TEST_F(an_outbox, delivers_what_stands_behind_many_of_a_reader_who_waits_for_a_person) {
    open();
    leave(1, order_state::stuck, lend("i1", "p1"));
    leave(300, order_state::waiting, lend("i1", "p1"), here.clock.at);
    EXPECT_EQ(perform(lend("i2", "p2")).result, verdict::done);
    bring_back();
    deliver();
    EXPECT_THAT(far.done, ElementsAre("CheckOutItem i2 p2"));
    EXPECT_EQ(orders(order_state::waiting).size(), 300U);
}

TEST_F(an_outbox, lets_nobody_overtake_however_many_wait_for_a_person) {
    open();
    leave(300, order_state::stuck, lend("i2", "p2"));
    leave(1, order_state::stuck, lend("i1", "p1"));
    EXPECT_EQ(perform(give_back("i1")).result, verdict::done);
    bring_back();
    deliver();
    EXPECT_THAT(far.done, IsEmpty());
}

TEST_F(an_outbox, does_not_count_the_time_in_which_the_other_side_is_away) {
    how.breaker_failures = 1;
    open();
    EXPECT_EQ(perform(lend("i1")).result, verdict::done);
    for (int i = 0; i < 20; ++i) {
        deliver();
        here.clock.at += std::chrono::hours(1);
    }
    ASSERT_EQ(orders(order_state::waiting).size(), 1U);
    EXPECT_EQ(orders(order_state::waiting)[0].tries, 0);
    bring_back();
    deliver();
    EXPECT_EQ(far.times("CheckOutItem"), 1U);
}

TEST_F(an_outbox, does_not_count_it_where_it_looks_up_or_says_again_either) {
    open();
    leave(1, order_state::in_doubt, lend("i1"), here.clock.at);
    leave(1, order_state::in_doubt, pay("p2", 100), here.clock.at);
    for (int i = 0; i < 20; ++i) {
        deliver();
        here.clock.at += std::chrono::hours(1);
    }
    for (const auto& each : orders(order_state::in_doubt)) {
        EXPECT_EQ(each.tries, 0) << each.operation;
        EXPECT_TRUE(each.next_try) << each.operation;
    }
    bring_back();
    deliver();
    EXPECT_THAT(orders(order_state::in_doubt), IsEmpty());
    EXPECT_EQ(orders(order_state::refused).size(), 1U);
    EXPECT_EQ(far.payments.size(), 1U);
}

TEST_F(an_outbox, goes_on_with_others_where_one_cannot_be_done_just_now) {
    open();
    EXPECT_EQ(perform(lend("i1", "p1")).result, verdict::done);
    EXPECT_EQ(perform(lend("i2", "p2")).result, verdict::done);
    far.busy = {"i1"};
    bring_back();
    for (int i = 0; i < 20; ++i) {
        deliver();
        here.clock.at += std::chrono::hours(1);
    }
    EXPECT_THAT(far.done, ElementsAre("CheckOutItem i2 p2"));
    ASSERT_EQ(orders(order_state::waiting).size(), 1U) << "and nobody has to see to it";
    EXPECT_FALSE(orders(order_state::waiting)[0].last_error.empty());
    far.busy.clear();
    deliver();
    EXPECT_EQ(far.times("CheckOutItem i1"), 1U);
}

TEST_F(an_outbox, delivers_no_more_what_somebody_dropped) {
    open();
    EXPECT_EQ(perform(lend("i1")).result, verdict::done);
    const auto id = orders(order_state::waiting)[0].id;
    EXPECT_EQ(decide(false, id), order_change::done);
    EXPECT_EQ(decide(false, id), order_change::not_decided);
    EXPECT_EQ(decide(true, id), order_change::not_decided);
    EXPECT_EQ(decide(true, storage::order_id{1}), order_change::not_there);
    bring_back();
    deliver();
    EXPECT_THAT(far.done, IsEmpty());
    const auto rows = orders(order_state::dropped);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].ended_by, "anna");
    EXPECT_EQ(rows[0].why, "posted by hand");
    EXPECT_EQ(rows[0].card + rows[0].barcode + rows[0].what, "");
}

TEST_F(an_outbox, books_money_once) {
    open();
    const auto asked = pay("p1", 250);
    EXPECT_EQ(perform(asked).result, verdict::done);
    bring_back();
    once("CreateUserFiscalTransaction", manner::resets_when_read);
    deliver();
    here.clock.at += std::chrono::hours(1);
    deliver();
    EXPECT_EQ(far.payments.size(), 1U);
    EXPECT_EQ(orders(order_state::done).size(), 1U);
    EXPECT_THAT(reviews(), IsEmpty());
}

// What is kept of an operation

TEST(order_texts, hold_all_of_an_operation_but_its_secrets) {
    circulation::checkout what;
    what.by.terminal = storage::terminal_id{7};
    what.by.terminal_login = "kiosk \"1\"";
    what.by.institution = storage::institution_id{8};
    what.by.branch = storage::branch_id{9};
    what.by.said = storage::instant{std::chrono::hours(500'000)};
    what.by.when = circulation::timing::already_happened;
    what.by.once_only_text = "11YN|";
    what.card = "29012000000010";
    what.item = "39012000000133";
    what.pin = storage::secret("4711");
    what.agreed = {.to = circulation::fee_agreement::kind::exactly, .amount = storage::money{250}};
    what.renewal_allowed = false;
    what.due_given = storage::instant{std::chrono::hours(500'100)};
    const auto text = order_text(what);
    EXPECT_EQ(text.find("4711"), std::string::npos);
    const auto again = read_order("checkout", text);
    ASSERT_TRUE(again);
    const auto& read = std::get<circulation::checkout>(*again);
    EXPECT_EQ(order_text(read), text);
    EXPECT_EQ(read.by.terminal_login, what.by.terminal_login);
    EXPECT_EQ(read.by.said, what.by.said);
    EXPECT_EQ(read.by.when, what.by.when);
    EXPECT_EQ(read.agreed.amount, what.agreed.amount);
    EXPECT_EQ(read.due_given, what.due_given);
    EXPECT_FALSE(read.renewal_allowed);
    EXPECT_FALSE(read.pin);
}

TEST(order_texts, of_others_are_told_apart) {
    EXPECT_FALSE(read_order("checkout", "<xml/>"));
    EXPECT_FALSE(read_order("checkout", "[]"));
    EXPECT_FALSE(read_order("checkout", "{\"card\":7}"));
    EXPECT_FALSE(read_order("patron_account", "{}"));
    EXPECT_FALSE(read_answer("checkout", ""));
    EXPECT_TRUE(read_order("checkout", "{}"));
}

} // namespace
} // namespace circ::net::test
