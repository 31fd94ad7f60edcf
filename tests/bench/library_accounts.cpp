// What readers of a made library have: loans that run, are overdue or called back, holds and fees.
#include "tests/bench/library_rows.hpp"

#include <chrono>

namespace circ::bench {

using namespace storage;

namespace {

constexpr std::size_t taken_by_busy = 5; ///< items for each busy reader
constexpr auto far_away = std::chrono::days(3650); ///< the library is made once and used for long

loan new_loan(unit_of_work& unit, const item& of, patron_id who, instant lent_at, instant due_at) {
    return {.id = unit.new_id<loan_id>(), .item = of.id, .patron = who, .branch = of.branch, .lent_at = lent_at, .due_at = due_at,
            .terms = {.rule = "bench", .max_renewals = 2, .overdue_rate = {20}}};
}

hold new_hold(unit_of_work& unit, const item& of, patron_id who, instant placed_at) {
    return {.id = unit.new_id<hold_id>(), .institution = of.institution, .title = of.title, .patron = who, .pickup = of.branch,
            .placed_at = placed_at, .rank = placed_at.time_since_epoch().count()};
}

} // namespace

item library_rows::add_taken_item(unit_of_work& unit, std::size_t number) {
    return add_item(unit, made_library::taken_item(number), "A Title That Is Wanted");
}

void library_rows::add_busy_reader(unit_of_work& unit, patron_id who, std::size_t number) {
    const std::size_t first = number * taken_by_busy;
    const instant before = now_ - std::chrono::days(40);
    unit.add(new_loan(unit, add_taken_item(unit, first), who, before, now_ + far_away));
    unit.add(new_loan(unit, add_taken_item(unit, first + 1), who, before, now_ - std::chrono::days(10)));
    auto recalled = new_loan(unit, add_taken_item(unit, first + 2), who, before, now_ + far_away);
    recalled.recalled_at = now_;
    recalled.recall_due_at = recalled.due_at;
    unit.add(recalled);

    const auto kept = add_taken_item(unit, first + 3);
    auto ready = new_hold(unit, kept, who, before);
    ready.state = hold_state::on_shelf;
    ready.trapped_item = kept.id;
    ready.trapped_at = now_;
    ready.shelf_until = local_date(std::chrono::floor<std::chrono::days>(now_ + far_away).time_since_epoch());
    unit.add(ready);
    unit.add(new_hold(unit, add_taken_item(unit, first + 4), who, before));
    unit.add(fee{.id = unit.new_id<fee_id>(), .patron = who, .kind = fee_kind::damage, .amount = {350}, .note = "", .assessed_at = before});
}

void library_rows::add_taken_items(unit_of_work& unit, patron_id who, std::size_t first, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        unit.add(new_loan(unit, add_taken_item(unit, first + i), who, now_, now_ + far_away));
}

} // namespace circ::bench
