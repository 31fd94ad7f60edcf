// What a library system beside us would have answered: counts that add up, kinds that are found
// again, and what retention takes away.

#include "storage/shadow_book.hpp"
#include "tests/contract/contract.hpp"

namespace circ::test {
namespace {

using namespace storage;
using namespace std::chrono_literals;

class shadows : public store_contract {
protected:
    static constexpr local_date some_day{std::chrono::days{20'600}};
    static constexpr std::chrono::days one_day{1};

    [[nodiscard]] shadow_place at(local_date day, const std::string& operation = "checkout") const {
        return {.institution = library.institution.id,
                .day = day,
                .backend = "main",
                .terminal = library.kiosk.id,
                .operation = operation};
    }
    void count(const shadow_place& of, const shadow_tally& by, instant when = test_time) {
        store.write([&](unit_of_work& in) { shadow_book(in).count(of, by, when); });
    }
    shadow_kind new_kind(std::int64_t number, const std::string& field) {
        shadow_kind made;
        made.institution = library.institution.id;
        made.number = number;
        made.backend = "main";
        made.operation = "checkout";
        made.field = field;
        made.cause = shadow_cause::rule;
        made.ours = "in 28 days";
        made.theirs = "in 21 days";
        made.first_at = test_time;
        store.write([&](unit_of_work& in) {
            made.id = in.new_id<shadow_kind_id>();
            shadow_book(in).add(made);
        });
        return made;
    }
    void see(const shadow_kind& what, local_date day, instant when, const std::string& example) {
        store.write([&](unit_of_work& in) {
            shadow_book(in).count(shadow_sighting{.kind = what.id,
                                     .institution = library.institution.id,
                                     .day = day,
                                     .terminal = library.kiosk.id,
                                     .at = when,
                                     .example = example});
        });
    }
    std::vector<shadow_line> lines(local_date from) {
        return store.ask([&](auto& in) { return shadow_reader(in).lines(library.institution.id, from); });
    }
    std::vector<shadow_sum> sums(local_date from) {
        return store.ask([&](auto& in) { return shadow_reader(in).sums(library.institution.id, from); });
    }
};

TEST_P(shadows, are_counted_by_day_terminal_and_operation) {
    count(at(some_day), {.same = 2, .tolerable = 1});
    count(at(some_day), {.same = 1, .different = 3, .decided_otherwise = 2}, test_time + 1h);
    count(at(some_day + one_day), {.unanswered = 4, .skipped = 5}, test_time + 24h);
    count(at(some_day, "renew"), {.same = 7});
    const auto all = sums(some_day);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].backend, "main");
    EXPECT_EQ(all[0].terminal, library.kiosk.id);
    EXPECT_EQ(all[0].operation, "checkout");
    EXPECT_EQ(all[0].counted,
              (shadow_tally{.same = 3,
                            .tolerable = 1,
                            .different = 3,
                            .decided_otherwise = 2,
                            .unanswered = 4,
                            .skipped = 5}));
    EXPECT_EQ(all[1].counted, shadow_tally{.same = 7});
    EXPECT_EQ(sums(some_day + one_day).size(), 1U);
    const auto begun = [&](std::string_view backend) {
        return store.ask(
            [&](auto& in) { return shadow_reader(in).begun(library.institution.id, backend); });
    };
    EXPECT_EQ(begun("main"), test_time);
    EXPECT_FALSE(begun("other"));
}

TEST_P(shadows, are_found_again_by_what_differs_and_by_their_number) {
    EXPECT_EQ(store.ask([&](auto& in) { return shadow_reader(in).last_number(library.institution.id); }),
              0);
    auto due = new_kind(1, "due");
    new_kind(2, "result");
    EXPECT_EQ(store.ask([&](auto& in) { return shadow_reader(in).last_number(library.institution.id); }),
              2);
    shadow_kind wanted = due;
    wanted.id = {};
    wanted.number = 0;
    wanted.first_at = {};
    expect_same(store.ask([&](auto& in) { return shadow_reader(in).find_like(wanted); }).value(), due);
    wanted.theirs = "in 14 days";
    EXPECT_FALSE(store.ask([&](auto& in) { return shadow_reader(in).find_like(wanted); }));
    due.accepted_at = test_time + 1h;
    due.accepted_by = "anna";
    due.why = "as decided";
    store.write([&](unit_of_work& in) { shadow_book(in).change(due); });
    const auto institution = library.institution.id;
    expect_same(store.ask([&](auto& in) { return shadow_reader(in).find_kind(institution, 1); }).value(),
                due);
    const auto accepted =
        store.ask([&](auto& in) { return shadow_reader(in).accepted_kinds(institution, {}); });
    ASSERT_EQ(accepted.size(), 1U);
    expect_same(accepted[0], due);
}

TEST_P(shadows, keep_one_row_a_day_of_what_is_seen_again) {
    const auto due = new_kind(1, "due");
    see(due, some_day, test_time, "a");
    see(due, some_day, test_time + 1h, "b");
    see(due, some_day + one_day, test_time + 24h, "a");
    auto all = lines(some_day);
    ASSERT_EQ(all.size(), 1U);
    expect_same(all[0].kind, due);
    EXPECT_EQ(all[0].terminal, library.kiosk.id);
    EXPECT_EQ(all[0].count, 3);
    EXPECT_EQ(all[0].first_at, test_time);
    EXPECT_EQ(all[0].last_at, test_time + 24h);
    EXPECT_EQ(all[0].example, "b");
    EXPECT_EQ(lines(some_day + one_day).at(0).count, 1);
}

TEST_P(shadows, are_forgotten_but_for_tolerances) {
    const auto old = new_kind(1, "due");
    const auto recent = new_kind(2, "result");
    auto tolerance = new_kind(3, "title");
    tolerance.accepted_at = test_time;
    store.write([&](unit_of_work& in) { shadow_book(in).change(tolerance); });
    for (const auto& each : {old, recent, tolerance})
        see(each, some_day, test_time, "");
    see(recent, some_day + 2 * one_day, test_time + 48h, "");
    count(at(some_day), {.same = 1});
    count(at(some_day + 2 * one_day), {.same = 1});
    int rows = 0;
    const auto forget = [&] {
        store.write([&](unit_of_work& in) {
            rows = shadow_book(in).remove_old(library.institution.id, some_day + one_day);
        });
    };
    forget();
    EXPECT_EQ(rows, 5) << "a tally, three sightings and a kind";
    EXPECT_EQ(sums(some_day).size(), 1U);
    EXPECT_EQ(sums(some_day)[0].counted.same, 1);
    const auto is_there = [&](std::int64_t number) {
        return store
            .ask([&](auto& in) { return shadow_reader(in).find_kind(library.institution.id, number); })
            .has_value();
    };
    EXPECT_FALSE(is_there(1));
    EXPECT_TRUE(is_there(2));
    EXPECT_TRUE(is_there(3));
    forget();
    EXPECT_EQ(rows, 0);
}

INSTANTIATE_TEST_SUITE_P(over, shadows, testing::ValuesIn(engines()), engine_name);

} // namespace
} // namespace circ::test
