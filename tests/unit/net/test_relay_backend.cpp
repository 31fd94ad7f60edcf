// Changes at another library system: once, whatever becomes of the answer, the connection or us.
#include "tests/unit/net/relayed.hpp"

#include <random>

namespace circ::net::test {
namespace {

using circulation::verdict;
using storage::order_state;
using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(a_relay, asks_for_a_loan_once_and_tells_what_the_other_side_said) {
    open();
    const auto asked = lend("i1");
    const auto told = perform(asked);
    EXPECT_EQ(told.result, verdict::done);
    ASSERT_TRUE(told.item);
    EXPECT_EQ(told.item->title, "The Two Towers");
    EXPECT_TRUE(told.due_at);
    EXPECT_THAT(far.done, ElementsAre("CheckOutItem i1 p1"));
    const auto rows = orders(order_state::done);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].card, "") << "nobody has to know any more";
    EXPECT_EQ(rows[0].barcode, "");
}

TEST_F(a_relay, answers_a_repeat_from_what_it_has_written_down) {
    open();
    const auto asked = lend("i1");
    const auto first = perform(asked);
    open(); // as after a new start
    const auto again = perform(asked);
    EXPECT_EQ(again.result, verdict::done);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.due_at, first.due_at);
    ASSERT_TRUE(again.item);
    EXPECT_EQ(again.item->title, "The Two Towers");
    EXPECT_EQ(far.times("CheckOutItem"), 1U);
}

TEST_F(a_relay, orders_once_when_the_same_request_comes_twice_at_the_same_time) {
    open();
    const auto asked = lend("i1");
    int ended = 0;
    int repeated = 0;
    for (int i = 0; i < 3; ++i) {
        circulation::any_operation what = asked;
        boost::asio::co_spawn(here.io,
                              relay->perform(std::move(what)),
                              [&](std::exception_ptr failure, circulation::any_outcome told) {
                                  EXPECT_FALSE(failure);
                                  EXPECT_EQ(circulation::common(told).result, verdict::done);
                                  repeated += circulation::common(told).repeated ? 1 : 0;
                                  ++ended;
                              });
    }
    run_until(here.io, [&] { return ended == 3; });
    EXPECT_EQ(repeated, 2);
    EXPECT_EQ(far.times("CheckOutItem"), 1U);
}

TEST_F(a_relay, asks_anew_after_a_refusal) {
    open();
    far.refuses_all = true;
    const auto asked = lend("i1");
    EXPECT_EQ(perform(asked).result, verdict::refused);
    far.refuses_all = false;
    EXPECT_EQ(perform(asked).result, verdict::done);
    EXPECT_EQ(orders(order_state::done).size(), 1U);
    EXPECT_THAT(orders(order_state::refused), IsEmpty()) << "it is the same row";
}

/// All ways in which an answer is lost although the other side has acted.
const manner losses[] = {manner::is_silent,
                         manner::resets_when_read,
                         manner::closes_when_read,
                         manner::half_an_answer,
                         manner::half_a_head,
                         manner::web_page,
                         manner::web_page_as_error,
                         manner::free_text,
                         manner::too_long,
                         manner::wrong_length,
                         manner::drips};

class a_lost_answer : public a_relay, public testing::WithParamInterface<manner> {};

TEST_P(a_lost_answer, to_a_loan_is_looked_up_and_nothing_is_lent_twice) {
    open();
    once("CheckOutItem", GetParam());
    const auto told = perform(lend("i1"));
    EXPECT_EQ(told.result, verdict::done);
    EXPECT_TRUE(told.due_at);
    EXPECT_EQ(far.times("CheckOutItem"), 1U);
    EXPECT_EQ(far.loans.at("i1").card, "p1");
    EXPECT_EQ(orders(order_state::done).size(), 1U);
}

TEST_P(a_lost_answer, that_cannot_be_looked_up_is_listed_and_found_out_later) {
    open();
    peer.treats = [](const std::string& document) -> std::optional<manner> {
        const bool is_order = document.find("<CheckOutItem>") != std::string::npos;
        return is_order ? GetParam() : manner::resets_when_read;
    };
    const auto asked = lend("i1");
    const auto told = perform(asked);
    EXPECT_EQ(told.result, verdict::unavailable);
    const auto open_rows = orders(order_state::in_doubt);
    ASSERT_EQ(open_rows.size(), 1U);
    EXPECT_EQ(open_rows[0].barcode, "i1");
    ASSERT_EQ(reviews().size(), 1U);
    EXPECT_EQ(reviews()[0].kind, "outcome_open");
    // Heard again: what became of it is looked up, and nothing is ordered.
    peer.treats = {};
    deliver();
    EXPECT_EQ(orders(order_state::done).size(), 1U);
    EXPECT_EQ(far.times("CheckOutItem"), 1U);
    EXPECT_EQ(reviews().size(), 1U) << "the device was told otherwise: staff has to see to it";
    const auto again = perform(asked);
    EXPECT_EQ(again.result, verdict::done);
    EXPECT_TRUE(again.repeated);
}

TEST_P(a_lost_answer, is_looked_up_when_the_device_asks_again) {
    open();
    peer.treats = [](const std::string& document) -> std::optional<manner> {
        const bool is_order = document.find("<CheckOutItem>") != std::string::npos;
        return is_order ? GetParam() : manner::resets_when_read;
    };
    const auto asked = lend("i1");
    EXPECT_EQ(perform(asked).result, verdict::unavailable);
    peer.treats = {};
    const auto again = perform(asked);
    EXPECT_EQ(again.result, verdict::done);
    EXPECT_EQ(far.times("CheckOutItem"), 1U);
    EXPECT_THAT(orders(order_state::in_doubt), IsEmpty());
    EXPECT_THAT(reviews(), IsEmpty()) << "the device knows it now";
}

TEST_P(a_lost_answer, to_a_payment_is_asked_for_by_its_number_and_booked_once) {
    open();
    always("CreateUserFiscalTransaction", GetParam());
    const auto asked = pay("p1", 250);
    const auto told = perform(asked);
    EXPECT_NE(told.result, verdict::refused);
    peer.treats = {};
    for (int i = 0; i < 3; ++i) {
        deliver();
        here.clock.at += std::chrono::minutes(10);
    }
    EXPECT_EQ(far.payments.size(), 1U);
    EXPECT_EQ(far.times("CreateUserFiscalTransaction"), 1U);
    EXPECT_EQ(orders(order_state::done).size(), 1U);
    EXPECT_THAT(reviews(), IsEmpty());
    perform(asked);
    EXPECT_EQ(far.payments.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(each, a_lost_answer, testing::ValuesIn(losses), [](const auto& each) {
    return std::string(manners[static_cast<std::size_t>(each.param)].name);
});

TEST_F(a_relay, takes_what_was_under_way_when_a_daemon_ended_for_open) {
    open();
    const auto asked = lend("i1");
    circulation::any_operation what = asked;
    // The daemon ends between the order and its answer: the row is there, and the loan there too.
    static_cast<void>(result_of(here.io, relay->book().begin(what, std::nullopt, {})));
    far.loans["i1"] = {.card = "p1", .renewals = 0, .due = {}};
    open();
    finish(here.io, relay->start());
    EXPECT_EQ(orders(order_state::in_doubt).size(), 1U);
    EXPECT_EQ(perform(asked).result, verdict::done);
    EXPECT_EQ(far.times("CheckOutItem"), 0U) << "it was there already";
}

TEST_F(a_relay, orders_what_was_never_sent_when_the_device_asks_again) {
    open();
    const auto asked = lend("i1");
    circulation::any_operation what = asked;
    static_cast<void>(result_of(here.io, relay->book().begin(what, std::nullopt, {})));
    open();
    finish(here.io, relay->start());
    EXPECT_EQ(perform(asked).result, verdict::done);
    EXPECT_EQ(far.times("CheckOutItem"), 1U);
    EXPECT_THAT(reviews(), IsEmpty());
}

class every_operation : public a_relay, public testing::WithParamInterface<manner> {};

/// What a device asks for in a day, each asked of a system that never gives an answer.
TEST_P(every_operation, gets_its_typed_answer_within_its_time) {
    peer.behaves = [](std::size_t) { return GetParam(); };
    how.call = ms(200);
    how.budget = ms(1000);
    open();
    const auto within = [&](const auto& asked) {
        const std::size_t before = peer.heard.size();
        const auto told = perform(asked);
        EXPECT_LE(static_cast<std::int64_t>(peer.heard.size() - before), how.budget / how.call)
            << "no time is left for more calls without an answer";
        EXPECT_EQ(told.result, verdict::unavailable);
        EXPECT_FALSE(told.reasons.empty());
    };
    within(lend("i1"));
    within(give_back("i1"));
    circulation::patron_account account;
    account.card = "p1";
    within(next(account));
    circulation::item_details details;
    details.item = "i1";
    within(next(details));
    circulation::renew longer;
    longer.card = "p1";
    longer.what.item = "i1";
    within(next(longer));
    circulation::renew_all all;
    all.card = "p1";
    within(next(all));
    circulation::place_hold hold;
    hold.card = "p1";
    hold.what.item = "i1";
    within(next(hold));
    circulation::cancel_hold no_hold;
    no_hold.card = "p1";
    no_hold.what.item = "i1";
    within(next(no_hold));
    within(pay("p1", 250));
}

INSTANTIATE_TEST_SUITE_P(each,
                         every_operation,
                         testing::Values(manner::is_silent,
                                         manner::resets_when_read,
                                         manner::half_an_answer,
                                         manner::web_page,
                                         manner::web_page_as_error,
                                         manner::free_text),
                         [](const auto& each) {
                             return std::string(manners[static_cast<std::size_t>(each.param)].name);
                         });

TEST_F(a_relay, is_off_line_while_the_other_side_is_away_and_nothing_may_be_accepted) {
    how.breaker_failures = 1;
    open();
    circulation::service_status asked;
    EXPECT_TRUE(perform(next(asked)).online);
    peer.go_away();
    peer.close_all();
    EXPECT_EQ(perform(lend("i1")).result, verdict::unavailable);
    EXPECT_FALSE(relay->line().is_up());
    EXPECT_FALSE(perform(next(asked)).online);
    peer.come_back();
    run_until(here.io, [&] { return relay->line().is_up(); });
    EXPECT_TRUE(perform(next(asked)).online);
}

TEST_F(a_relay, says_what_can_be_done_while_the_other_side_is_away) {
    how.breaker_failures = 1;
    how.outbox = {config::ncip_outbox_operation::checkin};
    peer.go_away();
    open();
    EXPECT_EQ(perform(lend("i1")).result, verdict::unavailable);
    const auto told = perform(next(circulation::service_status{}));
    EXPECT_TRUE(told.online);
    EXPECT_TRUE(told.may_checkin);
    EXPECT_FALSE(told.may_checkout);
    EXPECT_FALSE(told.may_renew);
}

TEST_F(a_relay, asks_for_nothing_that_it_cannot_write_down) {
    open();
    here.library.store().stop();
    EXPECT_EQ(perform(lend("i1")).result, verdict::unavailable);
    EXPECT_THAT(far.done, IsEmpty());
    EXPECT_FALSE(here.lines->of(log::event::order_not_kept).empty());
}

TEST_F(a_relay, follows_a_reload_without_forgetting_what_was_done) {
    open();
    const auto asked = lend("i1");
    EXPECT_EQ(perform(asked).result, verdict::done);
    how.budget = ms(500);
    relay->set(setup());
    EXPECT_TRUE(perform(asked).repeated);
    EXPECT_EQ(relay->settings().backend.budget, ms(500));
    EXPECT_EQ(perform(lend("i2")).result, verdict::done);
}

TEST_F(a_relay, lends_and_takes_back_each_item_once_when_half_of_all_answers_are_lost) {
    for (int i = 0; i < 30; ++i)
        far.titles["n" + std::to_string(i)] = "Number " + std::to_string(i);
    open();
    std::mt19937 dice(7); // the same every time
    const manner some[] = {manner::resets_when_read,
                           manner::closes_when_read,
                           manner::half_an_answer,
                           manner::web_page};
    peer.behaves = [&](std::size_t) {
        return dice() % 2 == 0 ? manner::answers : some[dice() % std::size(some)];
    };
    for (int i = 0; i < 30; ++i) {
        const std::string barcode = "n" + std::to_string(i);
        const auto asked = lend(barcode);
        // A kiosk asks three times, then the reader goes away.
        for (int tries = 0; tries < 3 && perform(asked).result != verdict::done; ++tries) {
        }
        EXPECT_LE(far.times("CheckOutItem " + barcode + ' '), 1U) << barcode;
    }
    peer.behaves = [](std::size_t) { return manner::answers; };
    for (int i = 0; i < 5; ++i) {
        deliver();
        here.clock.at += std::chrono::hours(1);
    }
    EXPECT_THAT(orders(order_state::in_doubt), IsEmpty());
    EXPECT_THAT(orders(order_state::ordering), IsEmpty());
    // Each row that is done is a loan there, and each loan there is a row that is done.
    EXPECT_EQ(orders(order_state::done).size(), far.loans.size());
    EXPECT_GT(far.loans.size(), 20U);
}

} // namespace
} // namespace circ::net::test
