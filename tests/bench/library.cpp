#include "tests/bench/library.hpp"

#include "server/circulation/verifier.hpp"
#include "storage/open_store.hpp"

#include <chrono>
#include <iostream>

namespace circ::bench {
namespace {

using namespace storage;

constexpr std::size_t records_per_unit = 500;

instant now() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

struct frame {
    institution_id institution;
    branch_id branch;
};

frame add_frame(store& into) {
    frame made;
    write_and_wait(into, [&](unit_of_work& unit) {
        made = {unit.new_id<institution_id>(), unit.new_id<branch_id>()};
        unit.add(institution{.id = made.institution, .code = "BENCH", .name = "Bench Library", .currency = "EUR",
                             .decimals = 2, .language = "en", .time_zone = "Europe/Berlin"});
        unit.add(branch{.id = made.branch, .institution = made.institution, .code = "MAIN", .name = "Main",
                        .address = {}, .time_zone = "Europe/Berlin"});
        for (int day = 1; day <= 7; ++day)
            unit.add(opening_hours{.branch = made.branch, .weekday = day, .opens = std::chrono::hours(8), .closes = std::chrono::hours(20)});
        unit.add(terminal{.id = unit.new_id<terminal_id>(), .institution = made.institution, .login = "kiosk",
                          .verifier = circulation::make_verifier(secret("secret-of-the-bench")), .branch = made.branch,
                          .location = "MAIN", .profile = "standard", .addresses = {}, .enabled = true, .created_at = now()});
    });
    return made;
}

template <class Add>
void add_many(store& into, std::size_t count, const char* what, Add one) {
    for (std::size_t done = 0; done < count;) {
        const std::size_t end = std::min(count, done + records_per_unit);
        write_and_wait(into, [&](unit_of_work& unit) {
            for (std::size_t i = done; i < end; ++i) one(unit, i);
        });
        done = end;
        if (done % 50'000 == 0) std::cerr << "  " << done << ' ' << what << '\n';
    }
}

std::string numbered(const char* prefix, std::size_t number) {
    std::string digits = std::to_string(number);
    return prefix + std::string(10 - digits.size(), '0') + digits;
}

} // namespace

std::string made_library::item(std::size_t number) const { return numbered("3999", number); }
std::string made_library::card(std::size_t number) const { return numbered("2999", number); }

made_library make_library(const std::filesystem::path& data_dir, std::size_t items, std::size_t patrons) {
    const made_library made{data_dir, items, patrons};
    std::filesystem::create_directories(data_dir);
    if (std::filesystem::exists(data_dir / "circdesk.sqlite")) return made;
    store_settings how;
    how.path = (data_dir / "circdesk.sqlite").string();
    how.create = true;
    const auto store = open_store(how);
    const frame of = add_frame(*store);
    const std::string verifier = circulation::make_verifier(secret(made_library::pin));
    add_many(*store, items, "items", [&](unit_of_work& unit, std::size_t i) {
        const auto title_key = unit.new_id<title_id>();
        unit.add(title{.id = title_key, .institution = of.institution, .control_number = std::to_string(i),
                       .text = "A Title of Usual Length, Volume " + std::to_string(i), .author = "Author, Some", .year = 2001});
        unit.add(item{.id = unit.new_id<item_id>(), .institution = of.institution, .barcode = made.item(i), .title = title_key,
                      .branch = of.branch, .place = of.branch, .location = "stacks", .item_type = "book",
                      .collection = "fiction", .call_number = "FIC", .created_at = now()});
    });
    add_many(*store, patrons, "patrons", [&](unit_of_work& unit, std::size_t i) {
        const auto key = unit.new_id<patron_id>();
        unit.add(patron{.id = key, .institution = of.institution, .family_name = "Reader", .given_name = std::to_string(i),
                        .category = "adult", .branch = of.branch, .pin_verifier = verifier, .created_at = now()});
        unit.add(card{.id = unit.new_id<card_id>(), .institution = of.institution, .number = made.card(i), .patron = key, .since = now()});
    });
    return made;
}

} // namespace circ::bench
