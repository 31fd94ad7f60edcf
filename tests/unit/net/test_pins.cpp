// A reader's PIN on its way through the backend: what is looked at, what is counted, what is told.
#include "tests/unit/net/pins.hpp"

#include <array>

namespace circ::net::test {
namespace {

TEST_F(pins, of_another_system_give_way_to_ours_at_the_first_right_one) {
    const auto verifier = [this] {
        std::string kept;
        here.library.store().read([&](storage::reader& from) {
            kept = from.holder_of(here.library.institution, "P2").value().pin_verifier;
        });
        here.library.store().end_turn();
        return kept;
    };
    take_over_p2();
    EXPECT_EQ(try_pin("P2", "4321"), pin_state::wrong);
    EXPECT_EQ(verifier(), taken_over);
    EXPECT_EQ(try_pin("P2", "1234"), pin_state::right);
    EXPECT_THAT(verifier(), testing::StartsWith("$argon2id$"));
    EXPECT_EQ(try_pin("P2", "1234"), pin_state::right);
    EXPECT_EQ(try_pin("P2", "4321"), pin_state::wrong);
}

TEST_F(pins, lock_a_card_after_so_many_wrong_ones_and_open_it_by_themselves) {
    guess("P1", 4);
    EXPECT_EQ(try_pin("P1", "0000"), pin_state::locked); // the fifth
    EXPECT_EQ(here.lines->of(log::event::card_locked).size(), 1U);
    EXPECT_EQ(try_pin("P1", "4471"), pin_state::locked);
    EXPECT_EQ(try_pin("P2", "4471"), pin_state::right);
    here.clock.at += minutes(15) - std::chrono::seconds(1);
    EXPECT_EQ(try_pin("P1", "4471"), pin_state::locked);
    here.clock.at += std::chrono::seconds(1);
    EXPECT_EQ(try_pin("P1", "4471"), pin_state::right);
}

TEST_F(pins, that_are_right_begin_the_counting_anew) {
    guess("P1", 4);
    EXPECT_EQ(try_pin("P1", "4471"), pin_state::right);
    guess("P1", 4);
    EXPECT_EQ(try_pin("P1", "4471"), pin_state::right);
    EXPECT_TRUE(here.lines->of(log::event::card_locked).empty());
}

TEST_F(pins, of_a_locked_card_are_not_hashed) {
    guess("P1", 4);
    EXPECT_EQ(try_pin("P1", "0000"), pin_state::locked);
    fill_pool();
    EXPECT_EQ(try_pin("P1", "0001"), pin_state::locked);
}

TEST_F(pins, are_unavailable_when_too_many_wait) {
    fill_pool();
    const auto made = ask("P1", "4471");
    EXPECT_EQ(made.result, verdict::unavailable);
    EXPECT_EQ(here.lines->of(log::event::hashing_queue_full).size(), 1U);
    EXPECT_TRUE(here.lines->of(log::event::store_unavailable).empty()) << "it has nothing to do with it";
}

TEST_F(pins, that_have_been_changed_while_they_are_proved_are_wrong) {
    take_over_p2();
    const auto made = try_pin_while("P2", "1234", [this](storage::unit_of_work& unit) {
        auto who = unit.holder_of(here.library.institution, "P2").value();
        who.pin_verifier = pin_4471();
        unit.change(who);
    });
    EXPECT_EQ(made, pin_state::wrong);
    EXPECT_EQ(try_pin("P2", "4471"), pin_state::right);
}

TEST_F(pins, that_come_right_behind_the_one_that_locks_tell_nothing) {
    const auto made = try_pin_while("P1", "4471", [this](storage::unit_of_work& unit) {
        auto who = unit.find_patron(unit.find_card(here.library.institution, "P1")->patron);
        who->pin_locked_until = here.clock.at + minutes(15);
        unit.change(*who);
    });
    EXPECT_EQ(made, pin_state::locked);
}

TEST_F(pins, that_are_wrong_at_once_lock_a_card_once) {
    obey({.tries_per_card = 2});
    const auto made = try_at_once("P1", {"0000", "0001", "0002", "0003", "0004"}, [] {});
    EXPECT_THAT(made, testing::Contains(pin_state::wrong).Times(1));
    EXPECT_THAT(made, testing::Contains(pin_state::locked).Times(4));
    EXPECT_EQ(here.lines->of(log::event::card_locked).size(), 1U);
    EXPECT_EQ(failures("P1"), 0);
}

TEST_F(pins, that_come_wrong_behind_the_one_that_locks_do_not_lock_for_longer) {
    obey({.tries_per_card = 2});
    const auto made = try_at_once("P1", {"0000", "0001"}, [this] {
        lock("P1");
        here.clock.at += minutes(1);
    });
    EXPECT_THAT(made, testing::ElementsAre(pin_state::locked, pin_state::locked));
    EXPECT_TRUE(here.lines->of(log::event::card_locked).empty());
    here.clock.at += minutes(14);
    EXPECT_EQ(try_pin("P1", "4471"), pin_state::right);
}

TEST_F(pins, under_way_keep_the_limits_they_began_with) {
    EXPECT_THAT(try_at_once("P1", {"0000"}, [this] { obey({.tries_per_card = 1}); }), testing::ElementsAre(pin_state::wrong));
    EXPECT_EQ(try_pin("P1", "0000"), pin_state::locked);
}

TEST_F(pins, are_refused_unseen_at_a_terminal_that_was_wrong_too_often_in_a_minute) {
    obey({.tries_per_card = 100, .per_terminal_minute = 3});
    EXPECT_EQ(try_pin("P2", "4471"), pin_state::right);
    guess("P1", 3);
    EXPECT_EQ(here.lines->of(log::event::pin_tries_exceeded).size(), 1U);
    const auto made = ask("P1", "4471");
    EXPECT_EQ(made.pin, pin_state::locked);
    ASSERT_EQ(made.notices.size(), 1U);
    EXPECT_EQ(made.notices.front().code, reason_code::pin_locked);
    EXPECT_EQ(try_pin("P2", "4471"), pin_state::right); // from memory: nobody who was proved is kept out
    terminal = "another";
    EXPECT_EQ(try_pin("P1", "4471"), pin_state::right);
    terminal = "kiosk";
    here.clock.at += minutes(1);
    guess("P1", 1);
    EXPECT_EQ(here.lines->of(log::event::pin_tries_exceeded).size(), 1U);
}

TEST_F(pins, are_refused_unseen_from_an_address_that_was_wrong_too_often_in_a_minute) {
    obey({.tries_per_card = 100, .per_address_minute = 3});
    for (int i = 0; i < 3; ++i) {
        terminal = "kiosk" + std::to_string(i);
        guess("P1", 1);
    }
    terminal = "kiosk";
    EXPECT_EQ(try_pin("P1", "4471"), pin_state::locked);
    EXPECT_EQ(here.lines->of(log::event::pin_tries_exceeded).size(), 1U);
    address = "192.0.2.8";
    EXPECT_EQ(try_pin("P1", "4471"), pin_state::right);
}

TEST_F(pins, at_once_tell_no_more_than_one_after_the_other) {
    obey({.tries_per_card = 100, .per_terminal_minute = 3});
    const auto made = try_at_once("P1", {"0000", "0001", "0002", "4471", "0003"}, [] {});
    EXPECT_THAT(made, testing::UnorderedElementsAre(pin_state::wrong, pin_state::wrong, pin_state::wrong, pin_state::locked, pin_state::locked));
    EXPECT_EQ(here.lines->of(log::event::pin_tries_exceeded).size(), 1U);
    EXPECT_EQ(try_pin("P1", "4471"), pin_state::locked) << "that it was right is not remembered";
    here.clock.at += minutes(1);
    EXPECT_EQ(try_pin("P1", "4471"), pin_state::right);
}

TEST_F(pins, at_once_from_one_address_tell_no_more_than_one_after_the_other) {
    obey({.tries_per_card = 100, .per_address_minute = 3});
    const auto made = try_at_once("P1", {"0000", "0001", "0002", "0003"}, [] {});
    EXPECT_THAT(made, testing::UnorderedElementsAre(pin_state::wrong, pin_state::wrong, pin_state::wrong, pin_state::locked));
}

TEST_F(pins, that_are_right_use_no_tries_up_however_many_come_at_once) {
    obey({.tries_per_card = 100, .per_terminal_minute = 3});
    const auto made = try_at_once("P1", {"0000", "4471", "4471", "4471", "4471"}, [] {});
    EXPECT_THAT(made, testing::Contains(pin_state::right).Times(4));
    guess("P1", 2);
    EXPECT_EQ(try_pin("P1", "0000"), pin_state::locked);
}

TEST_F(pins, may_be_wrong_as_often_as_the_profile_says) {
    obey({.tries_per_card = 100, .per_terminal_minute = 3});
    rules.pin_tries_minute = 5;
    guess("P1", 5);
    EXPECT_EQ(try_pin("P1", "0000"), pin_state::locked);
}

/// A gateway that passes readers' PINs on, and a kiosk behind the same address.
TEST_F(pins, may_be_wrong_more_often_from_an_address_that_speaks_for_many_readers) {
    obey({.tries_per_card = 100, .per_address_minute = 3});
    rules.pin_tries_address_minute = 5;
    terminal = "gateway";
    guess("P1", 4);
    EXPECT_EQ(try_pin("P1", "4471"), pin_state::right);
    rules.pin_tries_address_minute.reset();
    terminal = "kiosk";
    EXPECT_EQ(try_pin("P2", "4471"), pin_state::locked) << "what is counted is the address's, whoever was wrong";
    rules.pin_tries_address_minute = 5;
    terminal = "gateway";
    guess("P2", 1);
    EXPECT_EQ(try_pin("P2", "4471"), pin_state::locked);
    EXPECT_EQ(here.lines->of(log::event::pin_tries_exceeded).size(), 1U);
}

TEST_F(pins, tell_that_a_card_is_unknown_where_the_profile_does) {
    const auto made = ask("P9", "0000");
    ASSERT_EQ(made.reasons.size(), 1U);
    EXPECT_EQ(made.reasons.front().code, reason_code::patron_unknown);
    EXPECT_TRUE(ask("P1", "0000").patron->known);
}

TEST(secret, leaves_nothing_where_it_was_moved_from) {
    alignas(storage::secret) std::array<char, sizeof(storage::secret)> memory{};
    auto* const pin = std::construct_at(reinterpret_cast<storage::secret*>(memory.data()), std::string("s3cret"));
    const storage::secret moved = std::move(*pin);
    EXPECT_EQ(moved.reveal(), "s3cret");
    EXPECT_EQ(std::string_view(memory.data(), memory.size()).find("cret"), std::string_view::npos);
    std::destroy_at(pin);
}

TEST(nobodys_verifier, is_as_slow_as_any_other_and_proves_nothing) {
    const std::string verifier(circulation::nobodys_verifier);
    const auto head = verifier.substr(0, verifier.find("p=1$"));
    EXPECT_EQ(pin_4471().substr(0, head.size()), head); // the same passes and memory
    EXPECT_FALSE(circulation::proves(storage::secret("4471"), verifier));
    EXPECT_FALSE(circulation::proves(storage::secret(""), verifier));
}

} // namespace
} // namespace circ::net::test
