// A reader's PIN on its way through the backend: what is looked at, what is counted, what is told.
#include "config/default_policy.hpp"
#include "server/circulation/verifier.hpp"
#include "server/net/local_backend.hpp"
#include "tests/unit/net/desk.hpp"

#include <array>
#include <latch>
#include <memory>

namespace circ::net::test {
namespace {

using circulation::pin_state;
using std::chrono::minutes;
using verdict = circulation::verdict;
using reason_code = circulation::reason_code;

/// Made of the same PIN for two readers: no two verifiers are the same.
const std::string& pin_4471(std::size_t of = 0) {
    static const std::string made[] = {circulation::make_verifier(storage::secret("4471")),
                                       circulation::make_verifier(storage::secret("4471"))};
    return made[of];
}

/// What Koha keeps for the password 1234.
constexpr std::string_view taken_over = "$2a$08$abcdefghijklmnopqrstuuxK63Ig36twWcwokXH3TrjY0dIY5tfmG";

/// Cards P1 and P2, both with the PIN 4471, and P3 without one; P9 is nobody's.
class pins : public testing::Test {
protected:
    pins() {
        storage::write_and_wait(here.library.store(), [this](storage::unit_of_work& unit) {
            for (const std::string card : {"P1", "P2", "P3"}) add_reader(unit, card);
        });
        obey({});
    }

    void obey(circulation::pin_limits limits) {
        static const auto shipped = std::make_shared<const circulation::policy>(
            circulation::policy::compile(config::default_policy()).rules);
        performer.set_rules(shipped, limits);
    }

    void add_reader(storage::unit_of_work& unit, const std::string& card) {
        storage::patron who;
        who.id = unit.new_id<storage::patron_id>();
        who.institution = here.library.institution;
        who.branch = here.library.main;
        who.family_name = "Reader of " + card;
        who.category = "adult";
        if (card != "P3") who.pin_verifier = pin_4471(card == "P1" ? 0 : 1);
        unit.add(who);
        unit.add(storage::card{.id = unit.new_id<storage::card_id>(), .institution = who.institution, .number = card,
                               .patron = who.id});
    }

    [[nodiscard]] circulation::patron_account question(const std::string& card, const char* pin) const {
        circulation::patron_account asked;
        asked.by.terminal_login = terminal;
        asked.by.address = address;
        asked.by.institution = here.library.institution;
        asked.by.branch = here.library.main;
        asked.by.rules = std::make_shared<const circulation::device_rules>(rules);
        asked.card = card;
        if (pin != nullptr) asked.pin = storage::secret(pin);
        return asked;
    }
    [[nodiscard]] circulation::outcome ask(const std::string& card, const char* pin) {
        circulation::any_operation asked = question(card, pin);
        return circulation::common(result_of(here.io, performer.perform(std::move(asked))));
    }
    [[nodiscard]] pin_state try_pin(const std::string& card, const char* pin) { return ask(card, pin).pin; }
    void guess(const std::string& card, int times) {
        for (int i = 0; i < times; ++i) EXPECT_EQ(try_pin(card, "0000"), pin_state::wrong);
    }
    void add_book(const std::string& barcode) {
        storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& unit) {
            const storage::title title{.id = unit.new_id<storage::title_id>(), .institution = here.library.institution,
                                       .control_number = "c" + barcode, .text = "Title of " + barcode};
            unit.add(title);
            unit.add(storage::item{.id = unit.new_id<storage::item_id>(), .institution = here.library.institution,
                                   .barcode = barcode, .title = title.id, .branch = here.library.main,
                                   .place = here.library.main, .item_type = "book"});
        });
        here.library.store().end_turn();
    }
    void lock(const std::string& card) {
        storage::write_and_wait(here.library.store(), [&](storage::unit_of_work& unit) {
            auto who = unit.holder_of(here.library.institution, card).value();
            who.pin_locked_until = here.clock.at + minutes(15);
            unit.change(who);
        });
        here.library.store().end_turn();
    }
    [[nodiscard]] int failures(const std::string& card) {
        int count = 0;
        here.library.store().read([&](storage::reader& from) {
            count = from.holder_of(here.library.institution, card).value().pin_failures;
        });
        here.library.store().end_turn();
        return count;
    }
    [[nodiscard]] std::optional<storage::loan> loan_of(const std::string& barcode) {
        std::optional<storage::loan> found;
        here.library.store().read([&](storage::reader& from) {
            found = from.item_by_barcode(here.library.institution, barcode).value().open_loan;
        });
        here.library.store().end_turn();
        return found;
    }
    /// At a terminal that there is, an hour ago as it says.
    template <class Operation>
    [[nodiscard]] circulation::loan_outcome tell(Operation what, const char* pin, circulation::timing when) {
        what.by = question(what.card, pin).by;
        what.by.when = when;
        what.by.received = here.clock.at;
        what.by.said = here.clock.at - std::chrono::hours(1);
        if (pin != nullptr) what.pin = storage::secret(pin);
        here.library.store().read([&](storage::reader& from) { what.by.terminal = from.terminal_by_login(terminal)->id; });
        here.library.store().end_turn();
        circulation::any_operation asked = std::move(what);
        return std::get<circulation::loan_outcome>(result_of(here.io, performer.perform(std::move(asked))));
    }
    [[nodiscard]] static circulation::checkout lending(const std::string& card, const std::string& barcode) {
        circulation::checkout made;
        made.card = card;
        made.item = barcode;
        return made;
    }
    [[nodiscard]] static circulation::renew renewing(const std::string& card, const std::string& barcode) {
        circulation::renew made;
        made.card = card;
        made.what.item = barcode;
        return made;
    }
    /// P2 comes from another system, with the PIN 1234.
    void take_over_p2() {
        storage::write_and_wait(here.library.store(), [this](storage::unit_of_work& unit) {
            auto who = unit.holder_of(here.library.institution, "P2").value();
            who.pin_verifier = taken_over;
            unit.change(who);
        });
        here.library.store().end_turn();
    }
    [[nodiscard]] std::int64_t counted(std::string_view kind) {
        const auto day = std::chrono::local_days(std::chrono::year(2026) / 3 / 17);
        std::int64_t sum = 0;
        here.library.store().read([&](storage::reader& from) {
            for (const auto& each : from.counted(here.library.institution, day, day, ""))
                if (each.kind == kind) sum += each.amount;
        });
        here.library.store().end_turn();
        return sum;
    }

    /// Takes a place in the pool until `held` lets it go.
    void take_place() {
        std::function<bool()> wait = [this] {
            held.wait();
            return false;
        };
        boost::asio::co_spawn(here.io, here.pool.ask(std::move(wait)), [](std::exception_ptr, std::optional<bool>) {});
    }
    /// From now on nothing can be hashed.
    void fill_pool() {
        for (int i = 0; i < 8; ++i) take_place();
        here.io.restart();
        here.io.poll();
        full = true;
    }
    /// What comes of a PIN when something is written while it waits to be proved.
    [[nodiscard]] pin_state try_pin_while(const std::string& card, const char* pin, storage::store::work is_written) {
        take_place();
        std::optional<circulation::any_outcome> made;
        circulation::any_operation asked = question(card, pin);
        boost::asio::co_spawn(here.io, performer.perform(std::move(asked)), [&](std::exception_ptr, circulation::any_outcome is) {
            made = std::move(is);
        });
        here.io.restart();
        here.io.poll(); // it waits for the thread that is held
        storage::write_and_wait(here.library.store(), std::move(is_written));
        held.count_down();
        run_until(here.io, [&] { return made.has_value(); });
        return circulation::common(*made).pin;
    }
    ~pins() override {
        if (full) held.count_down();
    }

    desk here;
    std::latch held{1};
    bool full = false;
    seen_items seen{here.storing, here.io.get_executor(), here.clock, *here.log, std::chrono::seconds(5)};
    local_backend performer{here.storing, here.passwords, seen, here.clock, *here.log};
    std::string terminal = "kiosk";
    std::string address = "192.0.2.7";
    circulation::device_rules rules;
};

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

/// What comes of no block = Y in 11 and 29.
struct claim_case {
    std::string name;
    circulation::pin_rule pin;
    bool offline_ok; ///< whether the device may do without us what it says has happened
    const char* given;
    bool locked;
    std::optional<reason_code> refused;
};

std::ostream& operator<<(std::ostream& to, const claim_case& of) {
    return to << of.name;
}

constexpr auto each_request = circulation::pin_rule::each_request;
constexpr auto in_session = circulation::pin_rule::in_session;
constexpr const char* no_pin = nullptr;

// clang-format off
const claim_case claims[] = {
    {"none_each_time",              each_request, false, no_pin, false, reason_code::pin_missing},
    {"wrong_each_time",             each_request, false, "0000", false, reason_code::pin_wrong},
    {"locked_each_time",            each_request, false, "4471", true,  reason_code::pin_locked},
    {"right_each_time",             each_request, false, "4471", false, {}},
    {"none_in_session",             in_session,   false, no_pin, false, reason_code::pin_missing},
    {"wrong_in_session",            in_session,   false, "0000", false, reason_code::pin_wrong},
    {"locked_in_session",           in_session,   false, "4471", true,  reason_code::pin_locked},
    {"right_in_session",            in_session,   false, "4471", false, {}},
    {"none_each_time_and_it_may",   each_request, true,  no_pin, false, {}},
    {"wrong_each_time_and_it_may",  each_request, true,  "0000", false, {}},
    {"locked_each_time_and_it_may", each_request, true,  "4471", true,  {}},
    {"none_in_session_and_it_may",  in_session,   true,  no_pin, false, {}},
    {"wrong_in_session_and_it_may", in_session,   true,  "0000", false, {}},
    {"locked_in_session_and_it_may", in_session,  true,  "4471", true,  {}},
};
// clang-format on

/// No PIN is asked for what a device has done that may; any other that says so is asked as always.
class pins_of_what_has_happened : public pins, public testing::WithParamInterface<claim_case> {
protected:
    pins_of_what_has_happened() { add_book("i1"); }

    template <class Operation>
    [[nodiscard]] circulation::loan_outcome claim(Operation what) {
        rules.pin = GetParam().pin;
        rules.offline_ok = GetParam().offline_ok;
        if (GetParam().locked) lock("P1");
        return tell(std::move(what), GetParam().given, circulation::timing::already_happened);
    }
    void expect_as_told(const circulation::loan_outcome& made) {
        const claim_case& of = GetParam();
        EXPECT_EQ(made.result, of.refused ? verdict::refused : verdict::done);
        EXPECT_EQ(made.pin == pin_state::not_needed, of.offline_ok);
        EXPECT_EQ(failures("P1"), of.refused == reason_code::pin_wrong ? 1 : 0);
        if (!of.refused) return;
        ASSERT_FALSE(made.reasons.empty());
        EXPECT_EQ(made.reasons.front().code, *of.refused);
    }
};

TEST_P(pins_of_what_has_happened, at_a_checkout) {
    expect_as_told(claim(lending("P1", "i1")));
    EXPECT_EQ(loan_of("i1").has_value(), !GetParam().refused);
}

TEST_P(pins_of_what_has_happened, at_a_renewal) {
    ASSERT_EQ(tell(lending("P1", "i1"), no_pin, circulation::timing::asked_now).result, verdict::done);
    here.clock.at += std::chrono::days(27);
    expect_as_told(claim(renewing("P1", "i1")));
    EXPECT_EQ(loan_of("i1").value().renewals, GetParam().refused ? 0 : 1);
}

INSTANTIATE_TEST_SUITE_P(each, pins_of_what_has_happened, testing::ValuesIn(claims),
                         [](const auto& one) { return one.param.name; });

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
