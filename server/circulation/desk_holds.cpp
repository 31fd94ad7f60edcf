#include "server/circulation/desk_holds.hpp"

#include "server/circulation/desk_request.hpp"
#include "server/circulation/hold_end.hpp"
#include "server/circulation/hold_queue.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/notice.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <tuple>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::hold_state;

constexpr std::string_view event_hold_suspended = "hold_suspended";
constexpr std::string_view event_hold_woken = "hold_woken";
constexpr std::string_view event_hold_moved = "hold_moved";
constexpr std::string_view event_hold_lapsed = "hold_lapsed";
constexpr std::string_view event_hold_cleared = "hold_cleared";

} // namespace

std::vector<reason> decide_desk_hold(const desk_hold_facts& facts) {
    std::vector<reason> found;
    demand(found, facts.why, "reason");
    if (!facts.hold || !storage::is_open(facts.hold->state)) {
        found.push_back({.code = code::hold_not_found});
        return found;
    }
    if (facts.must_wait && storage::is_trapping(facts.hold->state))
        found.push_back({.code = code::hold_has_item});
    if (facts.until && *facts.until <= facts.today)
        found.push_back({.code = code::hold_expiry_past});
    if (!facts.unknown_pickup.empty())
        found.push_back({.code = code::pickup_unknown, .field = facts.unknown_pickup});
    return found;
}

bool is_to_be_cleared(const storage::item_facts& item, local_date today) {
    const auto& hold = item.trapping_hold;
    if (!hold) return false;
    if (!keeps_its_item(*hold, today)) return true;
    return hold->state == hold_state::on_shelf && hold->pickup != item.item.place;
}

std::vector<storage::hold>
decide_order(std::vector<storage::hold> queue, storage::hold_id moved, int position) {
    const auto before = queue;
    const auto from = std::ranges::find(queue, moved, &storage::hold::id);
    const auto last = static_cast<int>(queue.size());
    const auto to = queue.begin() + (std::clamp(position, 1, last) - 1);
    if (from == to) return {};
    if (from < to)
        std::rotate(from, from + 1, to + 1);
    else
        std::rotate(to, from, from + 1);
    // Between its neighbours; where they leave no room, those behind move up by one each.
    for (std::size_t i = 0; i < queue.size(); ++i) {
        auto& rank = queue[i].rank;
        const bool is_moved = queue[i].id == moved;
        if (is_moved && i == 0 && queue.size() > 1) rank = queue[1].rank - 1;
        if (is_moved && i > 0)
            rank = i + 1 < queue.size() ? std::midpoint(queue[i - 1].rank, queue[i + 1].rank)
                                        : queue[i - 1].rank + 1;
        if (i > 0 && std::tie(rank, queue[i].id) < std::tie(queue[i - 1].rank, queue[i - 1].id))
            rank = queue[i - 1].rank + 1;
    }
    std::erase_if(queue, [&](const storage::hold& one) {
        return std::ranges::find(before, one.id, &storage::hold::id)->rank == one.rank;
    });
    return queue;
}

namespace {

/// What a verb did to its hold.
struct changed_hold {
    storage::hold after;
    std::string_view kind; ///< of its event; empty: it was so already
    short_form detail{};
};

void leave_trail(storage::unit_of_work& unit,
                 const requester& by,
                 const surroundings& with,
                 const changed_hold& made,
                 const std::string& why) {
    storage::event event = make_event(unit, by, with.now, made.kind, why);
    event.patron = made.after.patron;
    event.item = made.after.trapped_item ? made.after.trapped_item : made.after.item;
    event.hold = made.after.id;
    event.detail = made.detail.text();
    unit.add(event);
}

void show(hold_outcome& made, storage::reader& from, const scene& at, const storage::hold& hold) {
    const auto& pickup = at.branch(hold.pickup);
    made.pickup = pickup.code;
    if (hold.expires_on) made.expires = end_of_day(*hold.expires_on, pickup.time_zone);
    const bool waits = storage::is_open(hold.state) && !storage::is_trapping(hold.state);
    if (waits) made.position = from.queue_position(hold, at.today);
}

/// Loads the hold, decides, lets `change` write what is decided, and leaves the event.
template <class Operation, class Change>
hold_outcome decide_and_change(storage::unit_of_work& unit,
                               const Operation& asked,
                               const surroundings& with,
                               desk_hold_facts facts,
                               Change change) {
    facts.hold = own(unit.find_hold(asked.hold), asked.by);
    const requester by =
        at_branch(asked.by, facts.hold ? facts.hold->pickup : storage::branch_id{});
    const scene at = load_scene(unit, by, with);
    facts.today = at.today;
    facts.why = asked.why;
    hold_outcome made;
    made.reasons = decide_desk_hold(facts);
    if (!made.reasons.empty()) {
        made.result = verdict::refused;
        return made;
    }
    const changed_hold done = change(*facts.hold, at, by);
    if (done.kind.empty()) return refused_with<hold_outcome>({{.code = code::already_so}});
    leave_trail(unit, by, with, done, asked.why);
    show(made, unit, at, done.after);
    return made;
}

std::vector<storage::hold> whole_queue(storage::reader& from, storage::title_id of) {
    constexpr int step = 200;
    std::vector<storage::hold> queue;
    for (;;) {
        auto more = from.queue_of(of, {.first = static_cast<int>(queue.size()), .count = step});
        std::ranges::move(more, std::back_inserter(queue));
        if (static_cast<int>(more.size()) < step) return queue;
    }
}

/// The hold gives its item up where no scan does it.
void let_go(storage::unit_of_work& unit,
            const storage::hold& before,
            const storage::hold& after,
            const requester& by,
            instant now) {
    unit.change(before, after);
    give_up_recall_if_over(unit, before, after, by, now);
    if (after.closed_at && before.state != after.state)
        static_cast<void>(give_up_ready_notice(unit, before, *after.closed_at));
    else if (storage::is_open(after.state)) // whoever waits again is told again
        unit.remove_notices(notice_hold_ready, cause_of(before));
}

} // namespace

hold_outcome
perform(storage::unit_of_work& unit, const suspend_hold& asked, const surroundings& with) {
    const auto suspend = [&](const storage::hold& before, const scene&, const requester&) {
        changed_hold made{before, {}};
        made.after.state = hold_state::suspended;
        made.after.suspended_until = asked.until;
        if (before.state == hold_state::suspended && before.suspended_until == asked.until)
            return made;
        made.kind = event_hold_suspended;
        if (asked.until) made.detail.put("until", asked.until->time_since_epoch().count());
        unit.change(before, made.after);
        return made;
    };
    return decide_and_change(
        unit, asked, with, {.must_wait = true, .until = asked.until}, suspend);
}

hold_outcome
perform(storage::unit_of_work& unit, const wake_hold& asked, const surroundings& with) {
    const auto wake = [&](const storage::hold& before, const scene&, const requester&) {
        changed_hold made{before, {}};
        if (before.state != hold_state::suspended) return made;
        made.after.state = hold_state::queued;
        made.after.suspended_until.reset();
        made.kind = event_hold_woken;
        unit.change(before, made.after);
        return made;
    };
    return decide_and_change(unit, asked, with, {.must_wait = true}, wake);
}

hold_outcome
perform(storage::unit_of_work& unit, const reorder_hold& asked, const surroundings& with) {
    const auto reorder = [&](const storage::hold& before, const scene&, const requester&) {
        changed_hold made{before, {}};
        const auto queue = whole_queue(unit, before.title);
        const auto changed = decide_order(queue, before.id, asked.position);
        if (changed.empty()) return made;
        for (const auto& each : changed) {
            unit.change(*std::ranges::find(queue, each.id, &storage::hold::id), each);
            if (each.id == before.id) made.after = each;
        }
        made.kind = event_hold_moved;
        made.detail.put("rank", before.rank);
        made.detail.put("position", asked.position);
        return made;
    };
    return decide_and_change(unit, asked, with, {.must_wait = true}, reorder);
}

hold_outcome
perform(storage::unit_of_work& unit, const change_pickup& asked, const surroundings& with) {
    const auto branch = unit.branch_by_code(asked.by.institution, asked.pickup);
    desk_hold_facts facts;
    if (!branch) facts.unknown_pickup = asked.pickup.empty() ? "?" : asked.pickup;
    const auto reroute = [&](const storage::hold& before, const scene&, const requester&) {
        changed_hold made{before, {}};
        if (before.pickup == branch->id) return made;
        made.after.pickup = branch->id;
        made.kind = event_hold_changed;
        made.detail.put("pickup", before.pickup.value);
        unit.change(before, made.after);
        return made;
    };
    return decide_and_change(unit, asked, with, std::move(facts), reroute);
}

hold_outcome
perform(storage::unit_of_work& unit, const change_expiry& asked, const surroundings& with) {
    const auto change = [&](const storage::hold& before, const scene&, const requester&) {
        changed_hold made{before, {}};
        if (before.expires_on == asked.until) return made;
        made.after.expires_on = asked.until;
        made.kind = event_hold_changed;
        if (before.expires_on) made.detail.put("expires", before.expires_on->time_since_epoch().count());
        unit.change(before, made.after);
        return made;
    };
    return decide_and_change(unit, asked, with, {.must_wait = true, .until = asked.until}, change);
}

hold_outcome perform(storage::unit_of_work& unit, const end_hold& asked, const surroundings& with) {
    const bool cancels = asked.as == hold_state::cancelled;
    const auto end = [&](const storage::hold& before, const scene& at, const requester& by) {
        changed_hold made{before, cancels ? event_hold_cancelled : event_hold_lapsed};
        put_hold(made.detail, "hold", before);
        made.after = close_hold(unit, before, asked.as, by, with.now);
        const auto who = unit.find_patron(before.patron);
        count_event(
            unit, by, *at.library, with.now, {nullptr, who ? &*who : nullptr}, made.kind);
        return made;
    };
    return decide_and_change(unit, asked, with, {}, end);
}

checkin_outcome
perform(storage::unit_of_work& unit, const clear_hold_shelf& asked, const surroundings& with) {
    const auto item = unit.item_by_barcode(asked.by.institution, asked.item);
    if (!item) return refused_with<checkin_outcome>({{.code = code::item_unknown}});
    const requester by = at_branch(asked.by, item->item.place);
    const scene at = load_scene(unit, by, with);
    std::vector<reason> why_not;
    demand(why_not, asked.why, "reason");
    if (!is_to_be_cleared(*item, at.today)) why_not.push_back({.code = code::nothing_to_clear});
    if (!why_not.empty()) return refused_with<checkin_outcome>(std::move(why_not));
    const storage::hold before = *item->trapping_hold;
    auto made = perform(unit, checkin{.by = by, .item = asked.item, .returned = {}}, with);
    if (made.result == verdict::refused) {
        let_go(unit, before, without_item(before, at.today, with.now), by, with.now);
        made.result = verdict::done;
        made.reasons.clear();
    }
    leave_trail(unit, by, with, {before, event_hold_cleared}, asked.why);
    return made;
}

} // namespace circ::circulation
