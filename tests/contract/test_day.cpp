// Who is due for a job, in pages; what is forgotten; what was counted.

#include "tests/contract/contract.hpp"

#include <gmock/gmock.h>

namespace circ::test {
namespace {

using namespace storage;
using std::chrono::days;
using std::chrono::hours;
using testing::ElementsAre;

class due : public store_contract {
protected:
    static local_date day(int n) { return local_date{days{20'000 + n}}; }

    /// Ids found page by page, two at a time.
    template <class Find, class Place>
    std::vector<std::int64_t> in_pages(Find find, Place place) {
        std::vector<std::int64_t> ids;
        due_place after;
        for (;;) {
            const auto page = store.ask([&](reader& in) { return find(in, after); });
            for (const auto& each : page)
                ids.push_back(each.id.value);
            if (page.size() < 2) return ids;
            after = {place(page.back()), page.back().id.value};
        }
    }

    hold add_hold(const std::function<void(hold&)>& change) {
        hold made;
        store.write([&](unit_of_work& in) {
            made = library.new_hold(in);
            made.patron = library.another_patron(in).id;
            change(made);
            in.add(made);
        });
        return made;
    }
    loan add_loan(const std::string& barcode, const std::function<void(loan&)>& change) {
        loan made;
        store.write([&](unit_of_work& in) {
            made = library.new_loan(in);
            made.item = library.another_item(in, barcode).id;
            change(made);
            in.add(made);
        });
        return made;
    }
};

TEST_P(due, are_suspended_holds_by_their_date) {
    std::vector<hold> holds;
    for (const int n : {3, 1, 2, 2, 9})
        holds.push_back(add_hold([&](hold& one) {
            one.state = hold_state::suspended;
            one.suspended_until = day(n);
        }));
    add_hold([&](hold& one) { one.suspended_until = day(1); }); // it waits already
    add_hold([&](hold& one) { one.state = hold_state::suspended; }); // without an end
    const auto found = in_pages([&](reader& in, due_place after) { return in.holds_to_wake(library.main.id, day(3), after, 2); },
                                [](const hold& of) { return std::int64_t{of.suspended_until->time_since_epoch().count()}; });
    EXPECT_THAT(found, ElementsAre(holds[1].id.value, holds[2].id.value, holds[3].id.value, holds[0].id.value));
}

TEST_P(due, are_waiting_holds_past_their_date_and_no_others) {
    const auto over = add_hold([&](hold& one) { one.expires_on = day(1); });
    add_hold([&](hold& one) { one.expires_on = day(2); });
    add_hold([](hold&) {});
    add_hold([&](hold& one) {
        one.expires_on = day(1);
        one.pickup = library.east.id;
    });
    add_hold([&](hold& one) {
        one.expires_on = day(1);
        one.state = hold_state::on_shelf;
        one.trapped_item = library.item.id;
    });
    EXPECT_THAT(in_pages([&](reader& in, due_place after) { return in.holds_to_expire(library.main.id, day(2), after, 2); },
                         [](const hold& of) { return std::int64_t{of.expires_on->time_since_epoch().count()}; }),
                ElementsAre(over.id.value));
}

TEST_P(due, are_shelf_times_before_a_day_and_closed_holds_that_are_cleared) {
    const auto shelved = add_hold([&](hold& one) {
        one.state = hold_state::on_shelf;
        one.trapped_item = library.item.id;
        one.shelf_until = day(1);
    });
    const auto closed = add_hold([](hold& one) {
        one.state = hold_state::cancelled;
        one.closed_at = test_time;
    });
    store.read([&](reader& in) {
        EXPECT_EQ(in.holds_shelved_until(library.main.id, day(2), {}, 9).size(), 1U);
        EXPECT_EQ(in.holds_shelved_until(library.main.id, day(2), {}, 9).front().id, shelved.id);
        EXPECT_TRUE(in.holds_shelved_until(library.main.id, day(1), {}, 9).empty());
        EXPECT_EQ(in.holds_closed(library.main.id, test_time + hours{1}, {}, 9).front().id, closed.id);
        EXPECT_TRUE(in.holds_closed(library.main.id, test_time, {}, 9).empty());
    });
}

TEST_P(due, are_loans_of_the_branch_that_are_neither_lost_nor_claimed) {
    std::vector<loan> loans;
    for (const int n : {2, 1, 1, 5})
        loans.push_back(add_loan("x" + std::to_string(loans.size()), [&](loan& one) { one.due_at = test_time + days{n}; }));
    add_loan("lost", [](loan& one) {
        one.due_at = test_time + days{1};
        one.state = loan_state::lost;
    });
    add_loan("east", [&](loan& one) {
        one.due_at = test_time + days{1};
        one.branch = library.east.id;
    });
    const auto closed = add_loan("back", [](loan& one) {
        one.due_at = test_time + days{1};
        one.state = loan_state::returned;
        one.closed_at = test_time;
    });
    EXPECT_THAT(in_pages(
                    [&](reader& in, due_place after) {
                        return in.loans_due(library.main.id, test_time + days{1}, test_time + days{5}, after, 2);
                    },
                    [](const loan& of) { return of.due_at.time_since_epoch().count(); }),
                ElementsAre(loans[1].id.value, loans[2].id.value, loans[0].id.value));
    EXPECT_THAT(in_pages([&](reader& in, due_place after) { return in.loans_to_cut(library.main.id, test_time + days{1}, after, 2); },
                         [](const loan& of) { return of.closed_at->time_since_epoch().count(); }),
                ElementsAre(closed.id.value));
}

TEST_P(due, are_patrons_whose_card_ends_between_two_days) {
    std::vector<patron> patrons;
    store.write([&](unit_of_work& in) {
        for (const int n : {5, 3, 1, 9}) {
            auto one = library.another_patron(in);
            one.expires_on = day(n);
            in.change(one);
            patrons.push_back(one);
        }
        auto gone = library.another_patron(in);
        gone.expires_on = day(4);
        gone.erased_at = test_time;
        in.change(gone);
    });
    EXPECT_THAT(in_pages([&](reader& in, due_place after) { return in.patrons_expiring(library.main.id, day(3), day(5), after, 2); },
                         [](const patron& of) { return std::int64_t{of.expires_on->time_since_epoch().count()}; }),
                ElementsAre(patrons[1].id.value, patrons[0].id.value));
}

TEST_P(due, are_loans_by_whose_hours_they_follow) {
    const auto lend = [&](const char* barcode, branch_id lent_at, branch_id hours_of, int n) {
        return add_loan(barcode,
                        [&](loan& one) {
                            one.branch = lent_at;
                            one.hours_of = hours_of;
                            one.due_at = test_time + days{n};
                        })
            .id.value;
    };
    const auto here = library.main.id;
    const auto there = library.east.id;
    const auto third = lend("a", here, {}, 3);
    const auto first = lend("b", there, here, 1);
    lend("c", here, there, 2);
    lend("d", there, {}, 2);
    const auto second = lend("e", here, {}, 1);
    const auto fourth = lend("f", there, here, 3);
    lend("g", here, {}, 9);
    add_loan("h", [&](loan& one) {
        one.state = loan_state::lost;
        one.due_at = test_time + days{2};
    });
    due_window window{.from = test_time, .after = {}, .before = test_time + days{9}, .count = 2};
    std::vector<std::int64_t> ids;
    for (;;) {
        const auto page = store.ask([&](reader& in) { return in.loans_by_hours_of(here, window); });
        for (const auto& each : page)
            ids.push_back(each.id.value);
        if (page.size() < 2) break;
        window.from = page.back().due_at;
        window.after = page.back().id;
    }
    EXPECT_THAT(ids, ElementsAre(first, second, third, fourth));
}

TEST_P(due, holds_that_are_over_by_their_date_count_for_nobody) {
    const auto today = day(5);
    const auto wanted = add_hold([&](hold& one) {
        one.expires_on = today;
        one.rank = 1;
    });
    add_hold([&](hold& one) { one.expires_on = today - days{1}; });
    add_hold([&](hold& one) {
        one.state = hold_state::on_shelf;
        one.trapped_item = library.item.id;
        one.shelf_until = today - days{1};
    });
    const auto last = add_hold([](hold& one) { one.rank = 9; });
    store.read([&](reader& in) {
        EXPECT_EQ(in.wanted_holds_of(library.title.id, today), 2);
        EXPECT_EQ(in.wanted_holds_of(wanted.patron, today), 1);
        EXPECT_EQ(in.wanted_holds_of(wanted.patron, today + days{1}), 0);
        EXPECT_EQ(in.queue_position(last, today), 2);
    });
}

TEST_P(due, counters_are_summed_by_what_is_asked) {
    store.write([&](unit_of_work& in) {
        const auto count = [&](int n, branch_id at, const char* type, const char* kind, int by) {
            in.count({.day = day(n), .branch = at, .item_type = type, .collection = {}, .patron_category = "adult",
                      .age_band = {}, .kind = kind},
                     by);
        };
        count(1, library.main.id, "book", "checkout", 2);
        count(2, library.main.id, "dvd", "checkout", 3);
        count(2, library.east.id, "book", "checkin", 4);
        count(3, library.main.id, "book", "checkout", 50);
    });
    const auto sums = [&](std::string_view by) {
        std::string text;
        for (const auto& each : store.ask([&](reader& in) { return in.counted(library.institution.id, day(1), day(2), by); }))
            text += each.part + "/" + each.kind + "=" + std::to_string(each.amount) + " ";
        return text;
    };
    EXPECT_EQ(sums(""), "/checkin=4 /checkout=5 ");
    EXPECT_EQ(sums("branch"), "EAST/checkin=4 MAIN/checkout=5 ");
    EXPECT_EQ(sums("type"), "book/checkin=4 book/checkout=2 dvd/checkout=3 ");
    EXPECT_EQ(sums("category"), "adult/checkin=4 adult/checkout=5 ");
}

TEST_P(due, a_loan_is_forgotten_in_its_own_events_alone) {
    store.write([&](unit_of_work& in) {
        std::vector<loan> lent;
        for (int i = 0; i < 2; ++i) { // of the same item, by the same reader
            auto& one = lent.emplace_back(library.new_loan(in));
            one.state = loan_state::returned;
            one.closed_at = test_time;
            in.add(one);
            for (const char* kind : {"checkout", "checkin"})
                in.add(event{.id = in.new_id<event_id>(), .institution = library.institution.id, .at = test_time,
                             .kind = kind, .patron = one.patron, .item = one.item, .loan = one.id, .reason = "she knows"});
        }
        in.forget_borrower(lent[0]);
        const auto left = in.events_of_patron(library.patron.id, 9);
        EXPECT_EQ(left.size(), 2U);
        for (const auto& each : left)
            EXPECT_EQ(each.loan, lent[1].id);
        const auto of_item = in.events_of_item(library.item.id, 9);
        EXPECT_EQ(of_item.size(), 4U);
        for (const auto& each : of_item)
            EXPECT_EQ(each.reason, each.loan == lent[0].id ? "" : "she knows");
    });
}

TEST_P(due, old_events_and_done_notices_are_forgotten_some_at_a_time) {
    store.write([&](unit_of_work& in) {
        for (const int n : {0, 0, 0, 9})
            in.add(event{.id = in.new_id<event_id>(), .institution = library.institution.id, .at = test_time + days{n},
                         .kind = "note", .patron = library.patron.id, .item = library.item.id, .reason = "she knows"});
        for (const char* cause : {"a", "b"})
            in.add(notice{.id = in.new_id<notice_id>(), .patron = library.patron.id, .kind = "card_expiring", .cause = cause,
                          .state = notice_state::handed_over, .done_at = test_time});
        in.add(notice{.id = in.new_id<notice_id>(), .patron = library.patron.id, .kind = "card_expiring", .cause = "c"});
    });
    store.write([&](unit_of_work& in) {
        EXPECT_EQ(in.forget_in_events(test_time + days{1}, 2), 2);
        EXPECT_EQ(in.forget_in_events(test_time + days{1}, 2), 1);
        EXPECT_EQ(in.forget_in_events(test_time + days{1}, 2), 0);
        EXPECT_EQ(in.events_of_patron(library.patron.id, 9).size(), 1U);
        for (const auto& each : in.events_of_item(library.item.id, 9)) // what staff wrote goes with the reader
            EXPECT_EQ(each.reason, each.patron ? "she knows" : "");
        EXPECT_EQ(in.remove_done_notices(test_time, 9), 0);
        EXPECT_EQ(in.remove_done_notices(test_time + days{1}, 9), 2);
        EXPECT_EQ(in.waiting_notices({}).size(), 1U);
    });
}

TEST_P(due, a_notice_of_the_end_of_a_card_is_kept_as_long_as_the_card_ends_on_that_day) {
    store.write([&](unit_of_work& in) {
        auto who = library.another_patron(in);
        who.expires_on = day(30);
        in.change(who);
        const auto cause = "patron " + std::to_string(who.id.value) + " until ";
        for (const int n : {20'000, 20'030}) // of a year before, and of this one
            in.add(notice{.id = in.new_id<notice_id>(), .patron = who.id, .kind = "card_expiring",
                          .cause = cause + std::to_string(n), .state = notice_state::handed_over, .done_at = test_time});
        EXPECT_EQ(in.remove_done_notices(test_time + days{1}, 9), 1);
        EXPECT_TRUE(in.find_notice("card_expiring", cause + "20030"));
        who.expires_on.reset();
        in.change(who);
        EXPECT_EQ(in.remove_done_notices(test_time + days{1}, 9), 1);
    });
}

TEST_P(due, settled_reviews_are_removed_and_open_ones_stay) {
    store.write([&](unit_of_work& in) {
        for (const auto settled : {std::optional(test_time), std::optional(test_time + days{9}), std::optional<instant>{}})
            in.add(review_entry{.id = in.new_id<review_id>(), .institution = library.institution.id, .kind = "unknown_item",
                                .request = "checkin", .at = test_time, .resolved_at = settled});
    });
    store.write([&](unit_of_work& in) {
        EXPECT_EQ(in.remove_settled_reviews(test_time, 9), 0);
        EXPECT_EQ(in.remove_settled_reviews(test_time + days{1}, 9), 1);
        EXPECT_EQ(in.remove_settled_reviews(test_time + days{99}, 9), 1);
        EXPECT_EQ(in.open_reviews(library.institution.id, {}).size(), 1U);
    });
}

INSTANTIATE_TEST_SUITE_P(over, due, testing::ValuesIn(engines()), engine_name);

} // namespace
} // namespace circ::test
