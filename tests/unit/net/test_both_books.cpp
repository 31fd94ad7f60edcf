// Where two sides keep a book each: what one has done is in the other, once and in order.
#include "server/net/order_text.hpp"
#include "server/net/requests.hpp"
#include "tests/unit/net/two_books.hpp"

namespace circ::net::test {
namespace {

using circulation::alert_kind;
using circulation::verdict;
using config::relay_stage;
using storage::order_state;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(two_books, hold_what_was_lent_and_taken_back_there_with_its_dates) {
    open_both(book_side::ours);
    const auto asked = lend("i1");
    const auto lent = ask(asked);
    EXPECT_EQ(lent.result, verdict::done);
    EXPECT_THAT(far.done, ElementsAre("CheckOutItem i1 p1"));
    ASSERT_TRUE(loan_of("i1"));
    EXPECT_EQ(loan_of("i1")->due_at, *lent.due_at) << "the date the reader was told";
    const auto before = loan_of("i1")->id;
    EXPECT_TRUE(ask(asked).repeated);
    EXPECT_EQ(loan_of("i1")->id, before);
    EXPECT_EQ(ask(give_back("i1")).result, verdict::done);
    EXPECT_FALSE(loan_of("i1"));
    EXPECT_EQ(orders(order_state::done).size(), 2U);
    EXPECT_THAT(reviews(), IsEmpty());
}

TEST_F(two_books, say_nothing_of_what_only_the_other_side_has) {
    open_both(book_side::ours);
    EXPECT_EQ(ask(lend("i3")).result, verdict::done);
    EXPECT_EQ(orders(order_state::done).size(), 1U);
    EXPECT_THAT(reviews(), IsEmpty());
}

TEST_F(two_books, hold_there_what_was_done_here_while_it_is_up) {
    open_both(book_side::ours);
    EXPECT_EQ(ask_here(lend("i1")).result, verdict::done);
    EXPECT_THAT(far.done, IsEmpty());
    ASSERT_EQ(orders(order_state::waiting).size(), 1U);
    deliver();
    EXPECT_THAT(far.done, ElementsAre("CheckOutItem i1 p1"));
    EXPECT_THAT(peer.heard, Contains(HasSubstr("MandatedAction")));
    EXPECT_EQ(far.loans["i1"].due, loan_of("i1")->due_at);
    EXPECT_EQ(borrower_of("i1"), "p1") << "and is not posted back";
    deliver();
    EXPECT_EQ(far.done.size(), 1U);
}

TEST_F(two_books, are_not_overtaken_by_the_other_kiosk) {
    open_both(book_side::ours);
    EXPECT_EQ(ask_here(lend("i1")).result, verdict::done);
    EXPECT_EQ(ask(give_back("i1")).result, verdict::done) << "here, as its loan waits to be posted";
    EXPECT_EQ(ask(lend("i1", "p2")).result, verdict::done);
    deliver();
    EXPECT_THAT(far.done,
                ElementsAre("CheckOutItem i1 p1", "CheckInItem i1", "CheckOutItem i1 p2"));
    EXPECT_EQ(borrower_of("i1"), "p2");
    EXPECT_EQ(far.loans["i1"].card, "p2");
}

TEST_F(two_books, say_the_same_where_a_device_does_something_anew_in_the_same_words) {
    open_both(book_side::ours);
    EXPECT_EQ(ask_here(lend("i1")).result, verdict::done);
    const auto back = give_back("i1");
    EXPECT_FALSE(ask_here(back).repeated);
    EXPECT_TRUE(ask_here(back).repeated);
    EXPECT_EQ(ask_here(lend("i1", "p2")).result, verdict::done);
    EXPECT_FALSE(ask_here(back).repeated) << "somebody else's loan";
    deliver();
    EXPECT_THAT(far.done,
                ElementsAre("CheckOutItem i1 p1", "CheckInItem i1", "CheckOutItem i1 p2", "CheckInItem i1"));
    EXPECT_EQ(borrower_of("i1"), "nobody");
}

TEST_F(two_books, lend_an_item_once) {
    open_both(book_side::ours);
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    EXPECT_EQ(ask_here(lend("i1", "p2")).result, verdict::refused);
    EXPECT_EQ(ask_here(lend("i2", "p2")).result, verdict::done);
    deliver();
    EXPECT_EQ(ask(lend("i2")).result, verdict::refused);
    EXPECT_EQ(borrower_of("i1"), "p1");
    EXPECT_EQ(borrower_of("i2"), "p2");
}

TEST_F(two_books, have_one_queue_which_is_that_of_the_book_of_record) {
    open_both(book_side::ours);
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    EXPECT_EQ(ask(wait_for("i1", "p2")).result, verdict::done) << "at the device served there";
    EXPECT_THAT(far.heard, testing::Not(Contains("RequestItem"))) << "asked of the book of record";
    EXPECT_EQ(orders(order_state::waiting).size(), 1U) << "and told to the other";
    deliver();
    EXPECT_EQ(orders(order_state::conflict).size(), 1U) << "which has no holds";
    const auto back = ask(give_back("i1"));
    EXPECT_EQ(far.times("CheckInItem"), 1U);
    EXPECT_EQ(back.alert, alert_kind::hold_here) << "the far side does not know; ours is told";
    EXPECT_EQ(back.hold_card, "p2");
    const auto again = ask(lend("i1"));
    EXPECT_EQ(again.result, verdict::refused) << "the far side would lend it";
    EXPECT_EQ(far.times("CheckOutItem"), 1U);
    EXPECT_EQ(borrower_of("i1"), "nobody");
}

TEST_F(two_books, have_a_blocked_card_at_both_sides_where_ours_is_the_book_of_record) {
    open_both(book_side::ours);
    ours.rules = rules_of_a_gate();
    circulation::block_patron block;
    block.card = "p1";
    EXPECT_EQ(ask_here(next(block)).result, verdict::done);
    EXPECT_TRUE(is_blocked("p1"));
    deliver();
    EXPECT_THAT(far.blocked, ElementsAre("p1"));
    EXPECT_EQ(ask_here(next(block)).repeated, true);
    EXPECT_THAT(orders(order_state::waiting), IsEmpty()) << "it stands there";
    circulation::enable_patron enable;
    enable.card = "p1";
    EXPECT_EQ(ask_here(next(enable)).result, verdict::done);
    deliver();
    EXPECT_FALSE(is_blocked("p1"));
    EXPECT_THAT(far.blocked, IsEmpty());
    EXPECT_THAT(orders(order_state::conflict), IsEmpty());
}

TEST_F(two_books, keep_to_themselves_what_is_only_noted) {
    open_both(book_side::ours);
    circulation::block_patron block;
    block.card = "p1";
    EXPECT_EQ(ask_here(next(block)).result, verdict::done);
    EXPECT_THAT(orders(order_state::waiting), IsEmpty());
}

TEST_F(two_books, have_a_blocked_card_at_both_sides_where_theirs_is_the_book_of_record) {
    open_both(book_side::theirs);
    by.rules = rules_of_a_gate();
    circulation::block_patron block;
    block.card = "p1";
    const auto asked = next(block);
    EXPECT_EQ(ask(asked).result, verdict::done);
    EXPECT_TRUE(is_blocked("p1"));
    EXPECT_TRUE(ask(asked).patron) << "said again, and answered with what the device shows";
    EXPECT_THAT(far.blocked, ElementsAre("p1"));
    circulation::enable_patron enable;
    enable.card = "p1";
    EXPECT_EQ(ask(next(enable)).result, verdict::done);
    EXPECT_FALSE(is_blocked("p1"));
    EXPECT_THAT(far.blocked, IsEmpty());
}

TEST_F(two_books, hold_what_turns_out_to_have_been_done_there) {
    open_both(book_side::ours);
    once("CheckOutItem", manner::is_silent); // it lends, and says nothing
    EXPECT_EQ(ask(lend("i1")).result, verdict::unavailable);
    EXPECT_EQ(orders(order_state::in_doubt).size(), 1U);
    EXPECT_EQ(borrower_of("i1"), "nobody");
    run_until(here.io, [&] { return relay->line().is_up(); });
    here.clock.at += std::chrono::minutes(5);
    deliver();
    EXPECT_EQ(far.loans["i1"].card, "p1");
    EXPECT_EQ(borrower_of("i1"), "p1");
    deliver();
    EXPECT_EQ(far.done.size(), 1U);
}

/// They cannot write down what happens to one item, as where a record of it cannot be read.
class rules_without_an_item final : public own_backend {
public:
    rules_without_an_item(own_backend& all, std::string item)
        : missing(std::move(item)), all_(&all) {}

    boost::asio::awaitable<circulation::any_outcome>
    perform(circulation::any_operation what) override {
        return all_->perform(std::move(what));
    }
    boost::asio::awaitable<circulation::any_outcome> perform_with(circulation::any_operation what,
                                                                  along also) override {
        if (subject_of(what).item == missing) co_return unavailable(what);
        co_return co_await all_->perform_with(std::move(what), std::move(also));
    }

    std::string missing;

private:
    own_backend* all_;
};

TEST_F(two_books, lend_on_where_one_loan_cannot_be_written_down_here) {
    rules_without_an_item most(rules, "i1");
    performing = &most;
    open_both(book_side::ours);
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    EXPECT_EQ(ask(lend("i2", "p2")).result, verdict::done);
    EXPECT_EQ(borrower_of("i2"), "p2");
    EXPECT_THAT(orders(order_state::ordering), IsEmpty());
    ASSERT_EQ(orders(order_state::in_doubt).size(), 1U);
    EXPECT_EQ(orders(order_state::in_doubt)[0].barcode, "i1");
    EXPECT_EQ(reviews().size(), 1U) << "staff knows of it";
}

TEST_F(two_books, are_told_of_others_where_what_was_done_there_cannot_be_written_down_here) {
    rules_without_an_item most(rules, "i1");
    performing = &most;
    open_both(book_side::ours);
    EXPECT_EQ(ask(lend("i1")).result, verdict::done);
    EXPECT_EQ(ask_here(lend("i2", "p2")).result, verdict::done);
    deliver();
    EXPECT_EQ(far.times("CheckOutItem i2 p2"), 1U);
    ASSERT_EQ(orders(order_state::in_doubt).size(), 1U);
    EXPECT_EQ(orders(order_state::in_doubt)[0].tries, 1);
    most.missing.clear();
    here.clock.at += std::chrono::hours(1);
    deliver();
    EXPECT_THAT(orders(order_state::in_doubt), IsEmpty());
    EXPECT_EQ(borrower_of("i1"), "p1");
}

TEST_F(two_books, ask_for_nothing_more_where_our_own_rules_refuse_while_the_other_side_is_away) {
    how.outbox = {config::ncip_outbox_operation::checkout};
    storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& unit) {
        auto who = unit.holder_of(by.institution, "p1").value();
        who.expires_on = std::chrono::local_days(std::chrono::year(2020) / 1 / 1);
        unit.change(who);
    });
    peer.go_away();
    open_both(book_side::ours);
    EXPECT_EQ(ask(lend("i1")).result, verdict::refused);
    EXPECT_THAT(orders(order_state::ordering), IsEmpty()) << "a row that nobody could end";
    EXPECT_EQ(orders(order_state::refused).size(), 1U);
    EXPECT_THAT(reviews(), IsEmpty());
}

TEST_F(two_books, need_a_side_that_takes_what_has_happened) {
    open_both(book_side::ours, relay_stage::canary, false);
    EXPECT_EQ(ask_here(lend("i1")).result, verdict::done);
    EXPECT_THAT(orders(order_state::waiting), IsEmpty());
}

} // namespace
} // namespace circ::net::test
