#include "tests/contract/small_library.hpp"

namespace circ::test {

using namespace storage;

small_library add_small_library(fresh_store& into) {
    small_library made;
    into.write([&](unit_of_work& in) {
        const auto institution = in.new_id<institution_id>();
        made.institution = {.id = institution,
                            .code = "TOWN",
                            .name = "Town library",
                            .currency = "EUR",
                            .decimals = 2,
                            .language = "en",
                            .time_zone = "Europe/Berlin"};
        made.main = {.id = in.new_id<branch_id>(),
                     .institution = institution,
                     .code = "MAIN",
                     .name = "Main",
                     .address = "Market 1",
                     .time_zone = "Europe/Berlin"};
        made.east = {.id = in.new_id<branch_id>(),
                     .institution = institution,
                     .code = "EAST",
                     .name = "East",
                     .address = "",
                     .time_zone = "Europe/Berlin"};
        made.kiosk = {.id = in.new_id<terminal_id>(),
                      .institution = institution,
                      .login = "kiosk1",
                      .branch = made.main.id,
                      .location = "FOYER",
                      .profile = "standard",
                      .created_at = test_time};
        made.title = {.id = in.new_id<title_id>(),
                      .institution = institution,
                      .control_number = "c1",
                      .text = "The art of fugue",
                      .author = "Bach, Johann",
                      .isbn = "9780306406157",
                      .year = 1751,
                      .language = "ger",
                      .marc = "marc of c1"};
        made.item = {.id = in.new_id<item_id>(),
                     .institution = institution,
                     .barcode = "i1",
                     .title = made.title.id,
                     .branch = made.main.id,
                     .place = made.main.id,
                     .item_type = "book",
                     .created_at = test_time};
        made.patron = {.id = in.new_id<patron_id>(),
                       .institution = institution,
                       .family_name = "Reader",
                       .category = "adult",
                       .branch = made.main.id,
                       .created_at = test_time};
        made.card = {.id = in.new_id<card_id>(),
                     .institution = institution,
                     .number = "p1",
                     .patron = made.patron.id,
                     .since = test_time};
        in.add(made.institution);
        in.add(made.main);
        in.add(made.east);
        in.add(made.kiosk);
        in.add(made.title);
        in.add(made.item);
        in.add(made.patron);
        in.add(made.card);
    });
    return made;
}

item small_library::another_item(unit_of_work& in, const std::string& barcode) const {
    auto made = item;
    made.id = in.new_id<item_id>();
    made.barcode = barcode;
    in.add(made);
    return made;
}

patron small_library::another_patron(unit_of_work& in) const {
    auto made = patron;
    made.id = in.new_id<patron_id>();
    in.add(made);
    return made;
}

title small_library::another_title(unit_of_work& in, const std::string& text) const {
    auto made = title;
    made.id = in.new_id<title_id>();
    made.control_number.clear();
    made.text = text;
    in.add(made);
    return made;
}

loan small_library::new_loan(unit_of_work& in) const {
    return {.id = in.new_id<loan_id>(),
            .item = item.id,
            .patron = patron.id,
            .branch = main.id,
            .lent_at = test_time,
            .due_at = test_time + std::chrono::days{28}};
}

hold small_library::new_hold(unit_of_work& in) const {
    return {.id = in.new_id<hold_id>(),
            .institution = institution.id,
            .title = title.id,
            .patron = patron.id,
            .pickup = main.id,
            .placed_at = test_time,
            .rank = 1};
}

fee small_library::new_fee(unit_of_work& in, std::int64_t minor) const {
    return {.id = in.new_id<fee_id>(),
            .patron = patron.id,
            .kind = fee_kind::overdue,
            .amount = {minor},
            .assessed_at = test_time};
}

} // namespace circ::test
