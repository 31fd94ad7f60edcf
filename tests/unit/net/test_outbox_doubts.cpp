// What cannot be delivered at once: tried again, looked up, left to a person or dropped, and done once.
#include "server/circulation/journal.hpp"
#include "tests/unit/net/outbox_fixture.hpp"
#include "tests/unit/net/store_over.hpp"

#include <new>

namespace circ::net::test {
namespace {

using circulation::order_change;
using circulation::verdict;
using storage::order_state;
using testing::ElementsAre;
using testing::IsEmpty;

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

TEST_F(an_outbox, forgets_all_that_ended_long_ago_however_many) {
    open();
    leave(450, order_state::done, lend("i1"));
    here.clock.at += circulation::journal_window_posted + std::chrono::hours(1);
    leave(1, order_state::done, lend("i2"));
    deliver();
    EXPECT_EQ(orders(order_state::done).size(), 1U);
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

TEST_F(an_outbox, goes_on_with_others_where_nothing_can_tell_what_became_of_one) {
    open();
    circulation::renew lost; // and how the loan stood is not known
    lost.card = "p1";
    lost.what.item = "i1";
    leave(1, order_state::in_doubt, next(lost), here.clock.at);
    EXPECT_EQ(perform(lend("i2", "p2")).result, verdict::done);
    bring_back();
    deliver();
    EXPECT_EQ(far.times("CheckOutItem i2"), 1U);
    for (int i = 0; i < 3; ++i) {
        here.clock.at += std::chrono::hours(1);
        deliver();
    }
    ASSERT_EQ(orders(order_state::in_doubt).size(), 1U);
    EXPECT_FALSE(orders(order_state::in_doubt)[0].next_try) << "it waits for a person";
    EXPECT_EQ(here.lines->of(log::event::outbox_stuck).size(), 1U);
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

TEST_F(an_outbox, leaves_to_a_person_what_the_other_side_does_not_understand) {
    open();
    EXPECT_EQ(perform(lend("i1")).result, verdict::done);
    far.busy = {"i1"};
    far.busy_because = "Unknown Value From Known Scheme";
    bring_back();
    for (int i = 0; i < 4; ++i) {
        deliver();
        here.clock.at += std::chrono::hours(1);
    }
    ASSERT_EQ(orders(order_state::stuck).size(), 1U);
    EXPECT_EQ(here.lines->of(log::event::outbox_stuck).size(), 1U);
    EXPECT_THAT(far.done, IsEmpty());
}

TEST_F(an_outbox, goes_on_with_others_where_one_fails_here) {
    open();
    EXPECT_EQ(perform(lend("i1", "p1")).result, verdict::done);
    EXPECT_EQ(perform(lend("i2", "p2")).result, verdict::done);
    bring_back();
    relay->line().on_answer = [this](std::chrono::microseconds) {
        if (far.heard.back() == "CheckOutItem" && far.done.back() == "CheckOutItem i1 p1")
            throw std::bad_alloc();
    };
    deliver();
    EXPECT_THAT(far.done, ElementsAre("CheckOutItem i1 p1", "CheckOutItem i2 p2"));
    ASSERT_EQ(orders(order_state::waiting).size(), 1U);
    EXPECT_EQ(orders(order_state::waiting)[0].tries, 1);
    relay->line().on_answer = {};
    here.clock.at += std::chrono::hours(1);
    deliver();
    EXPECT_THAT(orders(order_state::waiting), IsEmpty());
    EXPECT_EQ(far.times("CheckOutItem i1"), 1U) << "it was looked up, not sent again";
}

/// Cannot be read while it is told so, for want of memory.
class store_without_room final : public store_over {
public:
    using store_over::store_over;

    void read(const std::function<void(storage::reader&)>& what) override {
        if (fails) throw std::bad_alloc();
        store_over::read(what);
    }
    bool fails = false;
};

class an_outbox_over_it : public an_outbox {
protected:
    store_without_room store{here.library.store()};
    async_store storing{store, here.io.get_executor()};
};

TEST_F(an_outbox_over_it, looks_again_after_a_look_that_failed) {
    relay.emplace(here.io.get_executor(),
                  setup(),
                  relay_backend::parts{storing, here.performer, here.clock, *here.log});
    box.emplace(here.io.get_executor(), *relay, here.clock, *here.log, outbox::pace{.look = ms(1)});
    store.fails = true;
    bool ended = false;
    boost::asio::co_spawn(here.io, box->run(), [&](const std::exception_ptr&) { ended = true; });
    const auto told = [this] { return here.lines->of(log::event::request_failed).size(); };
    run_until(here.io, [&] { return ended || told() >= 2; });
    EXPECT_FALSE(ended);
    box->close();
    run_until(here.io, [&] { return ended; });
}

} // namespace
} // namespace circ::net::test
