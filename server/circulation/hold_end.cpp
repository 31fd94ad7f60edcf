#include "server/circulation/hold_end.hpp"

#include "server/circulation/hold_queue.hpp"
#include "server/circulation/notice.hpp"
#include "server/circulation/recall.hpp"

namespace circ::circulation {

using storage::hold_state;

storage::hold close_hold(storage::unit_of_work& unit,
                         const storage::hold& before,
                         hold_state as,
                         const requester& by,
                         instant now) {
    storage::hold after = before;
    after.state = as;
    after.closed_at = now;
    if (before.state != hold_state::on_shelf) after.trapped_item = {};
    unit.change(before, after);
    static_cast<void>(give_up_ready_notice(unit, before, now));
    short_form nothing_to_undo;
    give_up_recall(unit, after.id, by, now, nothing_to_undo);
    return after;
}

storage::hold without_item(storage::hold one, storage::local_date today, storage::instant now) {
    const bool is_kept = keeps_its_item(one, today);
    one.trapped_item = {};
    if (is_kept) {
        one.state = hold_state::queued;
        one.trapped_at.reset();
        one.shelf_until.reset();
    } else if (storage::is_open(one.state)) {
        one.state = hold_state::lapsed;
        one.closed_at = now;
    }
    return one;
}

void give_up_recall_if_over(storage::unit_of_work& unit,
                            const storage::hold& before,
                            const storage::hold& after,
                            const requester& by,
                            storage::instant now) {
    if (!storage::is_open(before.state) || storage::is_open(after.state)) return;
    short_form nothing_to_undo;
    give_up_recall(unit, after.id, by, now, nothing_to_undo);
}

bool give_up_ready_notice(storage::unit_of_work& unit, const storage::hold& of, storage::instant now) {
    return call_off_notice(unit, notice_hold_ready, cause_of(of), now);
}

void take_up_ready_notice(storage::unit_of_work& unit, const storage::hold& of) {
    if (of.state == hold_state::on_shelf) call_notice_again(unit, notice_hold_ready, cause_of(of));
}

} // namespace circ::circulation
