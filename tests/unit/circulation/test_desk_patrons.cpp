#include "tests/unit/circulation/desk_test.hpp"

namespace circ::test {
namespace {

using namespace std::chrono;
using namespace circulation;
using storage::audience;
using storage::block_kind;
using storage::card_state;

class desk_patrons : public desk_test {
protected:
    desk_outcome
    report(const std::string& number, card_state state, const std::string& why = "rang up") {
        return perform(report_card{.by = anna, .card = number, .state = state, .why = why});
    }
    desk_outcome replace(const std::string& old, const std::string& number) {
        return perform(replace_card{.by = anna, .card = old, .number = number, .why = "worn out"});
    }
    std::vector<storage::block> blocks() {
        const auto who = patron("p1").id;
        return store.ask([&](storage::reader& in) { return in.open_blocks_of(who); });
    }
    std::vector<storage::message> messages() {
        const auto who = patron("p1").id;
        return store.ask([&](storage::reader& in) { return in.messages_of(who, now); });
    }
    outcome account(const std::string& number) {
        outcome made;
        const circulation::surroundings with{.rules = rules, .now = now};
        store.read([&](storage::reader& in) {
            made = circulation::perform(in, patron_account{.by = kiosk, .card = number}, with);
        });
        return made;
    }
};

struct card_case {
    const char* name;
    card_state before;
    card_state asked;
    std::string event; ///< empty: refused
    std::string reasons;

    friend std::ostream& operator<<(std::ostream& out, const card_case& row) {
        return out << row.name;
    }
};

class cards : public desk_patrons, public testing::WithParamInterface<card_case> {};

TEST_P(cards, become_what_is_reported_of_them) {
    const auto& row = GetParam();
    store.write([&](storage::unit_of_work& in) {
        auto changed = rows.card;
        changed.state = row.before;
        in.change(changed);
    });
    now += hours{1};
    const auto made = report("p1", row.asked);
    EXPECT_EQ(names_of(made.reasons), row.reasons);
    EXPECT_EQ(card("p1").state, row.reasons.empty() ? row.asked : row.before);
    if (!row.reasons.empty()) return;
    EXPECT_EQ(card("p1").since, now);
    expect_event(row.event, "rang up");
}

INSTANTIATE_TEST_SUITE_P(
    all,
    cards,
    testing::Values(
        card_case{"lost", card_state::good, card_state::lost, "card_lost", ""},
        card_case{"stolen", card_state::good, card_state::stolen, "card_stolen", ""},
        card_case{"stolen_not_lost", card_state::lost, card_state::stolen, "card_stolen", ""},
        card_case{"found_again", card_state::lost, card_state::good, "card_found", ""},
        card_case{"found_after_theft", card_state::stolen, card_state::good, "card_found", ""},
        card_case{"given_back", card_state::retained, card_state::good, "card_given_back", ""},
        card_case{"lost_twice", card_state::lost, card_state::lost, "", "already_so"},
        card_case{"found_though_good", card_state::good, card_state::good, "", "already_so"},
        card_case{
            "found_though_replaced", card_state::replaced, card_state::good, "", "card_replaced"},
        card_case{"replaced_without_a_new_one",
                  card_state::good,
                  card_state::replaced,
                  "",
                  "not_permitted"}),
    [](const auto& row) { return row.param.name; });

TEST_F(desk_patrons, lost_cards_borrow_nothing_until_they_are_found) {
    static_cast<void>(report("p1", card_state::lost));
    EXPECT_EQ(names_of(checkout("p1", "i1").reasons), "card_lost");
    static_cast<void>(report("p1", card_state::good));
    EXPECT_EQ(checkout("p1", "i1").result, verdict::done);
}

TEST_F(desk_patrons, replaced_cards_answer_without_saying_who_and_the_new_one_has_the_loans) {
    const auto lent = lend();
    ASSERT_EQ(replace("p1", "p1-new").result, verdict::done);
    expect_event("card_replaced", "worn out");

    const auto old = account("p1");
    ASSERT_TRUE(old.patron);
    EXPECT_TRUE(old.patron->known);
    EXPECT_TRUE(old.patron->name.empty());
    EXPECT_TRUE(old.patron->flags[4]);
    for (const std::size_t flag : {0U, 1U, 3U})
        EXPECT_TRUE(old.patron->flags[flag]) << flag;
    EXPECT_EQ(names_of(old.notices), "card_replaced");
    static_cast<void>(add_item("i2"));
    EXPECT_EQ(names_of(checkout("p1", "i2").reasons), "card_replaced");

    const auto fresh = account("p1-new");
    EXPECT_FALSE(fresh.patron->flags[4]);
    EXPECT_FALSE(fresh.patron->name.empty());
    EXPECT_EQ(checkout("p1-new", "i2").result, verdict::done);
    EXPECT_EQ(patron("p1-new").open_loans, 2);
    EXPECT_EQ(loan(lent.id).patron, patron("p1-new").id);
}

TEST_F(desk_patrons, replacing_costs_what_policy_says) {
    EXPECT_TRUE(replace("p1", "p1-b").charged.empty()) << "nothing where nobody sets it";
    rules = policy_with({{"cards", {}, {{"card_replacement_fee", std::string{"3.50"}, {}}}, {}}});
    const auto made = replace("p1-b", "p1-c");
    ASSERT_EQ(made.charged.size(), 1U);
    EXPECT_EQ(made.charged.front().kind, storage::fee_kind::card);
    EXPECT_EQ(patron("p1").owed, money{350});
    EXPECT_EQ(events().front().fee, made.charged.front().id);
}

TEST_F(desk_patrons, replacing_is_refused_with_its_reason) {
    static_cast<void>(replace("p1", "p1-new"));
    const auto before = all_rows();
    EXPECT_EQ(names_of(replace("p1", "p1-other").reasons), "card_replaced");
    EXPECT_EQ(names_of(replace("p1-new", "p2").reasons), "card_number_taken");
    EXPECT_EQ(names_of(replace("p1-new", "").reasons), "request_incomplete");
    EXPECT_EQ(names_of(replace("nobody", "p9").reasons), "patron_unknown");
    EXPECT_EQ(all_rows(), before);
}

TEST_F(desk_patrons, blocks_stand_side_by_side_and_are_lifted_by_the_desk_alone) {
    const auto place = [&](block_kind kind, const std::string& why) {
        return perform(place_block{.by = anna, .card = "p1", .kind = kind, .why = why});
    };
    const auto lift = [&](storage::block_id which) {
        return perform(lift_block{.by = anna, .card = "p1", .block = which, .why = "settled"});
    };
    static_cast<void>(place(block_kind::block, "shouting"));
    expect_event("patron_blocked", "shouting");
    const auto second = place(block_kind::block, "mail came back");
    const auto note = place(block_kind::note, "ask for address");
    expect_event("patron_noted", "ask for address");
    EXPECT_EQ(blocks().size(), 3U);
    EXPECT_EQ(blocks().front().placed_by, "anna");
    EXPECT_EQ(names_of(checkout("p1", "i1").reasons), "patron_blocked");

    const auto trusted = with_rules(kiosk, [](auto& set) { set.may_enable_patron = true; });
    static_cast<void>(perform(enable_patron{.by = trusted, .card = "p1"}));
    EXPECT_EQ(blocks().size(), 3U) << "no terminal lifts what staff placed";

    ASSERT_EQ(lift(storage::block_id{second.made}).result, verdict::done);
    EXPECT_EQ(blocks().size(), 2U);
    ASSERT_EQ(lift({}).result, verdict::done);
    expect_event("block_lifted", "settled");
    ASSERT_EQ(blocks().size(), 1U);
    EXPECT_EQ(blocks().front().id.value, note.made) << "a note is lifted by its number";
    EXPECT_EQ(names_of(lift({}).reasons), "already_so");
    EXPECT_EQ(checkout("p1", "i1").result, verdict::done);
    EXPECT_EQ(lift(storage::block_id{note.made}).result, verdict::done);
}

TEST_F(desk_patrons, what_a_terminal_blocked_the_desk_lifts) {
    const auto by = with_rules(kiosk, [](auto& set) { set.block_patron = block_handling::block; });
    static_cast<void>(perform(block_patron{.by = by, .card = "p1"}));
    ASSERT_EQ(blocks().size(), 1U);
    static_cast<void>(perform(lift_block{.by = anna, .card = "p1", .why = "a mistake"}));
    EXPECT_TRUE(blocks().empty());
}

TEST_F(desk_patrons, locked_cards_are_unlocked) {
    const auto unlock = [&] {
        return perform(unlock_pin{.by = anna, .card = "p1", .why = "showed a passport"});
    };
    EXPECT_EQ(names_of(unlock().reasons), "already_so");
    store.write([&](storage::unit_of_work& in) {
        auto locked = in.find_patron(rows.patron.id).value();
        locked.pin_locked_until = now + minutes{15};
        in.change(locked);
    });
    ASSERT_EQ(unlock().result, verdict::done);
    EXPECT_FALSE(patron("p1").pin_locked_until);
    expect_event("pin_unlocked", "showed a passport");
}

TEST_F(desk_patrons, pins_are_set_and_taken_away_and_end_a_lock) {
    const auto set = [&](const std::string& verifier) {
        return perform(set_pin{.by = anna, .card = "p1", .verifier = verifier, .why = "forgot it"});
    };
    const auto lock = [&] {
        store.write([&](storage::unit_of_work& in) {
            auto locked = in.find_patron(rows.patron.id).value();
            locked.pin_failures = 3;
            locked.pin_locked_until = now + minutes{15};
            in.change(locked);
        });
    };
    const auto expect_open = [&](const std::string& verifier) {
        EXPECT_EQ(patron("p1").pin_verifier, verifier);
        EXPECT_EQ(patron("p1").pin_failures, 0);
        EXPECT_FALSE(patron("p1").pin_locked_until);
    };
    lock();
    ASSERT_EQ(set("$argon2id$one").result, verdict::done);
    expect_open("$argon2id$one");
    expect_event("pin_set", "forgot it");
    EXPECT_EQ(events().front().detail, "") << "nothing of the PIN";
    lock();
    ASSERT_EQ(set("").result, verdict::done);
    expect_open("");
    expect_event("pin_removed", "forgot it");
    EXPECT_EQ(names_of(set("").reasons), "already_so");
    EXPECT_EQ(names_of(perform(set_pin{.by = anna, .card = "p1", .verifier = "x", .why = " "}).reasons),
              "request_incomplete");
    EXPECT_EQ(names_of(perform(set_pin{.by = anna, .card = "p9", .verifier = "x", .why = "y"}).reasons),
              "patron_unknown");
    expect_open("");
}

TEST_F(desk_patrons, messages_are_shown_until_their_end_or_until_staff_ends_them) {
    const auto add = [&](const std::string& text, std::optional<instant> until) {
        return perform(add_message{
            .by = anna, .card = "p1", .shown_to = audience::reader, .text = text, .until = until});
    };
    const auto first = add("Your umbrella is at the desk.", {});
    expect_event("message_added", "");
    ASSERT_EQ(add("Closed on Friday.", now + hours{2}).result, verdict::done);
    EXPECT_THAT(account("p1").patron->messages,
                testing::ElementsAre("Your umbrella is at the desk.", "Closed on Friday."));
    EXPECT_EQ(names_of(add(" ", {}).reasons), "request_incomplete");
    EXPECT_EQ(names_of(add("Too late.", now).reasons), "request_incomplete");
    now += hours{2};
    EXPECT_EQ(messages().size(), 1U);
    const auto end = [&](std::int64_t which) {
        return perform(end_message{
            .by = anna, .card = "p1", .message = storage::message_id{which}, .why = "fetched"});
    };
    EXPECT_EQ(names_of(end(12).reasons), "message_unknown");
    ASSERT_EQ(end(first.made).result, verdict::done);
    expect_event("message_ended", "fetched");
    EXPECT_TRUE(messages().empty());
    EXPECT_EQ(names_of(end(first.made).reasons), "message_unknown");
}

TEST_F(desk_patrons, guarantors_are_set_and_cleared) {
    const auto set = [&](const std::string& card, const std::string& guarantor) {
        return perform(set_guarantor{
            .by = anna, .card = card, .guarantor = guarantor, .why = "signed the form"});
    };
    ASSERT_EQ(set("p1", "p2").result, verdict::done);
    EXPECT_EQ(patron("p1").guarantor, patron("p2").id);
    expect_event("guarantor_set", "signed the form");
    EXPECT_EQ(names_of(set("p1", "p2").reasons), "already_so");
    EXPECT_EQ(names_of(set("p1", "p1").reasons), "guarantor_impossible");
    EXPECT_EQ(names_of(set("p2", "p1").reasons), "guarantor_impossible") << "each for the other";
    EXPECT_EQ(names_of(set("p1", "nobody").reasons), "patron_unknown");
    ASSERT_EQ(set("p1", "").result, verdict::done);
    EXPECT_FALSE(patron("p1").guarantor);
    expect_event("guarantor_cleared", "signed the form");
    EXPECT_EQ(names_of(set("p1", "").reasons), "already_so");
}

TEST_F(desk_patrons, nothing_is_done_without_a_reason_or_for_nobody) {
    const auto before = all_rows();
    for (const auto& card : {std::string{"p1"}, std::string{"nobody"}}) {
        const auto why = card == "p1" ? std::string{} : std::string{"x"};
        const auto expected = card == "p1" ? "request_incomplete" : "patron_unknown";
        EXPECT_EQ(names_of(perform(report_card{.by = anna, .card = card, .why = why}).reasons),
                  expected);
        EXPECT_EQ(
            names_of(
                perform(replace_card{.by = anna, .card = card, .number = "n", .why = why}).reasons),
            expected);
        EXPECT_EQ(names_of(perform(place_block{.by = anna, .card = card, .why = why}).reasons),
                  expected);
        EXPECT_EQ(
            names_of(perform(set_guarantor{.by = anna, .card = card, .guarantor = "p2", .why = why})
                         .reasons),
            expected);
    }
    EXPECT_EQ(all_rows(), before);
}

} // namespace
} // namespace circ::test
