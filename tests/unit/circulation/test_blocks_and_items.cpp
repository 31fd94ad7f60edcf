#include "tests/unit/circulation/library_test.hpp"

namespace circ::circulation {
namespace {

using namespace std::chrono_literals;
using storage::block_kind;
using storage::unit_of_work;
using test::checked_library;
using test::names_of;
using test::saying;
using test::with_rules;

/// A kiosk whose reports block, and that may lift them.
requester trusted(const checked_library& f) {
    return with_rules(f.kiosk, [](auto& rules) {
        rules.block_patron = block_handling::block;
        rules.may_enable_patron = true;
    });
}

std::vector<storage::block> blocks(checked_library& f, const std::string& card = "p1") {
    const auto who = f.patron(card).id;
    return f.store.ask([&](storage::reader& in) { return in.open_blocks_of(who); });
}

storage::card_state card_state(checked_library& f) {
    return f.store.ask([&](storage::reader& in) { return in.find_card(f.rows.institution.id, "p1"); }).value().state;
}

TEST(blocking, refuses_the_next_checkout_until_the_card_is_enabled) {
    checked_library f;
    const auto by = trusted(f);
    const auto blocked = f.perform(block_patron{.by = by, .card = "p1", .reason = "left in the reader"});
    EXPECT_EQ(names_of(blocked.notices), "patron_blocked");
    EXPECT_TRUE(blocked.patron->flags[0]);
    EXPECT_TRUE(blocked.patron->name.empty());
    EXPECT_EQ(names_of(f.checkout("p1", "i1").reasons), "patron_blocked");

    const auto enabled = f.perform(enable_patron{.by = by, .card = "p1"});
    EXPECT_EQ(names_of(enabled.notices), "card_enabled");
    EXPECT_FALSE(enabled.patron->flags[0]);
    EXPECT_FALSE(enabled.patron->name.empty());
    EXPECT_EQ(f.checkout("p1", "i1").result, verdict::done);
}

struct block_case {
    std::string name;
    block_handling handling;
    std::size_t rows;
    block_kind kind;
    std::string notices;

    friend std::ostream& operator<<(std::ostream& out, const block_case& row) { return out << row.name; }
};

class block_handlings : public testing::TestWithParam<block_case> {};

TEST_P(block_handlings, do_what_the_profile_says_once) {
    const auto& row = GetParam();
    checked_library f;
    const auto by = with_rules(f.kiosk, [&](auto& rules) { rules.block_patron = row.handling; });
    const block_patron asked{.by = by, .card = "p1", .reason = "left in the reader"};
    const auto made = f.perform(asked);
    EXPECT_EQ(made.result, verdict::done);
    EXPECT_TRUE(made.patron->known);
    EXPECT_EQ(names_of(made.notices), row.notices);
    static_cast<void>(f.perform(asked));
    ASSERT_EQ(blocks(f).size(), row.rows);
    for (const auto& each : blocks(f)) {
        EXPECT_EQ(each.kind, row.kind);
        EXPECT_EQ(each.reason, "left in the reader");
        EXPECT_EQ(each.placed_by, "kiosk1");
    }
}

INSTANTIATE_TEST_SUITE_P(all, block_handlings,
                         testing::Values(block_case{"block", block_handling::block, 1, block_kind::block, "patron_blocked"},
                                         block_case{"note", block_handling::note, 1, block_kind::note, "card_noted"},
                                         block_case{"ignore", block_handling::ignore, 0, block_kind::note, ""}),
                         [](const auto& row) { return row.param.name; });

TEST(blocking, becomes_a_note_after_twenty_in_an_hour) {
    checked_library f;
    const auto by = trusted(f);
    for (int i = 1; i <= 20; ++i) {
        const auto card = "q" + std::to_string(i);
        static_cast<void>(f.add_patron(card));
        EXPECT_EQ(names_of(f.perform(block_patron{.by = by, .card = card}).notices), "patron_blocked");
    }
    EXPECT_EQ(names_of(f.perform(block_patron{.by = by, .card = "p1"}).notices), "card_noted");
    EXPECT_EQ(blocks(f).front().kind, block_kind::note);

    auto other = by;
    other.terminal = f.second_kiosk.id;
    EXPECT_EQ(names_of(f.perform(block_patron{.by = other, .card = "p2"}).notices), "patron_blocked");
    f.now += 61min;
    EXPECT_EQ(names_of(f.perform(block_patron{.by = by, .card = "p1"}).notices), "patron_blocked");
}

TEST(blocking, keeps_in_mind_that_the_machine_has_the_card) {
    checked_library f;
    const auto by = trusted(f);
    static_cast<void>(f.perform(block_patron{.by = by, .card = "p1", .card_retained = true}));
    EXPECT_EQ(card_state(f), storage::card_state::retained);
    static_cast<void>(f.perform(enable_patron{.by = by, .card = "p1"}));
    EXPECT_EQ(card_state(f), storage::card_state::good);
}

TEST(blocking, of_an_unknown_card_is_refused) {
    checked_library f;
    const auto made = f.perform(block_patron{.by = f.kiosk, .card = "nobody"});
    EXPECT_EQ(names_of(made.reasons), "patron_unknown");
    EXPECT_FALSE(made.patron->known);
}

TEST(enabling, is_not_for_every_terminal) {
    checked_library f;
    static_cast<void>(f.perform(block_patron{.by = trusted(f), .card = "p1"}));
    const auto made = f.perform(enable_patron{.by = f.kiosk, .card = "p1"});
    EXPECT_EQ(names_of(made.reasons), "not_permitted");
    EXPECT_EQ(blocks(f).size(), 1U);
}

TEST(enabling, needs_the_right_pin) {
    checked_library f;
    static_cast<void>(f.perform(block_patron{.by = trusted(f), .card = "p1"}));
    const auto made = f.perform(enable_patron{.by = trusted(f), .card = "p1"}, pin_state::wrong);
    EXPECT_EQ(names_of(made.reasons), "pin_wrong");
    EXPECT_EQ(blocks(f).size(), 1U);
}

TEST(enabling, leaves_what_staff_has_placed) {
    checked_library f;
    f.store.write([&](unit_of_work& in) {
        in.add(storage::block{.id = in.new_id<storage::block_id>(), .patron = f.rows.patron.id, .reason = "by hand",
                              .placed_at = f.now, .placed_by = "desk"});
    });
    static_cast<void>(f.perform(block_patron{.by = trusted(f), .card = "p1"}));
    const auto made = f.perform(enable_patron{.by = trusted(f), .card = "p1"});
    EXPECT_EQ(names_of(made.notices), "patron_blocked");
    ASSERT_EQ(blocks(f).size(), 1U);
    EXPECT_EQ(blocks(f).front().placed_by, "desk");
}

// --- items

TEST(properties, are_read_back_and_say_where_the_item_is) {
    checked_library f;
    const auto made = f.perform(update_item_properties{.by = f.at(f.east_kiosk), .item = "i1", .properties = "weight=412g"});
    EXPECT_EQ(made.result, verdict::done);
    const auto read = f.perform(item_details{.by = f.kiosk, .item = "i1"});
    EXPECT_EQ(read.item->properties, "weight=412g");
    EXPECT_EQ(read.item->current.code, "EAST");
    EXPECT_EQ(f.item("i1").item.seen_at, f.now);
}

TEST(properties, are_written_once_for_the_same_request) {
    checked_library f;
    const update_item_properties asked{.by = saying(f.kiosk, f.now, "19 i1"), .item = "i1", .properties = "a"};
    EXPECT_FALSE(f.perform(asked).repeated);
    EXPECT_TRUE(f.perform(asked).repeated);
    static_cast<void>(f.perform(update_item_properties{.by = f.kiosk, .item = "i1", .properties = "b"}));
    EXPECT_FALSE(f.perform(asked).repeated) << "the effect does not stand any more";
}

TEST(properties, of_an_unknown_item_are_refused) {
    checked_library f;
    EXPECT_EQ(names_of(f.perform(update_item_properties{.by = f.kiosk, .item = "none"}).reasons), "item_unknown");
    EXPECT_EQ(names_of(f.perform(item_details{.by = f.kiosk, .item = "none"}).reasons), "item_unknown");
}

struct status_case {
    std::string name;
    std::function<void(checked_library&)> given;
    circulation_status status;

    friend std::ostream& operator<<(std::ostream& out, const status_case& row) { return out << row.name; }
};

class item_states : public testing::TestWithParam<status_case> {};

TEST_P(item_states, tell_the_strongest) {
    checked_library f;
    GetParam().given(f);
    EXPECT_EQ(f.perform(item_details{.by = f.kiosk, .item = "i1"}).item->status, GetParam().status);
}

void lend(checked_library& f, const std::function<void(storage::loan&)>& change = {}) {
    static_cast<void>(f.checkout("p1", "i1"));
    if (change) f.change_loan("i1", change);
}

void set_state(checked_library& f, storage::item_state state) {
    f.change_item("i1", [&](auto& item) { item.state = state; });
}

using status = circulation_status;
using storage::item_state;
using storage::loan_state;

INSTANTIATE_TEST_SUITE_P(
    all, item_states,
    testing::Values(
        status_case{"available", [](auto&) {}, status::available},
        status_case{"charged", [](auto& f) { lend(f); }, status::charged},
        status_case{"recalled", [](auto& f) { lend(f, [&](auto& loan) { loan.recalled_at = f.now; }); }, status::recalled},
        status_case{"lost", [](auto& f) { lend(f, [](auto& loan) { loan.state = loan_state::lost; }); }, status::lost},
        status_case{"claimed", [](auto& f) { lend(f, [](auto& loan) { loan.state = loan_state::claimed_returned; }); },
                    status::claimed_returned},
        status_case{"charged_and_missing",
                    [](auto& f) {
                        lend(f);
                        set_state(f, item_state::missing);
                    },
                    status::missing},
        status_case{"on_hold_shelf",
                    [](auto& f) {
                        static_cast<void>(f.add_hold("p2"));
                        static_cast<void>(f.checkin("i1"));
                    },
                    status::on_hold_shelf},
        status_case{"in_transit",
                    [](auto& f) {
                        static_cast<void>(f.add_hold("p2", [&](auto& hold) { hold.pickup = f.rows.east.id; }));
                        static_cast<void>(f.checkin("i1"));
                    },
                    status::in_transit},
        status_case{"missing", [](auto& f) { set_state(f, item_state::missing); }, status::missing},
        status_case{"on_order", [](auto& f) { set_state(f, item_state::on_order); }, status::on_order},
        status_case{"in_process", [](auto& f) { set_state(f, item_state::in_process); }, status::in_process},
        status_case{"damaged", [](auto& f) { set_state(f, item_state::damaged); }, status::other}),
    [](const auto& row) { return row.param.name; });

TEST(details_of_an_item, tell_queue_due_date_and_fee) {
    checked_library f;
    f.change_item("i1", [](auto& item) { item.item_type = "device"; });
    const auto lent = f.perform(checkout{.by = f.kiosk, .card = "p1", .item = "i1", .agreed = {.to = fee_agreement::kind::any}});
    ASSERT_EQ(lent.result, verdict::done) << names_of(lent.reasons);
    static_cast<void>(f.add_hold("p2"));
    const auto made = f.perform(item_details{.by = f.kiosk, .item = "i1"});
    EXPECT_EQ(made.item->queue_length, 1);
    EXPECT_EQ(made.item->due_at, lent.due_at);
    EXPECT_EQ(made.item->loan_fee, money{150});
    EXPECT_EQ(made.fee->kind, storage::fee_kind::rental);
}

} // namespace
} // namespace circ::circulation
