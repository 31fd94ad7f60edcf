#include "server/circulation/order_desk.hpp"

#include <algorithm>
#include <string>

namespace circ::circulation {

using storage::backend_order;
using storage::order_state;

void end_review(storage::unit_of_work& unit,
                const backend_order& of,
                std::string_view by,
                instant now,
                std::string_view how) {
    if (!of.review) return;
    auto row = unit.find_review(of.review);
    if (!row || row->resolved_at) return;
    row->resolved_at = now;
    row->resolved_by = by;
    row->resolution = how;
    unit.change(*row);
}

std::optional<order_state> order_state_named(std::string_view name) {
    const auto found = std::ranges::find(order_state_names, name);
    if (found == order_state_names.end()) return std::nullopt;
    return static_cast<order_state>(found - order_state_names.begin());
}

namespace {

/// Another institution's is not there for this operator.
std::optional<backend_order>
find_own(storage::unit_of_work& unit, storage::order_id which, const requester& by) {
    auto row = unit.find_order(which);
    return row && row->institution == by.institution ? std::move(row) : std::nullopt;
}

} // namespace

order_change retry_order(storage::unit_of_work& unit,
                         storage::order_id which,
                         const requester& by,
                         instant now,
                         std::string_view why) {
    auto row = find_own(unit, which, by);
    if (!row) return order_change::not_there;
    if (row->state == order_state::ordering) return order_change::under_way;
    const bool is_given_up = row->state == order_state::in_doubt && !row->next_try;
    if (row->state != order_state::stuck && row->state != order_state::conflict && !is_given_up)
        return order_change::not_decided;
    if (!is_given_up) row->state = order_state::waiting;
    // It may have been sent before: one try is left to count, so that it is looked up first.
    row->tries = std::min(row->tries, 1);
    row->next_try = now;
    row->ended_by = by.operator_name;
    row->why = why;
    if (!is_given_up) {
        end_review(unit, *row, by.operator_name, now, "tried again: " + std::string(why));
        row->review = {};
    }
    unit.change(*row);
    return order_change::done;
}

order_change drop_order(storage::unit_of_work& unit,
                        storage::order_id which,
                        const requester& by,
                        instant now,
                        std::string_view why) {
    auto row = find_own(unit, which, by);
    if (!row) return order_change::not_there;
    if (row->state == order_state::ordering) return order_change::under_way;
    if (row->state == order_state::done || row->state == order_state::refused ||
        row->state == order_state::dropped)
        return order_change::not_decided;
    end_review(unit, *row, by.operator_name, now, "dropped: " + std::string(why));
    row->state = order_state::dropped;
    row->ended_at = now;
    row->ended_by = by.operator_name;
    row->why = why;
    row->next_try.reset();
    row->what.clear();
    row->card.clear(); // nobody has to know any more whom it was about
    row->barcode.clear();
    unit.change(*row);
    return order_change::done;
}

} // namespace circ::circulation
