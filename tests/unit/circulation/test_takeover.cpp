// Open business of another system: what fits is taken as it says, what does not is told, and the
// same once more changes nothing, nor what has been dealt with here since.

#include "server/circulation/desk.hpp"
#include "server/circulation/desk_items.hpp"
#include "server/circulation/takeover.hpp"
#include "tests/support/library_fixture.hpp"

namespace circ::test {
namespace {

using namespace circulation;
using namespace std::chrono;
using storage::fee_kind;
using storage::hold_state;
using storage::loan_state;

class takeover : public library_fixture, public testing::Test {
protected:
    template <class Asked>
    auto take(Asked asked) {
        asked.by = kiosk;
        asked.by.terminal = {};
        asked.by.operator_name = "anna";
        decltype(take_over(
            std::declval<storage::unit_of_work&>(), asked, std::declval<surroundings&>())) made;
        store.write(
            [&](storage::unit_of_work& unit) {
                made = take_over(unit, asked, {.rules = rules, .now = now});
            },
            now);
        return made;
    }
    open_loan lent(const std::string& card = "p1", const std::string& item = "i1") const {
        return {.card = card,
                .item = item,
                .lent_at = now - days(20),
                .due_at = now + days(8),
                .renewals = 1};
    }
    open_hold held(const std::string& card = "p1") const {
        return {
            .card = card, .what = {.title = "c1"}, .pickup = "EAST", .placed_at = now - days(3)};
    }
    open_hold kept_for(const std::string& card = "p1") const {
        auto made = held(card);
        made.what = {.item = "i1"};
        made.state = hold_state::on_shelf;
        return made;
    }
    requester at_the_desk() const {
        auto by = kiosk;
        by.terminal = {};
        by.terminal_login.clear();
        by.operator_name = "anna";
        return by;
    }
    template <class Record>
    bool end(const Record& one) {
        bool is_ended = false;
        store.write(
            [&](storage::unit_of_work& unit) {
                is_ended = end_taken_over(unit, one, at_the_desk(), now);
            },
            now);
        return is_ended;
    }
    open_debt owed(std::int64_t cents) const {
        return {.card = "p1",
                .number = "7001",
                .kind = fee_kind::overdue,
                .amount = {cents},
                .assessed_at = now - days(9)};
    }
    void TearDown() override {
        for (const auto& each : violations())
            ADD_FAILURE() << each.name << ": " << each.sentence;
    }
};

TEST_F(takeover, makes_a_loan_as_the_old_system_says_on_the_terms_of_today) {
    const auto made = take(lent());
    ASSERT_EQ(made.what, taken_as::added) << names_of(made.reasons);
    const auto loan = item("i1").open_loan.value();
    EXPECT_EQ(loan.lent_at, now - days(20));
    EXPECT_EQ(loan.due_at, now + days(8));
    EXPECT_EQ(loan.renewals, 1);
    EXPECT_FALSE(loan.terms.rule.empty());
    EXPECT_EQ(patron("p1").open_loans, 1);
    EXPECT_EQ(take(lent()).what, taken_as::unchanged);
    auto renewed = lent();
    renewed.due_at += days(14);
    EXPECT_EQ(take(renewed).what, taken_as::updated);
    EXPECT_EQ(item("i1").open_loan->due_at, renewed.due_at);
}

TEST_F(takeover, keeps_lost_and_claimed_loans_so) {
    auto lost = lent();
    lost.state = loan_state::lost;
    lost.since = now - days(2);
    EXPECT_EQ(take(lost).what, taken_as::added);
    EXPECT_EQ(item("i1").open_loan->lost_at, now - days(2));
    lost.state = loan_state::claimed_returned;
    EXPECT_EQ(take(lost).what, taken_as::updated);
    EXPECT_EQ(item("i1").open_loan->lost_at, std::nullopt);
    EXPECT_EQ(item("i1").open_loan->claimed_at, now - days(2));
}

TEST_F(takeover, leaves_a_loan_that_has_been_renewed_here) {
    static_cast<void>(take(lent()));
    now += hours(1);
    const auto renewed =
        perform(circulation::renew{.by = kiosk, .card = "p1", .what = {.item = "i1"}});
    ASSERT_EQ(renewed.result, verdict::done) << names_of(renewed.reasons);
    EXPECT_EQ(take(lent()).what, taken_as::unchanged);
    EXPECT_EQ(item("i1").open_loan->due_at, *renewed.due_at);
}

TEST_F(takeover, leaves_a_loan_that_has_been_called_back_here) {
    rules = policy_with({{.name = "test", .set = {{"recall", true, {}}}}});
    auto told = lent();
    told.recall = told_recall{};
    static_cast<void>(take(told));
    ASSERT_EQ(perform(recall_item{.by = at_the_desk(), .item = "i1"}).result, verdict::done);
    EXPECT_EQ(take(told).what, taken_as::unchanged);
    EXPECT_TRUE(item("i1").open_loan->recalled_at);
    EXPECT_FALSE(end(*item("i1").open_loan));
}

TEST_F(takeover, follows_a_loan_that_is_called_back_in_the_old_system) {
    auto told = lent();
    told.recall = told_recall{.at = now - days(2), .due_at = {}, .due_before = told.due_at + days(9)};
    ASSERT_EQ(take(told).what, taken_as::added);
    EXPECT_EQ(item("i1").open_loan->recall_due_at, told.due_at);
    EXPECT_EQ(take(told).what, taken_as::unchanged);
    told.recall.reset();
    told.due_at -= days(1);
    EXPECT_EQ(take(told).what, taken_as::updated);
    EXPECT_EQ(item("i1").open_loan->recalled_at, now - days(2));
    EXPECT_TRUE(end(*item("i1").open_loan)) << "it is over there";
}

TEST_F(takeover, leaves_a_claim_that_was_made_here_whatever_has_happened_to_the_item_since) {
    static_cast<void>(take(lent()));
    ASSERT_EQ(
        perform(claim_returned{.by = at_the_desk(), .item = "i1", .why = "says so"}).result,
        verdict::done);
    ASSERT_EQ(perform(set_item_state{.by = at_the_desk(),
                                     .item = "i1",
                                     .to = storage::item_state::damaged,
                                     .why = "was torn before"})
                  .result,
              verdict::done);
    EXPECT_EQ(take(lent()).what, taken_as::unchanged);
    EXPECT_EQ(item("i1").open_loan->state, loan_state::claimed_returned);
    EXPECT_FALSE(end(*item("i1").open_loan));
}

TEST_F(takeover, says_an_item_is_found_that_was_thought_to_be_missing) {
    change_item("i1", [](storage::item& one) { one.state = storage::item_state::missing; });
    const auto made = take(lent());
    EXPECT_EQ(item("i1").item.state, storage::item_state::usable);
    ASSERT_TRUE(made.item_before);
    EXPECT_EQ(made.item_before->state, storage::item_state::missing);
}

TEST_F(takeover, returned_items_end_loans_that_were_taken_over) {
    static_cast<void>(take(lent()));
    EXPECT_EQ(checkin("i1").result, verdict::done);
    EXPECT_EQ(patron("p1").open_loans, 0);
}

struct misfit {
    const char* name;
    std::function<void(open_loan&)> change;
    const char* reasons;
};

class loan_misfits : public takeover, public testing::WithParamInterface<misfit> {};

TEST_P(loan_misfits, are_refused_with_all_that_is_wrong) {
    add_item("i9", [](storage::item& one) { one.state = storage::item_state::withdrawn; });
    add_item("i2");
    ASSERT_EQ(checkout("p2", "i2").result, verdict::done);
    auto asked = lent();
    GetParam().change(asked);
    const auto made = take(asked);
    EXPECT_EQ(made.result, verdict::refused);
    EXPECT_EQ(names_of(made.reasons), GetParam().reasons);
    EXPECT_EQ(patron("p1").open_loans, 0);
}

INSTANTIATE_TEST_SUITE_P(
    loans,
    loan_misfits,
    testing::Values(misfit{"unknown",
                           [](open_loan& one) {
                               one.card = "x";
                               one.item = "y";
                           },
                           "patron_unknown item_unknown"},
                    misfit{"branch", [](open_loan& one) { one.branch = "WEST"; }, "branch_unknown"},
                    misfit{
                        "lent", [](open_loan& one) { one.item = "i2"; }, "item_on_loan_to_other"},
                    misfit{"withdrawn", [](open_loan& one) { one.item = "i9"; }, "item_withdrawn"}),
    [](const auto& each) { return each.param.name; });

TEST_F(takeover, queues_holds_in_the_order_of_their_places) {
    auto second = held("p1");
    second.place = 2;
    auto first = held("p2");
    first.place = 1;
    first.placed_at = now - days(1);
    EXPECT_EQ(take(second).what, taken_as::added);
    EXPECT_EQ(take(first).what, taken_as::added);
    const auto queue =
        store.ask([&](storage::reader& in) { return in.queue_of(item("i1").title.id, {}); });
    ASSERT_EQ(queue.size(), 2U);
    EXPECT_EQ(queue.front().patron, patron("p2").id);
    EXPECT_EQ(take(second).what, taken_as::unchanged);
    second.pickup = "MAIN";
    EXPECT_EQ(take(second).what, taken_as::updated);
}

TEST_F(takeover, puts_a_held_item_on_its_shelf_or_on_its_way) {
    auto ready = held();
    ready.what = {.item = "i1"};
    ready.state = hold_state::on_shelf;
    const auto made = take(ready);
    ASSERT_EQ(made.what, taken_as::added) << names_of(made.reasons);
    EXPECT_EQ(item("i1").trapping_hold->state, hold_state::on_shelf);
    EXPECT_EQ(item("i1").item.place, made.after->pickup);
    EXPECT_TRUE(made.after->shelf_until) << "as policy says";
    EXPECT_EQ(take(ready).what, taken_as::unchanged);

    add_item("i2");
    auto travelling = held("p2");
    travelling.what = {.item = "i2"};
    travelling.state = hold_state::in_transit;
    EXPECT_EQ(take(travelling).what, taken_as::added);
    EXPECT_EQ(item("i2").open_transit->hold, item("i2").trapping_hold->id);
    ready.card = "p2";
    EXPECT_EQ(names_of(take(ready).reasons), "item_trapped_for_other");
    EXPECT_EQ(item("i2").trapping_hold->patron, patron("p2").id) << "its own hold has an item already";
}

TEST_F(takeover, follows_a_hold_on_its_way_to_the_shelf_and_to_another_day) {
    auto asked = kept_for();
    asked.state = hold_state::in_transit;
    ASSERT_EQ(take(asked).what, taken_as::added);
    asked.state = hold_state::on_shelf;
    EXPECT_EQ(take(asked).what, taken_as::updated) << "it has arrived over there";
    EXPECT_FALSE(item("i1").open_transit);
    EXPECT_EQ(item("i1").item.place, item("i1").trapping_hold->pickup);
    asked.shelf_until = *item("i1").trapping_hold->shelf_until + days(7);
    EXPECT_EQ(take(asked).what, taken_as::updated);
    EXPECT_EQ(item("i1").trapping_hold->shelf_until, asked.shelf_until);
    asked.state = hold_state::in_transit;
    EXPECT_EQ(take(asked).what, taken_as::updated);
    auto waiting = held();
    EXPECT_EQ(take(waiting).what, taken_as::updated);
    EXPECT_FALSE(item("i1").open_transit) << "it is on its way to nobody";
    EXPECT_FALSE(item("i1").trapping_hold);
}

TEST_F(takeover, leaves_a_hold_for_which_an_item_was_found_here) {
    ASSERT_EQ(take(held()).what, taken_as::added);
    ASSERT_EQ(checkin("i1").result, verdict::done);
    ASSERT_TRUE(item("i1").trapping_hold);
    EXPECT_EQ(take(held()).what, taken_as::unchanged);
    EXPECT_EQ(item("i1").trapping_hold->patron, patron("p1").id);
    EXPECT_FALSE(end(*item("i1").trapping_hold));
}

TEST_F(takeover, ends_holds_whose_item_waits_or_travels) {
    static_cast<void>(take(kept_for()));
    const auto kept = *item("i1").trapping_hold;
    EXPECT_TRUE(end(kept));
    EXPECT_EQ(hold(kept.id).state, hold_state::cancelled);
    EXPECT_TRUE(item("i1").trapping_hold) << "it stands on the shelf until it is cleared";
    EXPECT_FALSE(end(hold(kept.id)));

    add_item("i2");
    auto travelling = held("p2");
    travelling.what = {.item = "i2"};
    travelling.state = hold_state::in_transit;
    static_cast<void>(take(travelling));
    EXPECT_TRUE(end(*item("i2").trapping_hold));
    EXPECT_FALSE(item("i2").trapping_hold);
}

TEST_F(takeover, fills_the_hold_of_a_reader_who_fetched_the_item) {
    static_cast<void>(take(kept_for()));
    const auto kept = *item("i1").trapping_hold;
    EXPECT_EQ(names_of(take(lent("p2")).reasons), "item_trapped_for_other");
    const auto made = take(lent("p1"));
    ASSERT_EQ(made.what, taken_as::added) << names_of(made.reasons);
    EXPECT_EQ(made.after->filled_hold, kept.id);
    EXPECT_EQ(hold(kept.id).state, hold_state::filled);
    EXPECT_FALSE(item("i1").trapping_hold);
    EXPECT_EQ(patron("p1").open_holds, 0);
    ASSERT_TRUE(made.hold_before && made.hold_after);
    EXPECT_EQ(made.hold_before->state, hold_state::on_shelf);
}

TEST_F(takeover, takes_an_item_that_waits_to_be_cleared_for_nobody) {
    static_cast<void>(take(kept_for()));
    EXPECT_TRUE(end(*item("i1").trapping_hold));
    EXPECT_EQ(names_of(take(lent("p2")).reasons), "");
    EXPECT_FALSE(item("i1").trapping_hold);
}

TEST_F(takeover, refuses_holds_that_do_not_fit) {
    auto asked = held("x");
    asked.what.title = "c9";
    asked.pickup = "WEST";
    asked.state = hold_state::on_shelf;
    EXPECT_EQ(names_of(take(asked).reasons),
              "patron_unknown title_unknown pickup_unknown request_incomplete");
    ASSERT_EQ(checkout("p2", "i1").result, verdict::done);
    auto lent_out = held();
    lent_out.what = {.item = "i1"};
    lent_out.state = hold_state::on_shelf;
    EXPECT_EQ(names_of(take(lent_out).reasons), "item_on_loan_to_other");
}

TEST_F(takeover, follows_a_fee_until_somebody_answers_it_here) {
    EXPECT_EQ(take(owed(500)).what, taken_as::added);
    EXPECT_EQ(patron("p1").owed.minor, 500);
    EXPECT_EQ(take(owed(500)).what, taken_as::unchanged);
    EXPECT_EQ(take(owed(300)).what, taken_as::updated) << "paid in part over there";
    EXPECT_EQ(patron("p1").owed.minor, 300);
    EXPECT_EQ(take(owed(450)).what, taken_as::updated) << "it has grown";
    EXPECT_EQ(patron("p1").owed.minor, 450);
    EXPECT_EQ(take(owed(0)).what, taken_as::updated);
    EXPECT_EQ(patron("p1").owed.minor, 0);
    EXPECT_EQ(take(owed(100)).what, taken_as::updated);
    pay_fee paid{.by = kiosk, .card = "p1", .amount = money{40}, .currency = "EUR"};
    ASSERT_EQ(perform(paid).result, verdict::done);
    EXPECT_EQ(take(owed(100)).what, taken_as::unchanged) << "it was paid here";
    EXPECT_EQ(patron("p1").owed.minor, 60);
}

TEST_F(takeover, books_a_credit_once_and_follows_it) {
    const open_credit asked{.card = "p1", .amount = {375}, .since = now};
    EXPECT_EQ(take(asked).what, taken_as::added);
    EXPECT_EQ(take(asked).what, taken_as::unchanged);
    EXPECT_EQ(patron("p1").credit.minor, 375);
    auto less = asked;
    less.amount = {100};
    EXPECT_EQ(take(less).what, taken_as::updated);
    EXPECT_EQ(patron("p1").credit.minor, 100);
}

TEST_F(takeover, keeps_blocks_cards_and_messages_once_each) {
    const standing_block block{.card = "p1", .why = "moved away", .placed_at = now};
    const further_card card{
        .card = "p1", .number = "old", .state = storage::card_state::lost, .since = now};
    const left_message text{.card = "p1", .text = "call us"};
    EXPECT_EQ(take(block).what, taken_as::added);
    EXPECT_EQ(take(card).what, taken_as::added);
    EXPECT_EQ(take(text).what, taken_as::added);
    EXPECT_EQ(take(block).what, taken_as::unchanged);
    EXPECT_EQ(take(card).what, taken_as::unchanged);
    EXPECT_EQ(take(text).what, taken_as::unchanged);
    EXPECT_EQ(patron("old").id, patron("p1").id);
    further_card taken = card;
    taken.card = "p2";
    EXPECT_EQ(names_of(take(taken).reasons), "card_number_taken");
}

} // namespace
} // namespace circ::test
