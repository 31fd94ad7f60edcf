#include "server/circulation/desk_holds.hpp"
#include "server/circulation/notice.hpp"
#include "tests/unit/circulation/at_the_desk.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::hold_state;

constexpr local_date today = local_days{2026y / March / 2};

// What speaks against a verb, over facts.

struct decided_case {
    std::string name;
    std::function<void(desk_hold_facts&)> given;
    std::string reasons;

    friend std::ostream& operator<<(std::ostream& out, const decided_case& shown) {
        return out << shown.name;
    }
};

class desk_decision : public testing::TestWithParam<decided_case> {};

TEST_P(desk_decision, names_all_that_speaks_against_it) {
    desk_hold_facts facts;
    facts.hold = storage::hold{};
    facts.today = today;
    facts.why = "asked for by telephone";
    GetParam().given(facts);
    EXPECT_EQ(names_of(decide_desk_hold(facts)), GetParam().reasons);
}

INSTANTIATE_TEST_SUITE_P(
    all,
    desk_decision,
    testing::Values(
        decided_case{"nothing", [](desk_hold_facts&) {}, ""},
        decided_case{"no_such_hold", [](desk_hold_facts& f) { f.hold.reset(); }, "hold_not_found"},
        decided_case{"over_already",
                     [](desk_hold_facts& f) { f.hold->state = hold_state::cancelled; },
                     "hold_not_found"},
        decided_case{"no_reason", [](desk_hold_facts& f) { f.why = " "; }, "request_incomplete"},
        decided_case{"its_item_is_there",
                     [](desk_hold_facts& f) {
                         f.must_wait = true;
                         f.hold->state = hold_state::on_shelf;
                     },
                     "hold_has_item"},
        decided_case{"its_item_may_be_there",
                     [](desk_hold_facts& f) { f.hold->state = hold_state::on_shelf; },
                     ""},
        decided_case{"until_today", [](desk_hold_facts& f) { f.until = today; }, "hold_expiry_past"},
        decided_case{"until_tomorrow", [](desk_hold_facts& f) { f.until = today + days{1}; }, ""},
        decided_case{"no_such_branch",
                     [](desk_hold_facts& f) { f.unknown_pickup = "MOON"; },
                     "pickup_unknown"}),
    [](const auto& row) { return row.param.name; });

// The order of a queue: holds by name with their ranks, in their order.

struct order_case {
    std::string name;
    std::vector<std::int64_t> ranks; ///< of the holds 1, 2, 3 ... in their order
    std::int64_t moved;
    int position;
    std::vector<std::int64_t> order; ///< ids afterwards

    friend std::ostream& operator<<(std::ostream& out, const order_case& shown) {
        return out << shown.name;
    }
};

class desk_order : public testing::TestWithParam<order_case> {};

TEST_P(desk_order, is_as_asked_and_touches_no_more_than_it_must) {
    const auto& row = GetParam();
    std::vector<storage::hold> queue;
    for (std::size_t i = 0; i < row.ranks.size(); ++i) {
        storage::hold one;
        one.id.value = static_cast<std::int64_t>(i) + 1;
        one.rank = row.ranks[i];
        queue.push_back(one);
    }
    const auto changed = decide_order(queue, storage::hold_id{row.moved}, row.position);
    for (const auto& each : changed)
        queue[static_cast<std::size_t>(each.id.value - 1)].rank = each.rank;
    std::ranges::sort(queue, {}, [](const auto& h) { return std::pair{h.rank, h.id}; });
    std::vector<std::int64_t> order;
    for (const auto& each : queue)
        order.push_back(each.id.value);
    EXPECT_EQ(order, row.order);
    const bool is_roomy = std::ranges::adjacent_find(row.ranks, [](auto a, auto b) {
                              return b - a < 2;
                          }) == row.ranks.end();
    EXPECT_TRUE(!is_roomy || changed.size() <= 1);
    EXPECT_EQ(changed.empty(), std::ranges::is_sorted(order)) << "each as before";
}

INSTANTIATE_TEST_SUITE_P(
    all,
    desk_order,
    testing::Values(order_case{"to_the_front", {10, 20, 30}, 3, 1, {3, 1, 2}},
                    order_case{"to_the_end", {10, 20, 30}, 1, 3, {2, 3, 1}},
                    order_case{"between", {10, 20, 30}, 3, 2, {1, 3, 2}},
                    order_case{"downwards", {10, 20, 30, 40}, 1, 3, {2, 3, 1, 4}},
                    order_case{"beyond_the_end", {10, 20, 30}, 1, 9, {2, 3, 1}},
                    order_case{"before_the_front", {10, 20, 30}, 2, -4, {2, 1, 3}},
                    order_case{"where_it_is", {10, 20, 30}, 2, 2, {1, 2, 3}},
                    order_case{"where_it_is_beside_room", {10, 12, 30}, 2, 2, {1, 2, 3}},
                    order_case{"the_only_one", {10}, 1, 1, {1}},
                    order_case{"no_room_between", {10, 11, 12}, 3, 2, {1, 3, 2}},
                    order_case{"one_moment_for_all", {7, 7, 7, 7}, 4, 2, {1, 4, 2, 3}},
                    order_case{"one_moment_to_the_end", {7, 7, 7}, 1, 3, {2, 3, 1}}),
    [](const auto& row) { return row.param.name; });

// In the store.

class desk_holds : public at_the_desk {
protected:
    template <class Operation>
    outcome_of<Operation> ask_for(Operation asked, storage::hold_id hold) {
        asked.by = bert;
        asked.hold = hold;
        asked.why = "by telephone";
        return perform(asked);
    }
    /// A hold of p1 whose item stands on the shelf of MAIN.
    storage::hold on_shelf() {
        const auto made = add_hold("p1");
        EXPECT_EQ(checkin("i1").alert, alert_kind::hold_here);
        return hold(made.id);
    }
};

TEST_F(desk_holds, suspends_until_a_day_and_keeps_the_place) {
    const auto first = add_hold("p1");
    const auto second = add_hold("p2");
    suspend_hold asked;
    asked.until = today + days{7};
    const auto made = ask_for(asked, first.id);
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_EQ(made.position, 1);
    expect_event(last_event_of(first.patron), "hold_suspended", "by telephone");
    EXPECT_EQ(names_of(ask_for(asked, first.id).reasons), "already_so");
    EXPECT_EQ(checkin("i1").hold_card, "p2") << "the next one is served";
    EXPECT_EQ(hold(second.id).state, hold_state::on_shelf);
}

TEST_F(desk_holds, a_suspended_hold_is_served_from_its_day_on) {
    const auto first = add_hold("p1");
    suspend_hold asked;
    asked.until = today + days{7};
    ASSERT_EQ(ask_for(asked, first.id).result, verdict::done);
    now += days{6};
    EXPECT_EQ(checkin("i1").alert, alert_kind::none);
    now += days{1};
    EXPECT_EQ(checkin("i1").hold_card, "p1") << "whether or not the night's work has woken it";
}

TEST_F(desk_holds, wakes_what_is_suspended) {
    const auto made = add_hold("p1", [](auto& h) { h.state = hold_state::suspended; });
    EXPECT_EQ(ask_for(wake_hold{}, made.id).result, verdict::done);
    EXPECT_EQ(hold(made.id).state, hold_state::queued);
    expect_event(last_event_of(made.patron), "hold_woken", "by telephone");
    EXPECT_EQ(names_of(ask_for(wake_hold{}, made.id).reasons), "already_so");
}

TEST_F(desk_holds, moves_a_hold_to_the_front) {
    const auto first = add_hold("p1");
    const auto second = add_hold("p2");
    const auto made = ask_for(reorder_hold{}, second.id);
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_EQ(made.position, 1);
    expect_event(last_event_of(second.patron), "hold_moved", "by telephone");
    EXPECT_EQ(checkin("i1").hold_card, "p2");
    EXPECT_EQ(hold(first.id).rank, first.rank);
    EXPECT_EQ(names_of(ask_for(reorder_hold{}, second.id).reasons), "hold_has_item");
}

TEST_F(desk_holds, moves_a_hold_among_those_of_one_moment) {
    add_patron("p3");
    const auto at_noon = [](storage::hold& one) { one.rank = 7; }; // as a file of days brings them
    add_hold("p1", at_noon);
    const auto second = add_hold("p2", at_noon);
    const auto third = add_hold("p3", at_noon);
    reorder_hold asked;
    asked.position = 2;
    const auto made = ask_for(asked, third.id);
    ASSERT_EQ(made.result, verdict::done) << names_of(made.reasons);
    EXPECT_EQ(made.position, 2);
    EXPECT_EQ(hold(third.id).rank, third.rank) << "the others make room";
    EXPECT_GT(hold(second.id).rank, second.rank);
    expect_event(last_event_of(third.patron), "hold_moved", "by telephone");
    EXPECT_EQ(names_of(ask_for(asked, third.id).reasons), "already_so");
}

TEST_F(desk_holds, sends_a_copy_on_to_another_pickup_at_its_next_scan) {
    const auto made = on_shelf();
    change_pickup asked;
    asked.pickup = "EAST";
    EXPECT_EQ(ask_for(asked, made.id).pickup, "EAST");
    expect_event(last_event_of(made.patron), "hold_changed", "by telephone");
    EXPECT_EQ(names_of(ask_for(asked, made.id).reasons), "already_so");
    asked.pickup = "MOON";
    EXPECT_EQ(names_of(ask_for(asked, made.id).reasons), "pickup_unknown");
    const auto cleared =
        perform(clear_hold_shelf{.by = bert, .item = "i1", .why = "goes to East"});
    EXPECT_EQ(cleared.alert, alert_kind::hold_elsewhere);
    EXPECT_EQ(hold(made.id).state, hold_state::in_transit);
}

TEST_F(desk_holds, ends_a_hold_and_its_copy_waits_to_be_cleared) {
    for (const auto as : {hold_state::cancelled, hold_state::lapsed}) {
        const auto made = on_shelf();
        end_hold asked;
        asked.as = as;
        ASSERT_EQ(ask_for(asked, made.id).result, verdict::done);
        EXPECT_EQ(hold(made.id).state, as);
        EXPECT_EQ(hold(made.id).trapped_item, rows.item.id);
        expect_event(last_event_of(made.patron),
                     as == hold_state::lapsed ? "hold_lapsed" : "hold_cancelled",
                     "by telephone");
        EXPECT_EQ(names_of(ask_for(asked, made.id).reasons), "hold_not_found");
        const clear_hold_shelf clear{.by = bert, .item = "i1", .why = "nobody came"};
        EXPECT_EQ(perform(clear).alert, alert_kind::none);
        EXPECT_FALSE(item("i1").trapping_hold);
        expect_event(last_event_of(made.patron), "hold_cleared", "nobody came");
        EXPECT_EQ(names_of(perform(clear).reasons), "nothing_to_clear");
    }
}

TEST_F(desk_holds, lets_a_copy_go_that_was_on_its_way) {
    const auto made = add_hold("p1", [&](auto& h) { h.pickup = rows.east.id; });
    ASSERT_EQ(checkin("i1").alert, alert_kind::hold_elsewhere);
    ASSERT_EQ(ask_for(end_hold{}, made.id).result, verdict::done);
    EXPECT_FALSE(item("i1").trapping_hold);
    const auto arrived = perform(circulation::checkin{.by = at(east_kiosk), .item = "i1"});
    EXPECT_EQ(arrived.alert, alert_kind::transit) << "home again";
}

TEST_F(desk_holds, clearing_serves_the_next_in_the_queue) {
    const auto made = on_shelf();
    const auto next = add_hold("p2");
    now += days{20};
    const auto cleared = perform(clear_hold_shelf{.by = bert, .item = "i1", .why = "time over"});
    EXPECT_EQ(cleared.hold_card, "p2");
    EXPECT_EQ(hold(made.id).state, hold_state::lapsed);
    EXPECT_EQ(hold(next.id).state, hold_state::on_shelf);
}

TEST_F(desk_holds, lets_go_of_a_copy_that_no_scan_takes) {
    const auto made = on_shelf();
    ASSERT_EQ(ask_for(end_hold{}, made.id).result, verdict::done);
    change_item("i1", [](auto& i) { i.state = storage::item_state::damaged; });
    EXPECT_EQ(names_of(checkin("i1").reasons), "item_damaged");
    const auto cleared = perform(clear_hold_shelf{.by = bert, .item = "i1", .why = "to be mended"});
    EXPECT_EQ(cleared.result, verdict::done);
    EXPECT_EQ(cleared.alert, alert_kind::other);
    EXPECT_FALSE(item("i1").trapping_hold);
    expect_event(last_event_of(made.patron), "hold_cleared", "to be mended");
}

TEST_F(desk_holds, puts_a_hold_back_in_its_queue_whose_copy_no_scan_sends_on) {
    const auto made = on_shelf();
    change_pickup asked;
    asked.pickup = "EAST";
    ASSERT_EQ(ask_for(asked, made.id).result, verdict::done);
    change_item("i1", [](auto& i) { i.state = storage::item_state::damaged; });
    EXPECT_EQ(perform(clear_hold_shelf{.by = bert, .item = "i1", .why = "to be mended"}).result,
              verdict::done);
    EXPECT_EQ(hold(made.id).state, hold_state::queued);
    EXPECT_TRUE(waiting().empty()) << "it is not ready any more";
    static_cast<void>(add_item("i2"));
    EXPECT_EQ(perform(circulation::checkin{.by = at(east_kiosk), .item = "i2"}).hold_card, "p1");
    EXPECT_EQ(waiting().size(), 1U) << "told of the next copy";
}

TEST_F(desk_holds, clears_nothing_that_stands_there_rightly_or_is_unknown) {
    static_cast<void>(on_shelf());
    const auto before = all_rows();
    clear_hold_shelf asked{.by = bert, .item = "i1", .why = "by mistake"};
    EXPECT_EQ(names_of(perform(asked).reasons), "nothing_to_clear");
    asked.why.clear();
    EXPECT_EQ(names_of(perform(asked).reasons), "request_incomplete nothing_to_clear");
    asked.item = "i9";
    EXPECT_EQ(names_of(perform(asked).reasons), "item_unknown");
    EXPECT_EQ(all_rows(), before);
}

// Who is to be told that a hold is ready, and no more once it is over.

struct told_case {
    std::string name;
    std::function<void(library_fixture&, const storage::hold&)> happens;
    std::size_t waiting = 0;

    friend std::ostream& operator<<(std::ostream& out, const told_case& shown) {
        return out << shown.name;
    }
};

class ready_notice : public desk_holds, public testing::WithParamInterface<told_case> {};

TEST_P(ready_notice, is_given_up_with_its_hold) {
    const auto made = on_shelf();
    ASSERT_EQ(waiting().size(), 1U);
    GetParam().happens(*this, made);
    EXPECT_EQ(waiting().size(), GetParam().waiting);
    const auto told = ask([&](storage::reader& in) {
        return in.find_notice("hold_ready", cause_of(made));
    });
    ASSERT_TRUE(told);
    EXPECT_EQ(told->state == storage::notice_state::given_up, told->done_at.has_value());
}

INSTANTIATE_TEST_SUITE_P(
    all,
    ready_notice,
    testing::Values(
        told_case{"nothing_happens", [](library_fixture&, const storage::hold&) {}, 1},
        told_case{"cancelled_by_its_reader",
                  [](library_fixture& lib, const storage::hold&) {
                      static_cast<void>(lib.perform(
                          cancel_hold{.by = lib.kiosk, .card = "p1", .what = {.item = "i1", .title = {}}}));
                  }},
        told_case{"cancelled_at_the_desk",
                  [](library_fixture& lib, const storage::hold& one) {
                      static_cast<void>(lib.perform(
                          end_hold{.by = lib.kiosk, .hold = one.id, .why = "moved away"}));
                  }},
        told_case{"lapsed_and_placed_again",
                  [](library_fixture& lib, const storage::hold&) {
                      lib.now += days{20};
                      static_cast<void>(lib.perform(
                          place_hold{.by = lib.kiosk, .card = "p1", .what = {.item = "i1", .title = {}}}));
                  }},
        told_case{"lapsed_and_scanned",
                  [](library_fixture& lib, const storage::hold&) {
                      lib.now += days{20};
                      static_cast<void>(lib.checkin("i1"));
                  }},
        told_case{"lapsed_and_lent_to_another",
                  [](library_fixture& lib, const storage::hold&) {
                      lib.now += days{20};
                      EXPECT_EQ(lib.checkout("p2", "i1").result, verdict::done);
                  }},
        told_case{"fetched",
                  [](library_fixture& lib, const storage::hold&) {
                      EXPECT_EQ(lib.checkout("p1", "i1").result, verdict::done);
                  }},
        told_case{"fetched_and_taken_back",
                  [](library_fixture& lib, const storage::hold&) {
                      EXPECT_EQ(lib.checkout("p1", "i1").result, verdict::done);
                      EXPECT_EQ(lib.perform(undo_checkout{.by = lib.kiosk, .item = "i1"}).result,
                                verdict::done);
                  },
                  1}),
    [](const auto& row) { return row.param.name; });

} // namespace
} // namespace circ::test
