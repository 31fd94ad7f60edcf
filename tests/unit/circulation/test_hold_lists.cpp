#include "server/circulation/desk_holds.hpp"
#include "server/circulation/hold_lists.hpp"
#include "server/circulation/hold_queue.hpp"
#include "tests/unit/circulation/at_the_desk.hpp"

#include <algorithm>

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::hold_state;

constexpr local_date today = local_days{2026y / March / 2};

class pulling : public at_the_desk {
protected:
    std::vector<std::string> list(storage::branch_id at, storage::page which = {}) {
        std::vector<std::string> barcodes;
        const auto lines = ask([&](storage::reader& in) {
            return pull_list(in, *load_library(in, rows.institution.id), rules, at, today, which);
        });
        for (const auto& each : lines)
            barcodes.push_back(each.item.item.barcode);
        return barcodes;
    }
    /// What the rule for one item says of every item, whatever the list finds.
    std::vector<std::string> by_rule(storage::branch_id at, const std::vector<std::string>& all) {
        std::vector<std::string> barcodes;
        for (const auto& each : all) {
            const auto what = item(each);
            const bool fetched = ask([&](storage::reader& in) {
                const auto library = *load_library(in, rows.institution.id);
                const auto holds =
                    holds_to_fill(in, what, library, rules, today, most_waiting_counted);
                return is_on_pull_list(in, what, holds, library, rules, today);
            });
            if (fetched && what.item.place == at) barcodes.push_back(each);
        }
        return barcodes;
    }
};

struct pull_case {
    std::string name;
    std::function<void(library_fixture&)> given;
    std::vector<std::string> at_main;

    friend std::ostream& operator<<(std::ostream& out, const pull_case& shown) {
        return out << shown.name;
    }
};

class pull_lists : public pulling, public testing::WithParamInterface<pull_case> {};

TEST_P(pull_lists, name_the_copies_to_fetch_and_no_others) {
    static_cast<void>(add_item("i2"));
    static_cast<void>(add_item("i3"));
    GetParam().given(*this);
    EXPECT_EQ(list(rows.main.id), GetParam().at_main);
    EXPECT_EQ(by_rule(rows.main.id, {"i1", "i2", "i3"}), GetParam().at_main);
    std::vector<std::string> paged;
    for (int first = 0; first < 4; ++first)
        std::ranges::copy(list(rows.main.id, {first, 1}), std::back_inserter(paged));
    EXPECT_EQ(paged, GetParam().at_main);
}

void wait(library_fixture& lib, const char* card) { static_cast<void>(lib.add_hold(card)); }

INSTANTIATE_TEST_SUITE_P(
    all,
    pull_lists,
    testing::Values(
        pull_case{"nobody_waits", [](library_fixture&) {}, {}},
        pull_case{"one_waits", [](library_fixture& lib) { wait(lib, "p1"); }, {"i1"}},
        pull_case{"two_wait",
                  [](library_fixture& lib) {
                      wait(lib, "p1");
                      wait(lib, "p2");
                  },
                  {"i1", "i2"}},
        pull_case{"the_first_copy_is_out",
                  [](library_fixture& lib) {
                      static_cast<void>(lib.checkout("p2", "i1"));
                      wait(lib, "p1");
                  },
                  {"i2"}},
        pull_case{"the_first_copy_is_elsewhere",
                  [](library_fixture& lib) {
                      lib.change_item("i1", [&](auto& i) { i.place = lib.rows.east.id; });
                      wait(lib, "p1");
                      wait(lib, "p2");
                  },
                  {"i2"}},
        pull_case{"the_first_copy_is_damaged",
                  [](library_fixture& lib) {
                      lib.change_item("i1", [](auto& i) { i.state = storage::item_state::damaged; });
                      wait(lib, "p1");
                  },
                  {"i2"}},
        pull_case{"one_is_ready_already",
                  [](library_fixture& lib) {
                      wait(lib, "p1");
                      static_cast<void>(lib.checkin("i1"));
                  },
                  {}},
        pull_case{"for_this_very_copy",
                  [](library_fixture& lib) {
                      static_cast<void>(lib.add_hold("p1", [&](auto& h) {
                          h.level = storage::hold_level::item;
                          h.item = lib.item("i3").item.id;
                      }));
                  },
                  {"i3"}}, // though older copies stand free
        pull_case{"for_this_very_copy_and_any",
                  [](library_fixture& lib) {
                      wait(lib, "p1");
                      static_cast<void>(lib.add_hold("p2", [&](auto& h) {
                          h.level = storage::hold_level::item;
                          h.item = lib.item("i3").item.id;
                      }));
                  },
                  {"i1", "i3"}},
        pull_case{"for_a_copy_of_this_branch",
                  [](library_fixture& lib) {
                      lib.change_item("i1", [&](auto& i) { i.branch = lib.rows.east.id; });
                      static_cast<void>(lib.add_hold("p1", [&](auto& h) {
                          h.level = storage::hold_level::branch;
                          h.branch = lib.rows.main.id;
                      }));
                  },
                  {"i2"}},
        pull_case{"the_first_copy_may_be_fetched_elsewhere_alone",
                  [](library_fixture& lib) {
                      lib.rules = policy_with({{"own", {}, {{"hold_pickup", std::string{"item_branch"}, {}}}, {}}});
                      lib.change_item("i1", [&](auto& i) { i.branch = lib.rows.east.id; });
                      wait(lib, "p1");
                  },
                  {"i2"}},
        pull_case{"asleep",
                  [](library_fixture& lib) {
                      static_cast<void>(
                          lib.add_hold("p1", [](auto& h) { h.state = hold_state::suspended; }));
                  },
                  {}},
        pull_case{"awake_by_its_day",
                  [](library_fixture& lib) {
                      static_cast<void>(lib.add_hold("p1", [](auto& h) {
                          h.state = hold_state::suspended;
                          h.suspended_until = today;
                      }));
                  },
                  {"i1"}},
        pull_case{"over_by_its_day",
                  [](library_fixture& lib) {
                      static_cast<void>(
                          lib.add_hold("p1", [](auto& h) { h.expires_on = today - days{1}; }));
                  },
                  {}},
        pull_case{"not_for_loan",
                  [](library_fixture& lib) {
                      for (const char* each : {"i1", "i2", "i3"})
                          lib.change_item(each, [](auto& i) { i.item_type = "reference"; });
                      wait(lib, "p1");
                  },
                  {}}),
    [](const auto& row) { return row.param.name; });

TEST_F(pulling, finds_more_titles_than_a_page_of_the_store) {
    std::vector<std::string> all;
    for (int i = 0; i < 60; ++i) {
        storage::title title;
        store.write([&](storage::unit_of_work& in) {
            title = rows.another_title(in, "Title " + std::to_string(i));
        });
        all.push_back("x" + std::to_string(i));
        static_cast<void>(add_item(all.back(), [&](auto& one) { one.title = title.id; }));
        static_cast<void>(add_hold("p1", [&](auto& h) { h.title = title.id; }));
    }
    std::ranges::sort(all); // of one call number, so by barcode
    EXPECT_EQ(list(rows.main.id), all);
    EXPECT_EQ(list(rows.main.id, {55, 100}), std::vector(all.begin() + 55, all.end()));
}

TEST_F(pulling, walks_along_the_shelves_over_all_pages) {
    struct copy {
        const char* barcode;
        const char* location;
        const char* call_number;
    };
    // As titles were catalogued, which is no order of the shelf.
    constexpr copy copies[]{{"late", "Stacks", "PR10 .B2"},
                            {"early", "Stacks", "PR9 .B12"},
                            {"ninth", "Stacks", "PR9 .B2"},
                            {"desk", "Desk", "ZZ 999"},
                            {"dewey", "Stacks", "823.9 TOL"},
                            {"decimals", "Stacks", "823.12 TOL"}};
    for (const auto& each : copies) {
        storage::title title;
        store.write([&](storage::unit_of_work& in) { title = rows.another_title(in, each.barcode); });
        static_cast<void>(add_item(each.barcode, [&](auto& one) {
            one.title = title.id;
            one.location = each.location;
            one.call_number = each.call_number;
        }));
        static_cast<void>(add_hold("p1", [&](auto& h) { h.title = title.id; }));
    }
    const std::vector<std::string> walk{"desk", "decimals", "dewey", "early", "ninth", "late"};
    EXPECT_EQ(list(rows.main.id), walk);
    std::vector<std::string> paged;
    for (int first = 0; first < 8; first += 2)
        std::ranges::copy(list(rows.main.id, {first, 2}), std::back_inserter(paged));
    EXPECT_EQ(paged, walk);
}

// The shelf and what is to be taken off it.

class hold_shelf : public at_the_desk {
protected:
    std::size_t on_shelf(storage::branch_id at) {
        return ask([&](storage::reader& in) { return in.holds_on_shelf(at, {}); }).size();
    }
    std::size_t to_clear(storage::branch_id at) {
        const local_date day{floor<days>(now).time_since_epoch()};
        const auto lines =
            ask([&](storage::reader& in) { return in.holds_to_clear(at, day, {}); });
        EXPECT_EQ(!lines.empty() && lines.front().barcode == "i1",
                  is_to_be_cleared(item("i1"), day) && item("i1").item.place == at);
        return lines.size();
    }
};

TEST_F(hold_shelf, is_listed_until_it_is_fetched) {
    const auto made = add_hold("p1");
    EXPECT_EQ(on_shelf(rows.main.id), 0U);
    static_cast<void>(checkin("i1"));
    EXPECT_EQ(on_shelf(rows.main.id), 1U);
    EXPECT_EQ(on_shelf(rows.east.id), 0U);
    EXPECT_EQ(to_clear(rows.main.id), 0U);
    static_cast<void>(checkout("p1", "i1"));
    EXPECT_EQ(on_shelf(rows.main.id), 0U);
    EXPECT_EQ(hold(made.id).state, hold_state::filled);
}

struct clear_case {
    std::string name;
    std::function<void(library_fixture&, const storage::hold&)> happens;

    friend std::ostream& operator<<(std::ostream& out, const clear_case& shown) {
        return out << shown.name;
    }
};

class clear_list : public hold_shelf, public testing::WithParamInterface<clear_case> {};

TEST_P(clear_list, is_emptied_by_scanning) {
    const auto made = add_hold("p1");
    static_cast<void>(checkin("i1"));
    GetParam().happens(*this, hold(made.id));
    EXPECT_EQ(to_clear(rows.main.id), 1U);
    EXPECT_EQ(to_clear(rows.east.id), 0U);
    EXPECT_EQ(perform(clear_hold_shelf{.by = bert, .item = "i1", .why = "on the list"}).result,
              verdict::done);
    EXPECT_EQ(to_clear(rows.main.id), 0U);
}

INSTANTIATE_TEST_SUITE_P(
    all,
    clear_list,
    testing::Values(
        clear_case{"cancelled",
                   [](library_fixture& lib, const storage::hold&) {
                       static_cast<void>(lib.perform(
                           cancel_hold{.by = lib.kiosk, .card = "p1", .what = {.item = "i1", .title = {}}}));
                   }},
        clear_case{"lapsed_at_the_desk",
                   [](library_fixture& lib, const storage::hold& one) {
                       static_cast<void>(lib.perform(end_hold{.by = lib.kiosk,
                                                              .hold = one.id,
                                                              .why = "no shelf space",
                                                              .as = hold_state::lapsed}));
                   }},
        clear_case{"its_time_is_over",
                   [](library_fixture& lib, const storage::hold&) { lib.now += days{20}; }},
        clear_case{"to_be_fetched_elsewhere",
                   [](library_fixture& lib, const storage::hold&) {
                       static_cast<void>(lib.perform(change_hold{.by = lib.kiosk,
                                                                 .card = "p1",
                                                                 .what = {.item = "i1", .title = {}},
                                                                 .pickup = "EAST"}));
                   }}),
    [](const auto& row) { return row.param.name; });

TEST_F(hold_shelf, lists_what_is_suspended_and_what_is_under_way) {
    const auto asleep = add_hold("p2", [](auto& h) { h.state = hold_state::suspended; });
    const auto suspended =
        ask([&](storage::reader& in) { return in.suspended_holds(rows.institution.id, {}); });
    ASSERT_EQ(suspended.size(), 1U);
    EXPECT_EQ(suspended.front().hold.id, asleep.id);
    static_cast<void>(add_hold("p1", [&](auto& h) { h.pickup = rows.east.id; }));
    static_cast<void>(checkin("i1"));
    const auto coming = ask([&](storage::reader& in) { return in.transits_to(rows.east.id, {}); });
    ASSERT_EQ(coming.size(), 1U);
    EXPECT_EQ(coming.front().barcode, "i1");
    EXPECT_TRUE(ask([&](storage::reader& in) { return in.transits_to(rows.main.id, {}); }).empty());
    static_cast<void>(perform(circulation::checkin{.by = at(east_kiosk), .item = "i1"}));
    EXPECT_TRUE(ask([&](storage::reader& in) { return in.transits_to(rows.east.id, {}); }).empty());
}

} // namespace
} // namespace circ::test
