// PINs where nobody is to find out which cards there are.
#include "tests/unit/net/pins.hpp"

namespace circ::net::test {
namespace {

/// A profile with unknown_card = "as_wrong_pin".
class hidden_cards : public pins {
protected:
    hidden_cards() { rules.hides_unknown_cards = true; }
};

void expect_nothing_told(const circulation::outcome& made, reason_code why) {
    EXPECT_EQ(made.result, verdict::refused);
    ASSERT_EQ(made.reasons.size(), 1U);
    EXPECT_EQ(made.reasons.front().code, why);
    EXPECT_TRUE(made.notices.empty());
    ASSERT_TRUE(made.patron);
    EXPECT_FALSE(made.patron->known);
    EXPECT_FALSE(made.item);
}

TEST_F(hidden_cards, get_the_same_answer_whether_there_is_such_a_card_or_not) {
    for (const char* card : {"P1", "P3", "P9"}) {
        SCOPED_TRACE(card);
        expect_nothing_told(ask(card, "0000"), reason_code::pin_wrong);
        expect_nothing_told(ask(card, nullptr), reason_code::pin_missing);
        expect_nothing_told(ask(card, ""), reason_code::pin_missing);
    }
}

TEST_F(hidden_cards, are_not_found_by_saying_that_it_has_happened) {
    add_book("i1");
    constexpr auto happened = circulation::timing::already_happened;
    for (const char* card : {"P1", "P3", "P9"}) {
        SCOPED_TRACE(card);
        expect_nothing_told(tell(lending(card, "i1"), "0000", happened), reason_code::pin_wrong);
        expect_nothing_told(tell(lending(card, "i1"), nullptr, happened), reason_code::pin_missing);
        expect_nothing_told(tell(renewing(card, "i1"), "0000", happened), reason_code::pin_wrong);
    }
    EXPECT_FALSE(loan_of("i1"));
    rules.offline_ok = true; // what has happened is recorded, or told to be of nobody
    EXPECT_EQ(tell(lending("P9", "i1"), nullptr, happened).reasons.front().code, reason_code::patron_unknown);
    EXPECT_EQ(tell(lending("P1", "i1"), nullptr, happened).result, verdict::done);
}

TEST_F(hidden_cards, are_not_found_by_locking_them) {
    for (int i = 0; i < 6; ++i) expect_nothing_told(ask("P1", "0000"), reason_code::pin_wrong);
    expect_nothing_told(ask("P1", "4471"), reason_code::pin_wrong); // locked, and nobody is told
    EXPECT_EQ(here.lines->of(log::event::card_locked).size(), 1U);
    here.clock.at += minutes(15);
    EXPECT_EQ(try_pin("P1", "4471"), pin_state::right);
}

TEST_F(hidden_cards, cost_the_same_hashing_and_the_same_write) {
    EXPECT_EQ(try_pin("P9", "0000"), pin_state::wrong);
    EXPECT_EQ(try_pin("P3", "0000"), pin_state::wrong);
    EXPECT_EQ(counted("pin_of_unknown_card"), 2);
    fill_pool();
    for (const char* card : {"P1", "P3", "P9"}) EXPECT_EQ(ask(card, "0001").result, verdict::unavailable) << card;
}

/// How long it takes must not tell a reader who came from another system from nobody.
TEST_F(hidden_cards, cost_the_hashing_of_ours_where_another_system_made_the_verifier) {
    take_over_p2();
    EXPECT_EQ(try_pin("P2", "4321"), pin_state::wrong);
    EXPECT_EQ(here.passwords.so_far().wrong, 2U); // its own, and nobody's
    EXPECT_EQ(try_pin("P2", "1234"), pin_state::right);
    EXPECT_EQ(try_pin("P2", "4321"), pin_state::wrong);
    EXPECT_EQ(here.passwords.so_far().wrong, 3U) << "it has one of ours now";
    rules.hides_unknown_cards = false;
    take_over_p2();
    EXPECT_EQ(try_pin("P2", "4321"), pin_state::wrong);
    EXPECT_EQ(here.passwords.so_far().wrong, 4U);
}

TEST_F(hidden_cards, count_at_the_terminal_as_wrong_pins_do) {
    obey({.per_terminal_minute = 3});
    for (int i = 0; i < 3; ++i) EXPECT_EQ(try_pin("P9", "0000"), pin_state::wrong);
    expect_nothing_told(ask("P9", "0000"), reason_code::pin_wrong);
    expect_nothing_told(ask("P1", "4471"), reason_code::pin_wrong);
    EXPECT_EQ(here.lines->of(log::event::pin_tries_exceeded).size(), 1U);
}

TEST_F(hidden_cards, count_at_the_terminal_when_many_are_tried_at_once) {
    obey({.per_terminal_minute = 2});
    const auto made = try_at_once("P9", {"0000", "0001", "0002"}, [] {});
    EXPECT_THAT(made, testing::UnorderedElementsAre(pin_state::wrong, pin_state::wrong, pin_state::locked));
}

TEST_F(hidden_cards, have_money_that_was_taken_for_them_written_down) {
    for (const char* card : {"P1", "P9"}) {
        auto asker = question(card, "0000");
        here.library.store().read([&](storage::reader& from) { asker.by.terminal = from.terminal_by_login(terminal)->id; });
        here.library.store().end_turn();
        circulation::pay_fee coins{.by = asker.by, .card = card, .pin = asker.pin, .amount = storage::money{400}, .currency = "EUR"};
        circulation::any_operation asked = std::move(coins);
        expect_nothing_told(circulation::common(result_of(here.io, performer.perform(std::move(asked)))), reason_code::pin_wrong);
    }
    std::size_t kept = 0;
    here.library.store().read([&](storage::reader& from) { kept = from.unsettled_payments(here.library.institution, {}).size(); });
    here.library.store().end_turn();
    EXPECT_EQ(kept, 2U);
}

TEST_F(hidden_cards, are_shown_to_whoever_proves_the_pin) {
    const auto made = ask("P1", "4471");
    EXPECT_EQ(made.result, verdict::done);
    ASSERT_TRUE(made.patron && made.patron->known);
    EXPECT_FALSE(made.patron->name.empty());
}

} // namespace
} // namespace circ::net::test
