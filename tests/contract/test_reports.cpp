// What reports ask: lists that go on after the last that was seen, and sums.

#include "storage/report_reader.hpp"
#include "storage/terminal_signs.hpp"
#include "tests/contract/contract.hpp"

namespace circ::test {
namespace {

using namespace storage;
using namespace std::chrono_literals;
using std::chrono::days;

class report_lists : public store_contract {
protected:
    template <class Ask>
    auto ask(Ask question) {
        return store.ask([&](reader& in) {
            report_reader over{in};
            return question(over);
        });
    }

    /// How many a list has when it is read one by one.
    template <class Place, class List, class PlaceOf>
    std::size_t one_by_one(Place after, List list, PlaceOf place_of) {
        for (std::size_t seen = 0;; ++seen) {
            const auto next = ask([&](report_reader& in) { return list(in, after); });
            if (next.empty()) return seen;
            EXPECT_EQ(next.size(), 1U);
            after = place_of(next.front());
        }
    }

    payment add_payment(std::int64_t minor, instant at, bool bk_reused = false) {
        payment made;
        store.write([&](unit_of_work& in) {
            made = {.id = in.new_id<payment_id>(), .institution = library.institution.id, .patron = library.patron.id,
                    .bk = "1", .amount = {minor}, .at = at, .state = {}, .reason = {}, .credited = {minor},
                    .bk_reused = bk_reused, .resolved_by = {}, .resolution = {}};
            in.add(made);
        });
        return made;
    }
};

TEST_P(report_lists, of_loans_are_of_the_branch_that_lent_and_of_their_state) {
    store.write([&](unit_of_work& in) {
        for (const char* barcode : {"a", "b", "c", "d"}) {
            auto lent = library.new_loan(in);
            lent.item = library.another_item(in, barcode).id;
            lent.state = *barcode == 'd' ? loan_state::claimed_returned : loan_state::lost;
            if (*barcode == 'c') lent.branch = library.east.id;
            in.add(lent);
        }
    });
    const auto count = [&](branch_id at, loan_state state) {
        return one_by_one(
            loan_id{}, [&](report_reader& in, loan_id after) { return in.loans_of_branch_in(at, state, after, 1); },
            [](const loan& of) { return of.id; });
    };
    EXPECT_EQ(count(library.main.id, loan_state::lost), 2U);
    EXPECT_EQ(count(library.east.id, loan_state::lost), 1U);
    EXPECT_EQ(count(library.main.id, loan_state::claimed_returned), 1U);
}

TEST_P(report_lists, of_items_are_of_their_branch_and_state) {
    store.write([&](unit_of_work& in) {
        for (const char* barcode : {"a", "b", "c"}) {
            auto one = library.another_item(in, barcode);
            one.state = *barcode == 'c' ? item_state::damaged : item_state::missing;
            in.change(one);
        }
    });
    const auto count = [&](item_state state) {
        return one_by_one(
            item_id{},
            [&](report_reader& in, item_id after) { return in.items_of_branch_in(library.main.id, state, after, 1); },
            [](const item_facts& of) { return of.item.id; });
    };
    EXPECT_EQ(count(item_state::missing), 2U);
    EXPECT_EQ(count(item_state::damaged), 1U);
    EXPECT_EQ(count(item_state::in_repair), 0U);
}

TEST_P(report_lists, know_an_item_that_nobody_takes_home) {
    const auto idle_since = [&](instant since) {
        std::vector<std::string> barcodes;
        for (const auto& each : ask([&](report_reader& in) { return in.idle_items(library.main.id, since, {}, 10); }))
            barcodes.push_back(each.what.item.barcode);
        return barcodes;
    };
    EXPECT_THAT(idle_since(test_time), testing::IsEmpty()) << "it is no older than that";
    EXPECT_THAT(idle_since(test_time + 1us), testing::ElementsAre("i1"));
    loan lent;
    store.write([&](unit_of_work& in) { in.add(lent = library.new_loan(in)); });
    EXPECT_THAT(idle_since(test_time + days{900}), testing::IsEmpty()) << "it is out";
    auto back = lent;
    back.state = loan_state::returned;
    back.closed_at = test_time + days{9};
    store.write([&](unit_of_work& in) { in.change(lent, back); });
    EXPECT_THAT(idle_since(lent.lent_at), testing::IsEmpty());
    EXPECT_THAT(idle_since(lent.lent_at + 1us), testing::ElementsAre("i1"));
    const auto found = ask([&](report_reader& in) { return in.idle_items(library.main.id, test_time + days{1}, {}, 10); });
    EXPECT_EQ(found.at(0).lent_at, lent.lent_at);
}

TEST_P(report_lists, of_holds_that_wait_leave_out_what_is_ready_or_closed) {
    store.write([&](unit_of_work& in) {
        for (const auto state : {hold_state::queued, hold_state::suspended, hold_state::on_shelf, hold_state::lapsed}) {
            auto one = library.new_hold(in);
            one.title = library.another_title(in, "waited for").id;
            one.state = state;
            if (state == hold_state::on_shelf) one.trapped_item = library.item.id;
            if (!is_open(state)) one.closed_at = test_time;
            in.add(one);
        }
    });
    EXPECT_EQ(one_by_one(
                  due_place{},
                  [&](report_reader& in, due_place after) { return in.holds_waiting(library.main.id, after, 1); },
                  [](const hold& of) { return due_place{of.placed_at.time_since_epoch().count(), of.id.value}; }),
              2U);
}

TEST_P(report_lists, of_wanted_titles_count_copies_that_can_be_lent_at_some_time) {
    const auto wanted = [&](int per_copy) {
        return ask([&](report_reader& in) { return in.wanted_titles(library.institution.id, per_copy, {}, 10); });
    };
    store.write([&](unit_of_work& in) {
        in.add(library.new_hold(in));
        auto other = library.new_hold(in);
        other.patron = library.another_patron(in).id;
        in.add(other);
        auto gone = library.another_item(in, "gone");
        gone.state = item_state::missing;
        in.change(gone);
        auto lost = library.new_loan(in);
        lost.item = library.another_item(in, "lost").id;
        lost.state = loan_state::lost;
        in.add(lost);
    });
    ASSERT_EQ(wanted(1).size(), 1U);
    EXPECT_EQ(wanted(1).front().copies, 1);
    EXPECT_EQ(wanted(1).front().title.open_holds, 2);
    EXPECT_TRUE(wanted(2).empty());
    auto torn = library.item;
    torn.state = item_state::withdrawn;
    store.write([&](unit_of_work& in) { in.change(torn); });
    ASSERT_EQ(wanted(2).size(), 1U);
    EXPECT_EQ(wanted(2).front().copies, 0);
}

TEST_P(report_lists, of_money_go_on_after_the_last) {
    static_cast<void>(add_payment(100, test_time));
    const auto first = add_payment(200, test_time, true);
    static_cast<void>(add_payment(300, test_time, true));
    static_cast<void>(add_payment(400, test_time - days{40}, true));
    EXPECT_EQ(one_by_one(
                  due_place{},
                  [&](report_reader& in, due_place after) {
                      return in.payments_bk_reused(library.institution.id, test_time - days{30}, after, 1);
                  },
                  [](const payment& of) { return due_place{of.at.time_since_epoch().count(), of.id.value}; }),
              2U);
    EXPECT_EQ(one_by_one(
                  patron_id{},
                  [&](report_reader& in, patron_id after) { return in.patrons_with_credit(library.main.id, after, 1); },
                  [](const patron& of) { return of.id; }),
              1U);
    EXPECT_EQ(first.amount, money{200});
}

TEST_P(report_lists, sum_what_happened_after_one_instant_and_until_another) {
    store.write([&](unit_of_work& in) { in.add(library.new_fee(in, 700)); });
    static_cast<void>(add_payment(250, test_time));
    const auto at = [&](branch_id branch, instant after, instant until) {
        return ask([&](report_reader& in) {
            const auto of = library.institution.id;
            return std::tuple{in.charged(of, branch, after, until).amount, in.paid(of, branch, after, until).amount,
                              in.new_patrons(of, branch, after, until)};
        });
    };
    const std::tuple everything{money{700}, money{250}, std::int64_t{1}};
    const std::tuple nothing{money{}, money{}, std::int64_t{0}};
    EXPECT_EQ(at({}, test_time - 1us, test_time), everything);
    EXPECT_EQ(at(library.main.id, test_time - 1us, test_time), everything);
    EXPECT_EQ(at(library.east.id, test_time - 1us, test_time), nothing);
    EXPECT_EQ(at({}, test_time, test_time + days{1}), nothing);
    EXPECT_EQ(at({}, test_time - days{1}, test_time - 1us), nothing);
}

TEST_P(report_lists, sum_counters_of_a_branch_and_of_a_type) {
    const local_date day{std::chrono::year{2026} / 3 / 2};
    store.write([&](unit_of_work& in) {
        const auto count = [&](branch_id at, const char* type, int by) {
            in.count({.day = day, .branch = at, .item_type = type, .collection = {}, .patron_category = {},
                      .age_band = {}, .kind = "checkout"}, by);
        };
        count(library.main.id, "book", 1);
        count(library.main.id, "dvd", 2);
        count(library.east.id, "book", 4);
    });
    const auto sum = [&](branch_id at, const std::string& type, local_date first, local_date last) {
        std::int64_t all = 0;
        for (const auto& each : ask([&](report_reader& in) {
                 return in.counted_at({library.institution.id, at, type}, first, last);
             }))
            all += each.amount;
        return all;
    };
    EXPECT_EQ(sum({}, "", day, day), 7);
    EXPECT_EQ(sum(library.main.id, "", day, day), 3);
    EXPECT_EQ(sum({}, "book", day, day), 5);
    EXPECT_EQ(sum(library.east.id, "dvd", day, day), 0);
    EXPECT_EQ(sum({}, "", day + days{1}, day + days{9}), 0);
}

TEST_P(report_lists, keep_the_last_sign_of_a_device) {
    const auto hear = [&](instant at, std::optional<device_state> says) {
        store.write([&](unit_of_work& in) {
            note(in, {.terminal = library.kiosk.id, .heard_at = at, .says = says,
                      .said_at = says ? std::optional(at) : std::nullopt});
        });
    };
    hear(test_time, device_state::out_of_paper);
    hear(test_time + 1h, {});
    auto all = store.ask([](reader& in) { return terminal_signs(in); });
    ASSERT_EQ(all.size(), 1U);
    expect_same(all.front(), terminal_sign{library.kiosk.id, test_time + 1h, device_state::out_of_paper, test_time});
    hear(test_time + 2h, device_state::ready);
    all = store.ask([](reader& in) { return terminal_signs(in); });
    expect_same(all.at(0), terminal_sign{library.kiosk.id, test_time + 2h, device_state::ready, test_time + 2h});
}

INSTANTIATE_TEST_SUITE_P(over, report_lists, testing::ValuesIn(engines()), engine_name);

} // namespace
} // namespace circ::test
