#include "tests/bench/library_rows.hpp"

#include "server/circulation/verifier.hpp"
#include "storage/sql/row_mapping.hpp"
#include "storage/sqlite/sqlite_driver.hpp"
#include "tests/bench/cheap_verifier.hpp"

#include <algorithm>
#include <iostream>

namespace circ::bench {

using namespace storage;

namespace {

constexpr std::size_t records_per_commit = 20'000;
constexpr std::size_t told_every = 500'000;

instant present() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

} // namespace

library_rows::library_rows(const std::string& store)
    : over_(sqlite::open_connection({.path = store})), now_(present()),
      usual_verifier_(circulation::make_verifier(secret(made_library::pin))) {
    over_.link().execute("PRAGMA synchronous = OFF"); // what is cut short is made anew
}

void library_rows::write(const made_library& of) {
    add_frame(of.size().accounts);
    in_batches(of.size().items, "items", [&](unit_of_work& unit, std::size_t i) {
        add_item(unit, made_library::item(i), made_library::title(i));
    });
    in_batches(of.size().patrons, "patrons", [&](unit_of_work& unit, std::size_t i) {
        const bool is_account = i < of.account_cards();
        const auto who = add_patron(unit, made_library::card(i), is_account ? cheap_verifier(made_library::pin) : usual_verifier_);
        if (is_account && made_library::is_busy(i)) add_busy_reader(unit, who, i / made_library::busy_every);
    });
    in_batches(1, "readers with long lists", [&](unit_of_work& unit, std::size_t) {
        const std::size_t first = of.account_cards() * 10; // behind those of the busy ones
        add_taken_items(unit, add_patron(unit, made_library::short_card, cheap_verifier(made_library::pin)), first, 10);
        add_taken_items(unit, add_patron(unit, made_library::long_card, cheap_verifier(made_library::pin)), first + 10, of.size().loans);
    });
}

void library_rows::in_batches(std::size_t count, const char* what, const one_more& add) {
    for (std::size_t done = 0; done < count;) {
        const std::size_t end = std::min(count, done + records_per_commit);
        over_.link().begin(sql::access::writing);
        over_.begin_group(now_);
        unit_of_work unit(over_);
        while (done < end) add(unit, done++);
        over_.end_group();
        over_.link().commit();
        (void)over_.link().checkpoint_passive();
        if (done % told_every == 0) std::cerr << "    " << done << ' ' << what << '\n';
    }
}

void library_rows::add_frame(std::size_t terminals) {
    in_batches(1, "library", [&](unit_of_work& unit, std::size_t) {
        institution_ = unit.new_id<institution_id>();
        branch_ = unit.new_id<branch_id>();
        unit.add(institution{.id = institution_, .code = "BENCH", .name = "Bench Library", .currency = "EUR",
                             .decimals = 2, .language = "en", .time_zone = "Europe/Berlin"});
        unit.add(branch{.id = branch_, .institution = institution_, .code = "MAIN", .name = "Main",
                        .address = {}, .time_zone = "Europe/Berlin"});
        for (int day = 1; day <= 7; ++day)
            unit.add(opening_hours{.branch = branch_, .weekday = day, .opens = std::chrono::hours(8), .closes = std::chrono::hours(20)});
    });
    in_batches(terminals, "terminals", [&](unit_of_work& unit, std::size_t i) {
        unit.add(terminal{.id = unit.new_id<terminal_id>(), .institution = institution_, .login = made_library::terminal(i),
                          .verifier = cheap_verifier(terminal_password), .branch = branch_,
                          .location = "MAIN", .profile = "standard", .addresses = {}, .enabled = true, .created_at = now_});
    });
}

item library_rows::add_item(unit_of_work& unit, std::string barcode, std::string title_text) {
    const title of{.id = unit.new_id<title_id>(), .institution = institution_, .control_number = barcode,
                   .text = std::move(title_text), .author = "Author, Some", .year = 2001};
    sql::insert(over_, of);
    item made{.id = unit.new_id<item_id>(), .institution = institution_, .barcode = std::move(barcode), .title = of.id,
              .branch = branch_, .place = branch_, .location = "stacks", .item_type = "book",
              .collection = "fiction", .call_number = "FIC", .created_at = now_};
    unit.add(made);
    return made;
}

patron_id library_rows::add_patron(unit_of_work& unit, std::string card_number, std::string verifier) {
    const auto key = unit.new_id<patron_id>();
    unit.add(patron{.id = key, .institution = institution_, .family_name = "Reader", .given_name = card_number,
                    .category = "adult", .branch = branch_, .pin_verifier = std::move(verifier), .created_at = now_});
    unit.add(card{.id = unit.new_id<card_id>(), .institution = institution_, .number = std::move(card_number), .patron = key, .since = now_});
    return key;
}

} // namespace circ::bench
