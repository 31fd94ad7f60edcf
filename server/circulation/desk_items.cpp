#include "server/circulation/desk_items.hpp"

#include "server/circulation/desk_request.hpp"
#include "server/circulation/hold_end.hpp"
#include "server/circulation/hold_queue.hpp"
#include "server/circulation/lost.hpp"
#include "server/circulation/scene.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::item_state;

/// The hold that named the item lets go of it, and its reader is not told that it is ready.
/// @return whether it waits again: one whose time on the shelf was over does not
bool free_hold(storage::unit_of_work& unit,
               const storage::hold& kept_for,
               local_date today,
               const requester& by,
               instant now) {
    static_cast<void>(give_up_ready_notice(unit, kept_for, now));
    storage::hold after = without_item(kept_for, today, now);
    unit.change(kept_for, after);
    give_up_recall_if_over(unit, kept_for, after, by, now);
    return storage::is_open(after.state);
}

void end_transit(storage::unit_of_work& unit, storage::transit travelled, instant now) {
    travelled.ended_at = now;
    unit.change(travelled);
}

void leave_trail(storage::unit_of_work& unit,
                 const set_item_state& asked,
                 const requester& by,
                 const scene& at,
                 const surroundings& with,
                 const storage::item_facts& what) {
    short_form kept;
    kept.put("from", static_cast<std::int64_t>(what.item.state));
    kept.put("to", static_cast<std::int64_t>(asked.to));
    storage::event event = make_event(unit, by, with.now, event_item_state, asked.why);
    event.item = what.item.id;
    if (what.trapping_hold) event.hold = what.trapping_hold->id;
    event.detail = kept.text();
    unit.add(event);
    count_event(unit, by, *at.library, with.now, {&what.item, nullptr}, event_item_state);
}

} // namespace

std::optional<reason> decide_item_state(const storage::item_facts& what, item_state to) {
    const bool is_elsewhere =
        to == item_state::missing || to == item_state::on_order || to == item_state::in_process;
    if (what.open_loan && is_elsewhere) return reason{.code = code::item_on_loan_to_other};
    return std::nullopt;
}

std::vector<reason> decide_withdrawal(const storage::item_facts& what,
                                      const std::vector<storage::hold>& queue,
                                      storage::local_date today) {
    std::vector<reason> found;
    if (what.open_loan) found.push_back({.code = code::item_on_loan_to_other});
    if (what.trapping_hold && keeps_its_item(*what.trapping_hold, today))
        found.push_back({.code = code::item_trapped_for_other});
    const bool is_held = std::ranges::any_of(queue, [&](const auto& each) {
        return each.level == storage::hold_level::item && asks_for(each, what.item) &&
               !storage::is_trapping(each.state) && !has_lapsed(each, today);
    });
    if (is_held) found.push_back({.code = code::item_held_by_other});
    return found;
}

item_state_outcome
perform(storage::unit_of_work& unit, const set_item_state& asked, const surroundings& with) {
    std::vector<reason> against;
    demand(against, asked.why, "reason");
    const auto what = unit.item_by_barcode(asked.by.institution, asked.item);
    if (!what)
        against.push_back({.code = code::item_unknown});
    else if (auto why = decide_item_state(*what, asked.to))
        against.push_back(std::move(*why));
    if (!against.empty()) return refused_with<item_state_outcome>(std::move(against));

    item_state_outcome made;
    made.before = what->item.state;
    made.repeated = what->item.state == asked.to;
    if (made.repeated) return made;
    const requester by = at_branch(asked.by, what->item.branch);
    const scene at = load_scene(unit, by, with);
    if (asked.to != item_state::usable) {
        if (const auto& hold = what->trapping_hold)
            made.hold_waits_again = free_hold(unit, *hold, at.today, by, with.now);
        if (what->open_transit) end_transit(unit, *what->open_transit, with.now);
    }
    if (asked.to == item_state::usable)
        static_cast<void>(settle_paid(unit, at, what->item, by, with.now, with));
    storage::item item = what->item;
    item.state = asked.to;
    unit.change(item);
    leave_trail(unit, asked, by, at, with, *what);
    return made;
}

} // namespace circ::circulation
