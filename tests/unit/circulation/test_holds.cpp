#include "config/default_policy.hpp"
#include "server/circulation/hold.hpp"
#include "tests/unit/circulation/library_test.hpp"

namespace circ::circulation {
namespace {

using std::chrono::days;
using storage::hold_level;
using storage::hold_state;
using storage::unit_of_work;
using test::checked_library;
using test::names_of;
using test::saying;
using test::with_rules;

local_date day_of(instant at) { return local_date{std::chrono::floor<days>(at).time_since_epoch()}; }

place_hold hold_request(const checked_library& f) {
    return {.by = f.kiosk, .card = "p1", .what = {.item = "i1"}};
}

/// The whole policy with other values in front.
void set_policy(checked_library& f, std::vector<config::policy_setting> first) {
    auto rules = config::default_policy();
    rules.insert(rules.begin(), config::policy_rule{.name = "test", .set = std::move(first)});
    f.rules = policy::compile(rules).rules;
}

config::policy_setting set(const char* key, std::string value) { return {key, std::move(value), {}}; }

struct hold_case {
    std::string name;
    std::function<void(checked_library&, place_hold&)> given;
    std::string reasons;
    pin_state pin = pin_state::not_given;

    friend std::ostream& operator<<(std::ostream& out, const hold_case& row) { return out << row.name; }
};

class placing : public testing::TestWithParam<hold_case> {};

TEST_P(placing, refuses_with_all_reasons_and_changes_nothing) {
    checked_library f;
    auto asked = hold_request(f);
    GetParam().given(f, asked);
    const auto before = f.all_rows();
    const auto made = f.perform(asked, GetParam().pin);
    EXPECT_EQ(names_of(made.reasons), GetParam().reasons);
    if (GetParam().reasons.empty()) {
        EXPECT_EQ(made.result, verdict::done);
        EXPECT_NE(f.all_rows(), before);
    } else {
        EXPECT_EQ(made.result, verdict::refused);
        EXPECT_EQ(f.all_rows(), before);
    }
}

using fixture = checked_library;

void add_volume(fixture& f) { f.add_item("i2"); }

INSTANTIATE_TEST_SUITE_P(
    all, placing,
    testing::Values(
        hold_case{"good", [](fixture&, place_hold&) {}, ""},
        hold_case{"by_title",
                  [](fixture&, place_hold& asked) {
                      asked.what = {.title = "c1"};
                  },
                  ""},
        hold_case{"of_one_item", [](fixture&, place_hold& asked) { asked.level = hold_level::item; }, ""},
        hold_case{"unknown_patron", [](fixture&, place_hold& asked) { asked.card = "nobody"; }, "patron_unknown"},
        hold_case{"unknown_item",
                  [](fixture&, place_hold& asked) {
                      asked.what = {.item = "none", .title = "c1"};
                  },
                  "item_unknown"},
        hold_case{"unknown_title",
                  [](fixture&, place_hold& asked) {
                      asked.what = {.title = "none"};
                  },
                  "title_unknown"},
        hold_case{"wrong_pin", [](fixture&, place_hold&) {}, "pin_wrong", pin_state::wrong},
        hold_case{"item_level_without_item",
                  [](fixture&, place_hold& asked) {
                      asked.level = hold_level::item;
                      asked.what = {.title = "c1"};
                  },
                  "request_incomplete"},
        hold_case{"held_already", [](fixture& f, place_hold&) { f.add_hold("p1"); }, "hold_duplicate"},
        hold_case{"expired_hold_does_not_count",
                  [](fixture& f, place_hold&) { f.add_hold("p1", [&](auto& h) { h.expires_on = day_of(f.now) - days{1}; }); },
                  ""},
        hold_case{"on_loan_to_the_patron",
                  [](fixture& f, place_hold&) { static_cast<void>(f.checkout("p1", "i1")); }, "hold_has_loan"},
        hold_case{"other_copy_on_loan_to_the_patron",
                  [](fixture& f, place_hold&) {
                      add_volume(f);
                      static_cast<void>(f.checkout("p1", "i2"));
                  },
                  "hold_has_loan"},
        hold_case{"other_volume_on_loan_to_the_patron",
                  [](fixture& f, place_hold& asked) {
                      add_volume(f);
                      static_cast<void>(f.checkout("p1", "i2"));
                      asked.level = hold_level::item;
                  },
                  ""},
        hold_case{"on_loan_to_other", [](fixture& f, place_hold&) { static_cast<void>(f.checkout("p2", "i1")); }, ""},
        hold_case{"limit",
                  [](fixture& f, place_hold&) {
                      set_policy(f, {{"max_holds", std::int64_t{0}, {}}});
                  },
                  "hold_limit"},
        hold_case{"not_for_loan",
                  [](fixture& f, place_hold&) { f.change_item("i1", [](auto& item) { item.item_type = "reference"; }); },
                  "hold_impossible"},
        hold_case{"only_copy_withdrawn",
                  [](fixture& f, place_hold&) {
                      f.change_item("i1", [](auto& item) { item.state = storage::item_state::withdrawn; });
                  },
                  "hold_impossible"},
        hold_case{"another_copy_could_serve",
                  [](fixture& f, place_hold&) {
                      add_volume(f);
                      f.change_item("i1", [](auto& item) { item.state = storage::item_state::withdrawn; });
                  },
                  ""},
        hold_case{"only_copy_lost",
                  [](fixture& f, place_hold&) {
                      static_cast<void>(f.checkout("p2", "i1"));
                      f.change_loan("i1", [](auto& loan) { loan.state = storage::loan_state::lost; });
                  },
                  "hold_impossible"},
        hold_case{"no_copy_of_that_branch",
                  [](fixture&, place_hold& asked) {
                      asked.level = hold_level::branch;
                      asked.pickup = "EAST";
                  },
                  "hold_impossible"},
        hold_case{"too_young",
                  [](fixture& f, place_hold&) {
                      f.store.write([&](unit_of_work& in) {
                          auto patron = f.rows.patron;
                          patron.birth_date = day_of(f.now) - days{365 * 10};
                          in.change(patron);
                      });
                      f.change_item("i1", [](auto& item) { item.item_type = "device"; });
                  },
                  "hold_impossible"},
        hold_case{"level_not_offered",
                  [](fixture& f, place_hold& asked) {
                      set_policy(f, {set("hold_levels", "title")});
                      asked.level = hold_level::item;
                  },
                  "hold_impossible"},
        hold_case{"on_the_shelf_where_policy_says_fetch",
                  [](fixture& f, place_hold&) { f.change_item("i1", [](auto& item) { item.item_type = "express"; }); },
                  "hold_available_on_shelf"},
        hold_case{"unknown_pickup", [](fixture&, place_hold& asked) { asked.pickup = "MOON"; }, "pickup_unknown"},
        hold_case{"expiry_yesterday", [](fixture& f, place_hold& asked) { asked.expires = f.now - days{1}; }, "hold_expiry_past"},
        hold_case{"expiry_today", [](fixture& f, place_hold& asked) { asked.expires = f.now; }, ""},
        hold_case{"fee_not_agreed", [](fixture& f, place_hold&) { set_policy(f, {set("hold_fee", "1.50")}); }, "fee_not_agreed"},
        hold_case{"fee_agreed",
                  [](fixture& f, place_hold& asked) {
                      set_policy(f, {set("hold_fee", "1.50")});
                      asked.agreed = {.to = fee_agreement::kind::any};
                  },
                  ""},
        hold_case{"several",
                  [](fixture& f, place_hold& asked) {
                      f.add_hold("p1");
                      asked.pickup = "MOON";
                      asked.expires = f.now - days{1};
                  },
                  "hold_duplicate pickup_unknown hold_expiry_past"}),
    [](const auto& row) { return row.param.name; });

TEST(hold, queues_behind_the_others_for_the_branch_of_the_terminal) {
    fixture f;
    f.add_hold("p2", [](auto& h) { h.rank = 1; });
    const auto made = f.perform(hold_request(f));
    EXPECT_EQ(made.position, 2);
    EXPECT_EQ(made.pickup, "MAIN");
    EXPECT_FALSE(made.available);
    EXPECT_EQ(f.item("i1").title.open_holds, 2);
}

TEST(hold, says_that_a_copy_could_be_fetched) {
    fixture f;
    EXPECT_TRUE(f.perform(hold_request(f)).available);
}

TEST(hold, charges_its_fee) {
    fixture f;
    set_policy(f, {set("hold_fee", "1.50")});
    auto asked = hold_request(f);
    asked.agreed = {.to = fee_agreement::kind::exactly, .amount = {150}};
    const auto made = f.perform(asked);
    EXPECT_EQ(made.fee->amount, money{150});
    EXPECT_FALSE(made.fee->fee_identifier.empty());
    EXPECT_EQ(f.patron("p1").owed, money{150});
}

TEST(hold, costs_nothing_at_a_device_whose_fees_another_book_charges) {
    fixture f;
    set_policy(f, {set("hold_fee", "1.50")});
    auto asked = hold_request(f);
    asked.by = with_rules(f.kiosk, [](device_rules& rules) { rules.assesses_fees = false; });
    const auto made = f.perform(asked);
    EXPECT_EQ(names_of(made.reasons), "");
    EXPECT_FALSE(made.fee);
    EXPECT_EQ(f.patron("p1").owed, money{});
}

TEST(hold, takes_the_place_of_one_that_is_over_by_its_date) {
    fixture f;
    const auto old = f.add_hold("p1", [&](auto& h) { h.expires_on = day_of(f.now) - days{1}; });
    EXPECT_EQ(f.perform(hold_request(f)).position, 1);
    EXPECT_EQ(f.hold(old.id).state, hold_state::lapsed);
    EXPECT_EQ(f.patron("p1").open_holds, 1);
}

TEST(hold, sent_again_is_the_same_hold) {
    fixture f;
    auto asked = hold_request(f);
    asked.by = saying(f.kiosk, f.now, "15+ p1 i1");
    EXPECT_FALSE(f.perform(asked).repeated);
    const auto rows = f.all_rows();
    const auto again = f.perform(asked);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.position, 1);
    EXPECT_EQ(f.all_rows(), rows);
}

TEST(hold, sent_again_after_it_was_cancelled_is_a_new_one) {
    fixture f;
    auto asked = hold_request(f);
    asked.by = saying(f.kiosk, f.now, "15+ p1 i1");
    static_cast<void>(f.perform(asked));
    ASSERT_EQ(f.perform(cancel_hold{.by = f.kiosk, .card = "p1", .what = {.item = "i1"}}).result, verdict::done);
    const auto again = f.perform(asked);
    EXPECT_EQ(again.result, verdict::done);
    EXPECT_FALSE(again.repeated);
    EXPECT_EQ(f.patron("p1").open_holds, 1);
}

// --- change and cancel

struct touched_case {
    std::string name;
    std::function<void(fixture&, requester&)> given;
    std::string reasons;

    friend std::ostream& operator<<(std::ostream& out, const touched_case& row) { return out << row.name; }
};

class touching : public testing::TestWithParam<touched_case> {};

TEST_P(touching, a_hold_needs_a_hold_and_a_good_card) {
    fixture f;
    auto by = f.kiosk;
    GetParam().given(f, by);
    const auto before = f.all_rows();
    const auto changed = f.perform(change_hold{.by = by, .card = "p1", .what = {.item = "i1"}, .pickup = "EAST"});
    const auto cancelled = f.perform(cancel_hold{.by = by, .card = "p1", .what = {.item = "i1"}});
    EXPECT_EQ(names_of(changed.reasons), GetParam().reasons);
    EXPECT_EQ(names_of(cancelled.reasons), GetParam().reasons);
    EXPECT_EQ(f.all_rows() == before, !GetParam().reasons.empty());
}

INSTANTIATE_TEST_SUITE_P(
    all, touching,
    testing::Values(touched_case{"own", [](fixture& f, requester&) { f.add_hold("p1"); }, ""},
                    touched_case{"of_a_blocked_patron",
                                 [](fixture& f, requester&) {
                                     f.add_hold("p1");
                                     f.store.write([&](unit_of_work& in) {
                                         in.add(storage::block{.id = in.new_id<storage::block_id>(), .patron = f.rows.patron.id,
                                                               .reason = "by hand", .placed_at = f.now});
                                     });
                                 },
                                 ""},
                    touched_case{"none", [](fixture&, requester&) {}, "hold_not_found"},
                    touched_case{"of_another", [](fixture& f, requester&) { f.add_hold("p2"); }, "hold_not_found"},
                    touched_case{"over_by_date",
                                 [](fixture& f, requester&) {
                                     f.add_hold("p1", [&](auto& h) { h.expires_on = day_of(f.now) - days{1}; });
                                 },
                                 "hold_not_found"},
                    touched_case{"lost_card",
                                 [](fixture& f, requester&) {
                                     f.add_hold("p1");
                                     f.store.write([&](unit_of_work& in) {
                                         auto card = f.rows.card;
                                         card.state = storage::card_state::lost;
                                         in.change(card);
                                     });
                                 },
                                 "card_lost"},
                    touched_case{"pin_missing",
                                 [](fixture& f, requester& by) {
                                     f.add_hold("p1");
                                     by = with_rules(by, [](auto& rules) { rules.pin = pin_rule::each_request; });
                                 },
                                 "pin_missing"}),
    [](const auto& row) { return row.param.name; });

TEST(hold_change, refuses_an_unknown_pickup_and_a_past_day) {
    fixture f;
    const auto hold = f.add_hold("p1");
    const auto made = f.perform(change_hold{
        .by = f.kiosk, .card = "p1", .what = {.title = "c1"}, .pickup = "MOON", .expires = f.now - days{1}});
    EXPECT_EQ(names_of(made.reasons), "pickup_unknown hold_expiry_past");
    EXPECT_EQ(f.hold(hold.id).pickup, hold.pickup);
}

TEST(hold_change, keeps_what_is_not_named) {
    fixture f;
    const auto hold = f.add_hold("p1", [&](auto& h) { h.expires_on = day_of(f.now) + days{9}; });
    const auto made = f.perform(change_hold{.by = f.kiosk, .card = "p1", .what = {.title = "c1"}, .pickup = "EAST"});
    EXPECT_EQ(made.pickup, "EAST");
    EXPECT_EQ(f.hold(hold.id).pickup, f.rows.east.id);
    EXPECT_EQ(f.hold(hold.id).expires_on, hold.expires_on);
    EXPECT_EQ(f.hold(hold.id).rank, hold.rank);
}

TEST(hold_change, sends_a_trapped_item_on_at_its_next_scan) {
    fixture f;
    const auto hold = f.add_hold("p1");
    ASSERT_EQ(f.checkin("i1").alert, alert_kind::hold_here);
    const auto changed = f.perform(change_hold{.by = f.kiosk, .card = "p1", .what = {.item = "i1"}, .pickup = "EAST"});
    EXPECT_EQ(changed.result, verdict::done);
    EXPECT_FALSE(changed.position) << "it has its item";
    const auto scanned = f.checkin("i1");
    EXPECT_EQ(scanned.alert, alert_kind::hold_elsewhere);
    EXPECT_EQ(scanned.destination->code, "EAST");
    EXPECT_EQ(f.hold(hold.id).state, hold_state::in_transit);
}

TEST(hold_cancel, leaves_a_trapped_item_to_be_cleared) {
    fixture f;
    const auto hold = f.add_hold("p1");
    static_cast<void>(f.checkin("i1"));
    EXPECT_EQ(f.perform(cancel_hold{.by = f.kiosk, .card = "p1", .what = {.item = "i1"}}).result, verdict::done);
    EXPECT_EQ(f.hold(hold.id).state, hold_state::cancelled);
    EXPECT_EQ(f.hold(hold.id).trapped_item, f.rows.item.id);
    EXPECT_EQ(f.patron("p1").open_holds, 0);
    const auto next = f.add_hold("p2");
    EXPECT_EQ(f.checkin("i1").alert, alert_kind::hold_here);
    EXPECT_EQ(f.hold(next.id).state, hold_state::on_shelf);
    EXPECT_FALSE(f.hold(hold.id).trapped_item);
}

TEST(hold_cancel, sent_again_is_done_already) {
    fixture f;
    f.add_hold("p1");
    const cancel_hold asked{.by = saying(f.kiosk, f.now, "15- p1 i1"), .card = "p1", .what = {.item = "i1"}};
    EXPECT_FALSE(f.perform(asked).repeated);
    const auto again = f.perform(asked);
    EXPECT_EQ(again.result, verdict::done);
    EXPECT_TRUE(again.repeated);
}

} // namespace
} // namespace circ::circulation
