#pragma once

#include "config/default_policy.hpp"
#include "server/circulation/verifier.hpp"
#include "server/net/local_backend.hpp"
#include "tests/unit/net/desk.hpp"

#include <functional>
#include <latch>
#include <memory>
#include <string>
#include <vector>

namespace circ::net::test {

using circulation::pin_state;
using std::chrono::minutes;
using verdict = circulation::verdict;
using reason_code = circulation::reason_code;

/// Made of the same PIN for two readers: no two verifiers are the same.
inline const std::string& pin_4471(std::size_t of = 0) {
    static const std::string made[] = {circulation::make_verifier(storage::secret("4471")),
                                       circulation::make_verifier(storage::secret("4471"))};
    return made[of];
}

/// What Koha keeps for the password 1234.
inline constexpr std::string_view taken_over = "$2a$08$abcdefghijklmnopqrstuuxK63Ig36twWcwokXH3TrjY0dIY5tfmG";

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
    /// What comes of PINs that are all there before the first of them is proved, in the order of their
    /// answers: those that are not to be proved have theirs when `meanwhile` is called.
    /// @pre they are seven at most, and the pool has not been filled
    [[nodiscard]] std::vector<pin_state> try_at_once(const std::string& card, const std::vector<const char*>& tried,
                                                     const std::function<void()>& meanwhile) {
        take_place();
        std::vector<pin_state> made;
        for (const char* const pin : tried) {
            circulation::any_operation asked = question(card, pin);
            boost::asio::co_spawn(here.io, performer.perform(std::move(asked)), [&](std::exception_ptr, circulation::any_outcome is) {
                made.push_back(circulation::common(is).pin);
            });
        }
        here.io.restart();
        here.io.poll(); // they wait for the thread that is held
        meanwhile();
        held.count_down();
        run_until(here.io, [&] { return made.size() == tried.size(); });
        return made;
    }
    /// What comes of a PIN when something is written while it waits to be proved.
    [[nodiscard]] pin_state try_pin_while(const std::string& card, const char* pin, storage::store::work is_written) {
        return try_at_once(card, {pin}, [&] {
            storage::write_and_wait(here.library.store(), std::move(is_written));
        }).front();
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

} // namespace circ::net::test
