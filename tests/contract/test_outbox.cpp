// What other library systems are asked to do, as it is kept.
#include "storage/kept_blocks.hpp"
#include "tests/contract/contract.hpp"
#include "tests/contract/small_library.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdint>
#include <limits>

namespace circ::test {
namespace {

using namespace storage;
using namespace std::chrono_literals;

constexpr order_id last{std::numeric_limits<std::int64_t>::max()}; // greater than every one

class orders : public store_contract {
protected:
    template <class Record>
    void add(const Record& record) {
        store.write([&](unit_of_work& in) { in.add(record); });
    }
    backend_order made(order_state state, std::string backend = "main") {
        backend_order one;
        store.write([&](unit_of_work& in) { one.id = in.new_id<order_id>(); });
        one.institution = library.institution.id;
        one.terminal = library.kiosk.id;
        one.backend = std::move(backend);
        one.operation = "checkout";
        one.digest[0] = 7;
        one.said_at = test_time;
        one.at = test_time;
        one.state = state;
        return one;
    }
    backend_order stored(order_id id) {
        return store.ask([&](auto& in) { return in.find_order(id); }).value();
    }
};

TEST_P(orders, are_kept_and_changed_member_by_member) {
    auto one = made(order_state::ordering);
    one.terminal = {};
    one.said_at.reset();
    add(one);
    expect_same(stored(one.id), one);
    one.terminal = library.kiosk.id;
    one.backend = "other";
    one.operation = "pay_fee";
    one.digest.fill(3);
    one.said_at = test_time + 1s;
    one.at = test_time + 2s;
    one.state = order_state::stuck;
    one.card = "29012000000010";
    one.barcode = "39012000000133";
    one.what = "{}";
    one.answer = "{\"a\":1}";
    one.tries = 4;
    one.next_try = test_time + 3s;
    one.last_error = "no_answer";
    one.ended_at = test_time + 4s;
    one.ended_by = "anna";
    one.why = "posted by hand";
    one.review = review_id{5};
    store.write([&](unit_of_work& in) { in.change(one); });
    expect_same(stored(one.id), one);
    EXPECT_FALSE(store.ask([](auto& in) { return in.find_order(order_id{1}); }));
}

TEST_P(orders, leave_blocked_cards_here_until_they_are_lifted) {
    const auto write = [&](const kept_block& what) {
        store.write([&](unit_of_work& in) { keep(in, what); });
    };
    const auto kept = [&] {
        return store.ask([](auto& in) { return kept_blocks(in, "main"); });
    };
    kept_block one{.backend = "main",
                   .card = "2",
                   .reason = "left in the machine",
                   .since = test_time,
                   .card_retained = true};
    write(one);
    write({.backend = "main", .card = "1", .reason = {}, .since = test_time});
    write({.backend = "other", .card = "3", .reason = {}, .since = test_time});
    ASSERT_EQ(kept().size(), 2U);
    EXPECT_EQ(kept().front().card, "1");
    expect_same(kept().back(), one);
    one.reason = "found in the yard";
    one.since = test_time + 1h;
    one.card_retained = false;
    write(one);
    ASSERT_EQ(kept().size(), 2U);
    expect_same(kept().back(), one);
    store.write([&](unit_of_work& in) { lift(in, "main", "2"); });
    store.write([&](unit_of_work& in) { lift(in, "main", "2"); });
    ASSERT_EQ(kept().size(), 1U);
    EXPECT_EQ(kept().front().card, "1");
}

TEST_P(orders, of_the_same_request_are_found_again_within_their_window) {
    const auto one = made(order_state::done);
    add(one);
    auto later = made(order_state::in_doubt);
    later.at = test_time + 1h;
    add(later);
    const auto find =
        [&](terminal_id by, instant said, const request_digest& digest, instant since) {
            return store.ask([&](auto& in) { return in.find_order(by, said, digest, since); });
        };
    EXPECT_EQ(find(library.kiosk.id, test_time, one.digest, test_time).value().id, later.id)
        << "the newest";
    EXPECT_FALSE(find(library.kiosk.id, test_time, one.digest, test_time + 2h)) << "too old";
    EXPECT_FALSE(find(library.kiosk.id, test_time + 1s, one.digest, test_time)) << "another date";
    EXPECT_FALSE(find(library.kiosk.id, test_time, {}, test_time)) << "another request";
    EXPECT_FALSE(find(terminal_id{1}, test_time, one.digest, test_time)) << "another terminal";
}

TEST_P(orders, are_listed_in_the_order_they_were_made_and_counted_until_they_end) {
    std::vector<order_id> waiting;
    for (int i = 0; i < 3; ++i) {
        const auto one = made(order_state::waiting);
        add(one);
        waiting.push_back(one.id);
    }
    add(made(order_state::stuck, "other"));
    add(made(order_state::done));
    const auto ids = [&](order_id after, int most) {
        std::vector<order_id> all;
        for (const auto& each :
             store.ask([&](auto& in) { return in.orders_in(order_state::waiting, after, most); }))
            all.push_back(each.id);
        return all;
    };
    EXPECT_EQ(ids({}, 10), waiting);
    EXPECT_THAT(ids({}, 2), testing::ElementsAre(waiting[0], waiting[1]));
    EXPECT_THAT(ids(waiting[1], 2), testing::ElementsAre(waiting[2]));
    const auto sums = store.ask([](auto& in) { return in.order_sums(); });
    ASSERT_EQ(sums.size(), 2U);
    EXPECT_EQ(sums[0].backend, "main");
    EXPECT_EQ(sums[0].state, order_state::waiting);
    EXPECT_EQ(sums[0].count, 3);
    EXPECT_EQ(sums[0].oldest, test_time);
    EXPECT_EQ(sums[1].backend, "other");
}

TEST_P(orders, that_are_still_to_be_delivered_are_found_by_reader_or_item) {
    const auto add_about = [&](order_state state, const char* card, const char* barcode) {
        auto one = made(state);
        one.card = card;
        one.barcode = barcode;
        add(one);
        return one.id;
    };
    const auto lent = add_about(order_state::waiting, "1", "a");
    const auto back = add_about(order_state::stuck, "", "a");
    const auto paid = add_about(order_state::waiting, "2", "");
    add_about(order_state::in_doubt, "3", "c");
    add_about(order_state::conflict, "3", "c");
    auto elsewhere = made(order_state::waiting, "other");
    elsewhere.card = "3";
    add(elsewhere);
    const auto first = [&](const order_subject& about, order_id after = {}, order_id before = last) {
        const auto found = store.ask(
            [&](auto& in) { return in.undelivered_order("main", about, after, before); });
        return found ? found->id : order_id{};
    };
    EXPECT_EQ(first({"1", ""}), lent);
    EXPECT_EQ(first({"", "a"}), lent);
    EXPECT_EQ(first({"", "a"}, lent), back);
    EXPECT_EQ(first({"2", "a"}), lent) << "the first of both";
    EXPECT_EQ(first({"2", "a"}, back), paid);
    EXPECT_EQ(first({"2", "a"}, {}, lent), order_id{});
    EXPECT_EQ(first({"3", "c"}), order_id{}) << "not to be delivered, or not there";
    EXPECT_EQ(first({"", ""}), order_id{}) << "about nobody and nothing";
}

TEST_P(orders, are_delivered_one_after_the_other_for_each_reader_and_item) {
    std::vector<backend_order> all;
    const auto add_about = [&](order_state state, const char* card, const char* barcode) {
        auto one = made(state);
        one.card = card;
        one.barcode = barcode;
        if (state != order_state::stuck) one.next_try = test_time;
        add(one);
        all.push_back(one);
    };
    add_about(order_state::stuck, "1", "a");
    add_about(order_state::waiting, "1", "b"); // behind it, by its reader
    add_about(order_state::waiting, "", "a");  // and by its item
    add_about(order_state::waiting, "2", "c");
    add_about(order_state::waiting, "3", "c"); // behind the one before
    add_about(order_state::waiting, "", "d");
    add_about(order_state::waiting, "", "e"); // nobody's
    const auto reached = [&](instant now) {
        std::vector<std::size_t> found;
        order_id after;
        while (const auto next =
                   store.ask([&](auto& in) { return in.next_to_deliver("main", after, now); })) {
            after = next->id;
            const auto same = [&](const auto& each) { return each.id == after; };
            found.push_back(
                static_cast<std::size_t>(std::ranges::find_if(all, same) - all.begin()));
        }
        return found;
    };
    EXPECT_THAT(reached(test_time - 1s), testing::IsEmpty());
    EXPECT_THAT(reached(test_time), testing::ElementsAre(3U, 5U, 6U));
    all[3].next_try = test_time + 1h; // tried again later, and the one behind it waits as long
    store.write([&](unit_of_work& in) { in.change(all[3]); });
    EXPECT_THAT(reached(test_time), testing::ElementsAre(5U, 6U));
    all[0].state = order_state::dropped;
    all[0].ended_at = test_time;
    store.write([&](unit_of_work& in) { in.change(all[0]); });
    EXPECT_THAT(reached(test_time), testing::ElementsAre(1U, 2U, 5U, 6U));
}

TEST_P(orders, in_doubt_are_found_when_their_time_has_come) {
    auto given_up = made(order_state::in_doubt);
    add(given_up);
    auto one = made(order_state::in_doubt);
    one.next_try = test_time;
    add(one);
    auto elsewhere = made(order_state::in_doubt, "other");
    elsewhere.next_try = test_time;
    add(elsewhere);
    const auto next = [&](order_id after, instant now) {
        const auto found =
            store.ask([&](auto& in) { return in.next_in_doubt("main", after, now); });
        return found ? found->id : order_id{};
    };
    EXPECT_EQ(next({}, test_time - 1s), order_id{});
    EXPECT_EQ(next({}, test_time), one.id);
    EXPECT_EQ(next(one.id, test_time), order_id{});
}

TEST_P(orders, in_doubt_are_counted_where_they_are_looked_up_no_more) {
    add(made(order_state::in_doubt));
    auto looked_up = made(order_state::in_doubt);
    looked_up.next_try = test_time;
    add(looked_up);
    add(made(order_state::stuck));
    add(made(order_state::in_doubt, "other"));
    const auto sums = store.ask([](auto& in) { return in.orders_given_up(); });
    ASSERT_EQ(sums.size(), 2U);
    EXPECT_EQ(sums[0].backend, "main");
    EXPECT_EQ(sums[0].state, order_state::in_doubt);
    EXPECT_EQ(sums[0].count, 1);
    EXPECT_EQ(sums[0].oldest, test_time);
    EXPECT_EQ(sums[1].backend, "other");
}

TEST_P(orders, in_doubt_about_a_reader_are_found_up_to_a_later_one) {
    std::vector<order_id> all;
    for (const auto* const card : {"1", "2", "1", "1"}) {
        auto one = made(order_state::in_doubt);
        one.card = card;
        add(one);
        all.push_back(one.id);
    }
    auto waiting = made(order_state::waiting);
    waiting.card = "1";
    add(waiting);
    std::vector<order_id> found;
    for (const auto& each :
         store.ask([&](auto& in) { return in.orders_in_doubt_of("1", "main", all[3]); }))
        found.push_back(each.id);
    EXPECT_THAT(found, testing::ElementsAre(all[0], all[2]));
    EXPECT_TRUE(
        store.ask([&](auto& in) { return in.orders_in_doubt_of("1", "other", last); }).empty());
}

TEST_P(orders, that_ended_are_forgotten_after_a_while_and_no_others) {
    auto ended = made(order_state::done);
    ended.ended_at = test_time;
    add(ended);
    const auto open = made(order_state::waiting);
    add(open);
    int removed = 0;
    const auto tidy = [&](instant before) {
        store.write([&](unit_of_work& in) { removed = in.remove_ended_orders(before, 10); });
    };
    tidy(test_time);
    EXPECT_EQ(removed, 0);
    tidy(test_time + 1s);
    EXPECT_EQ(removed, 1);
    EXPECT_FALSE(store.ask([&](auto& in) { return in.find_order(ended.id); }));
    expect_same(stored(open.id), open);
}

INSTANTIATE_TEST_SUITE_P(over, orders, testing::ValuesIn(engines()), engine_name);

} // namespace
} // namespace circ::test
