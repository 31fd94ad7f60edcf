#include "server/circulation/desk_items.hpp"

#include "server/circulation/trail.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::hold_state;
using storage::item_state;

/// An operator at the desk, who says what is the matter with items.
class item_states : public library_test {
protected:
    item_state_outcome say(item_state to, const std::string& barcode = "i1") {
        requester by;
        by.institution = rows.institution.id;
        by.operator_name = "alma";
        item_state_outcome made;
        store.write(
            [&](storage::unit_of_work& in) {
                made = circulation::perform(
                    in,
                    set_item_state{.by = by, .item = barcode, .to = to, .why = "torn cover"},
                    {.rules = rules, .now = now});
            },
            now);
        return made;
    }
};

TEST_F(item_states, are_said_and_kept_with_the_name_and_the_reason) {
    const auto made = say(item_state::damaged);
    EXPECT_EQ(made.result, verdict::done);
    EXPECT_EQ(made.before, item_state::usable);
    EXPECT_EQ(item("i1").item.state, item_state::damaged);
    const auto event = store.ask([&](storage::reader& in) { return in.last_event_of(rows.item.id); });
    ASSERT_TRUE(event);
    EXPECT_EQ(event->kind, event_item_state);
    EXPECT_EQ(event->by, "alma");
    EXPECT_EQ(event->reason, "torn cover");
    EXPECT_EQ(event->detail, "from=0 to=4");
}

TEST_F(item_states, said_again_change_nothing) {
    static_cast<void>(say(item_state::missing));
    const auto before = all_rows_and_traces();
    EXPECT_TRUE(say(item_state::missing).repeated);
    EXPECT_EQ(all_rows_and_traces(), before);
}

TEST_F(item_states, of_what_is_there_again_give_back_what_was_paid_for_it) {
    static_cast<void>(checkout("p1", "i1"));
    set_loan("i1", storage::loan_state::lost);
    charge("i1", storage::fee_kind::replacement, 2500);
    ASSERT_EQ(perform(pay_fee{.by = kiosk, .card = "p1", .amount = storage::money{2500}, .currency = "EUR"}).result,
              verdict::done);
    ASSERT_EQ(item("i1").item.state, item_state::missing);
    now += days{10};
    ASSERT_EQ(say(item_state::usable).result, verdict::done);
    EXPECT_EQ(patron("p1").credit, storage::money{2500});
    static_cast<void>(say(item_state::missing));
    static_cast<void>(say(item_state::usable));
    EXPECT_EQ(patron("p1").credit, storage::money{2500}) << "once";
}

TEST_F(item_states, are_refused_for_an_item_nobody_has) {
    EXPECT_EQ(names_of(say(item_state::damaged, "nothing").reasons), "item_unknown");
}

struct lent_case {
    item_state to;
    const char* refusal;
};

class states_of_a_lent_item : public item_states, public testing::WithParamInterface<lent_case> {};

TEST_P(states_of_a_lent_item, are_refused_only_where_it_would_be_elsewhere) {
    static_cast<void>(checkout("p1", "i1"));
    const auto loan = item("i1").open_loan->id;
    EXPECT_EQ(names_of(say(GetParam().to).reasons), GetParam().refusal);
    EXPECT_EQ(item("i1").open_loan->id, loan) << "the loan stays";
}

INSTANTIATE_TEST_SUITE_P(all,
                         states_of_a_lent_item,
                         testing::Values(lent_case{item_state::damaged, ""},
                                         lent_case{item_state::in_repair, ""},
                                         lent_case{item_state::withdrawn, ""},
                                         lent_case{item_state::missing, "item_on_loan_to_other"},
                                         lent_case{item_state::on_order, "item_on_loan_to_other"},
                                         lent_case{item_state::in_process, "item_on_loan_to_other"}));

/// Every state but the first: each is ended by the same verb.
class states_out_of_order : public item_states, public testing::WithParamInterface<item_state> {};

TEST_P(states_out_of_order, are_ended_by_usable_and_the_item_is_lent_again) {
    static_cast<void>(say(GetParam()));
    ASSERT_EQ(say(item_state::usable).result, verdict::done);
    EXPECT_EQ(checkout("p1", "i1").result, verdict::done);
}

TEST_P(states_out_of_order, list_the_item_until_then) {
    const auto list = [&] {
        return store.ask(
            [&](storage::reader& in) { return in.items_in_state(rows.institution.id, GetParam(), {}); });
    };
    EXPECT_TRUE(list().empty());
    static_cast<void>(say(GetParam()));
    ASSERT_EQ(list().size(), 1U);
    EXPECT_EQ(list()[0].item.barcode, "i1");
    EXPECT_EQ(list()[0].title.control_number, "c1");
}

TEST_P(states_out_of_order, let_the_reader_wait_again_for_whom_it_was_kept) {
    const auto waiting = add_hold("p2");
    ASSERT_EQ(checkin("i1").alert, alert_kind::hold_here);
    EXPECT_TRUE(say(GetParam()).hold_waits_again);
    EXPECT_EQ(hold(waiting.id).state, hold_state::queued);
    const auto told = store.ask([](storage::reader& in) { return in.waiting_notices({}); });
    EXPECT_TRUE(told.empty()) << "its reader is not told to fetch it";
    static_cast<void>(say(item_state::usable));
    EXPECT_EQ(checkin("i1").alert, alert_kind::hold_here) << "and serves the same reader at its next scan";
}

TEST_P(states_out_of_order, end_the_way_to_another_branch) {
    static_cast<void>(add_hold("p2", [&](auto& h) { h.pickup = rows.east.id; }));
    ASSERT_EQ(checkin("i1").alert, alert_kind::hold_elsewhere);
    static_cast<void>(say(GetParam()));
    EXPECT_FALSE(item("i1").open_transit);
}

INSTANTIATE_TEST_SUITE_P(all,
                         states_out_of_order,
                         testing::Values(item_state::on_order,
                                         item_state::in_process,
                                         item_state::missing,
                                         item_state::damaged,
                                         item_state::in_repair,
                                         item_state::withdrawn));

TEST_F(item_states, leave_nothing_for_a_kiosk_to_take_back) {
    static_cast<void>(checkout("p1", "i1"));
    static_cast<void>(checkin("i1"));
    static_cast<void>(say(item_state::damaged));
    const auto made = perform(undo_checkin{.by = kiosk, .card = "p1", .item = "i1"});
    EXPECT_EQ(names_of(made.reasons), "item_damaged") << "judged as the checkout it has become";
    EXPECT_EQ(item("i1").item.state, item_state::damaged);
}

TEST_F(item_states, clear_a_hold_that_is_over_from_the_shelf) {
    static_cast<void>(add_hold("p2"));
    static_cast<void>(checkin("i1"));
    static_cast<void>(perform(cancel_hold{.by = kiosk, .card = "p2", .what = {.item = "i1", .title = {}}}));
    ASSERT_TRUE(item("i1").trapping_hold);
    EXPECT_FALSE(say(item_state::withdrawn).hold_waits_again);
    EXPECT_FALSE(item("i1").trapping_hold);
}

TEST_F(item_states, say_of_nobody_that_he_waits_whose_time_on_the_shelf_was_over) {
    const auto late = add_hold("p2");
    static_cast<void>(checkin("i1"));
    now += days{20};
    EXPECT_FALSE(say(item_state::damaged).hold_waits_again);
    EXPECT_EQ(hold(late.id).state, hold_state::lapsed);
}

} // namespace
} // namespace circ::test
