// Who is served by a copy, and where it may be fetched (circulation §4).
#include "config/default_policy.hpp"
#include "server/circulation/local_time.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::hold_level;
using storage::hold_state;

config::policy_setting say(const char* key, const char* value) {
    return {key, std::string{value}, {}};
}

struct serving_case {
    std::string name;
    std::optional<std::int64_t> local_first; ///< days
    int waited = 0;                          ///< days that the older hold, elsewhere, has waited
    std::string served;                      ///< "far" is older than "near", which is fetched here

    friend std::ostream& operator<<(std::ostream& out, const serving_case& row) {
        return out << row.name;
    }
};

class serving : public testing::TestWithParam<serving_case> {};

TEST_P(serving, goes_by_the_queue_or_by_place) {
    checked_library f;
    if (GetParam().local_first)
        f.rules = policy_with(
            {{.name = "test", .set = {{"local_first_days", *GetParam().local_first, {}}}}});
    static_cast<void>(f.add_patron("far"));
    static_cast<void>(f.add_patron("near"));
    static_cast<void>(f.add_hold("far", [&](auto& h) {
        h.pickup = f.rows.east.id;
        h.placed_at = f.now - days{GetParam().waited};
    }));
    static_cast<void>(f.add_hold("near", [&](auto& h) { h.placed_at = f.now; }));
    EXPECT_EQ(f.checkin("i1").hold_card, GetParam().served);
}

INSTANTIATE_TEST_SUITE_P(all,
                         serving,
                         testing::Values(serving_case{"strictly_in_turn", {}, 0, "far"},
                                         serving_case{"here_first", 5, 0, "near"},
                                         serving_case{"here_first_to_the_last_day", 5, 4, "near"},
                                         serving_case{"until_the_older_has_waited", 5, 5, "far"},
                                         serving_case{"zero_days_are_in_turn", 0, 0, "far"}),
                         [](const auto& row) { return row.param.name; });

TEST(serving_here_first, still_serves_elsewhere_when_nobody_fetches_here) {
    checked_library f;
    f.rules = policy_with({{.name = "test", .set = {{"local_first_days", std::int64_t{5}, {}}}}});
    const auto far = f.add_hold("p2", [&](auto& h) { h.pickup = f.rows.east.id; });
    EXPECT_EQ(f.checkin("i1").hold_card, "p2");
    EXPECT_EQ(f.hold(far.id).state, hold_state::in_transit);
}

TEST(a_suspended_hold, keeps_its_place) {
    checked_library f;
    const auto asleep = f.add_hold("p1", [&](auto& h) {
        h.state = hold_state::suspended;
        h.suspended_until = local_days{2026y / March / 20};
    });
    static_cast<void>(f.add_hold("p2"));
    EXPECT_EQ(f.checkin("i1").hold_card, "p2") << "while it sleeps the next is served";
    checked_library awake;
    const auto first = awake.add_hold("p1", [&](auto& h) {
        h.state = hold_state::suspended;
        h.suspended_until = date_in(awake.now, "Europe/Berlin");
    });
    static_cast<void>(awake.add_hold("p2"));
    EXPECT_EQ(awake.checkin("i1").hold_card, "p1") << "awake by its date, it is first as before";
    EXPECT_EQ(f.hold(asleep.id).state, hold_state::suspended);
    EXPECT_EQ(awake.hold(first.id).state, hold_state::on_shelf);
}

struct level_case {
    std::string name;
    std::string scanned; ///< i1 and i2 are of MAIN, e1 of EAST; all of one title
    std::function<void(storage::hold&, const small_library&, storage::item_id second)> wanted;
    bool serves = false;

    friend std::ostream& operator<<(std::ostream& out, const level_case& row) {
        return out << row.name;
    }
};

class hold_levels : public testing::TestWithParam<level_case> {};

TEST_P(hold_levels, say_which_copies_serve) {
    checked_library f;
    const auto second = f.add_item("i2");
    static_cast<void>(f.add_item("e1", [&](auto& i) { i.branch = f.rows.east.id; }));
    static_cast<void>(
        f.add_hold("p2", [&](auto& h) { GetParam().wanted(h, f.rows, second.id); }));
    EXPECT_EQ(f.checkin(GetParam().scanned).hold_card, GetParam().serves ? "p2" : "");
}

void any_copy(storage::hold&, const small_library&, storage::item_id) {}
void that_item(storage::hold& h, const small_library&, storage::item_id second) {
    h.level = hold_level::item;
    h.item = second;
}
void a_copy_of_east(storage::hold& h, const small_library& rows, storage::item_id) {
    h.level = hold_level::branch;
    h.branch = rows.east.id;
}

INSTANTIATE_TEST_SUITE_P(all,
                         hold_levels,
                         testing::Values(level_case{"title_any_copy", "i1", any_copy, true},
                                         level_case{"title_copy_of_another_branch", "e1", any_copy, true},
                                         level_case{"item_itself", "i2", that_item, true},
                                         level_case{"item_another_copy", "i1", that_item, false},
                                         level_case{"branch_its_copy", "e1", a_copy_of_east, true},
                                         level_case{"branch_another_copy", "i1", a_copy_of_east, false}),
                         [](const auto& row) { return row.param.name; });

struct pickup_case {
    std::string name;
    std::string rule;   ///< value of hold_pickup
    std::string pickup; ///< i1 is of MAIN
    bool grouped = false;
    bool allowed = false;

    friend std::ostream& operator<<(std::ostream& out, const pickup_case& row) {
        return out << row.name;
    }
};

class pickups : public testing::TestWithParam<pickup_case> {
protected:
    checked_library f;

    void SetUp() override {
        auto rules = config::default_policy();
        rules.insert(
            rules.begin(),
            config::policy_rule{.name = "test", .set = {say("hold_pickup", GetParam().rule.c_str())}});
        config::routing routes;
        if (GetParam().grouped) routes.groups = {{.name = "both", .branches = {"MAIN", "EAST"}}};
        f.rules = policy::compile(rules, 2, routes).rules;
    }
    [[nodiscard]] std::string expected() const {
        return GetParam().allowed ? "" : "pickup_not_allowed";
    }
};

TEST_P(pickups, are_judged_when_the_hold_is_placed) {
    const auto made = f.perform(place_hold{
        .by = f.kiosk, .card = "p2", .what = {.item = "i1"}, .pickup = GetParam().pickup});
    EXPECT_EQ(names_of(made.reasons), expected());
    if (GetParam().allowed) return;
    EXPECT_EQ(made.reasons.at(0).place, GetParam().pickup == "EAST" ? "East" : "Main");
}

TEST_P(pickups, are_judged_when_it_is_changed) {
    // Placed when all was allowed.
    static_cast<void>(f.add_hold("p2", [&](auto& h) {
        h.pickup = GetParam().pickup == "EAST" ? f.rows.main.id : f.rows.east.id;
    }));
    const auto made = f.perform(change_hold{
        .by = f.kiosk, .card = "p2", .what = {.item = "i1"}, .pickup = GetParam().pickup});
    EXPECT_EQ(names_of(made.reasons), expected());
}

TEST_P(pickups, are_judged_when_a_copy_comes_back) {
    static_cast<void>(f.add_hold("p2", [&](auto& h) {
        h.pickup = GetParam().pickup == "EAST" ? f.rows.east.id : f.rows.main.id;
    }));
    EXPECT_EQ(f.checkin("i1").hold_card, GetParam().allowed ? "p2" : "");
}

INSTANTIATE_TEST_SUITE_P(all,
                         pickups,
                         testing::Values(pickup_case{"anywhere", "anywhere", "EAST", false, true},
                                         pickup_case{"home", "item_branch", "MAIN", false, true},
                                         pickup_case{"not_home", "item_branch", "EAST", false, false},
                                         pickup_case{"in_no_group", "group", "EAST", false, false},
                                         pickup_case{"home_without_group", "group", "MAIN", false, true},
                                         pickup_case{"in_one_group", "group", "EAST", true, true},
                                         pickup_case{"nowhere", "nowhere", "MAIN", false, false}),
                         [](const auto& row) { return row.param.name; });

} // namespace
} // namespace circ::test
