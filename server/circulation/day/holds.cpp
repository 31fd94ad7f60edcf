#include "server/circulation/day/kinds.hpp"
#include "server/circulation/hold_end.hpp"
#include "server/circulation/hold_queue.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/notice.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>

namespace circ::circulation::day {

namespace {

using storage::hold_state;

/// "29012000000010 The Two Towers"
std::string in_words(storage::reader& from, const storage::hold& what) {
    const auto title = from.find_title(what.title);
    return card_number_of(from, what.patron) + " " + (title ? title->text : "");
}

storage::event event_of(storage::unit_of_work& unit,
                        const day_scene& in,
                        std::string_view kind,
                        const storage::hold& what) {
    auto event = make_event(unit, in.by, in.with.now, kind);
    event.patron = what.patron;
    event.item = what.trapped_item ? what.trapped_item : what.item;
    event.hold = what.id;
    return event;
}

void tell(storage::unit_of_work& unit,
          const day_scene& in,
          const storage::hold& what,
          const storage::patron& who,
          std::string_view kind) {
    auto notice = make_notice(unit, in.at, who, in.with.now, kind, cause_of(what));
    notice.item = what.trapped_item;
    notice.hold = what.id;
    short_form facts;
    if (what.shelf_until) facts.put("until", what.shelf_until->time_since_epoch().count());
    notice.facts = facts.text();
    unit.add(notice);
}

} // namespace

places holds_to_wake(storage::reader& from,
                     const day_scene& in,
                     storage::due_place after,
                     int most) {
    return places_of(from.holds_to_wake(in.by.branch, in.at.today, after, most),
                     &storage::hold::suspended_until);
}

day_effect wake_hold(storage::unit_of_work& unit, const day_scene& in, std::int64_t id) {
    const auto before = unit.find_hold({id});
    if (!before || before->state != hold_state::suspended || !is_wanted(*before, in.at.today))
        return {};
    storage::hold after = *before;
    after.state = hold_state::queued;
    after.suspended_until.reset();
    unit.change(*before, after);
    unit.add(event_of(unit, in, "hold_woken", after));
    return {1, in_words(unit, after)};
}

places holds_to_lapse(storage::reader& from,
                      const day_scene& in,
                      storage::due_place after,
                      int most) {
    return places_of(from.holds_to_expire(in.by.branch, in.at.today, after, most),
                     &storage::hold::expires_on);
}

places shelf_times_over(storage::reader& from,
                        const day_scene& in,
                        storage::due_place after,
                        int most) {
    return places_of(from.holds_shelved_until(in.by.branch, in.at.today, after, most),
                     &storage::hold::shelf_until);
}

day_effect lapse_hold(storage::unit_of_work& unit, const day_scene& in, std::int64_t id) {
    const auto before = unit.find_hold({id});
    if (!before || !storage::is_open(before->state) || !has_lapsed(*before, in.at.today)) return {};
    const auto after = close_hold(unit, *before, hold_state::lapsed, in.by, in.with.now);
    unit.add(event_of(unit, in, "hold_lapsed", after));
    const auto who = unit.find_patron(after.patron);
    const auto item = unit.find_item(after.trapped_item);
    count_event(unit,
                in.by,
                *in.at.library,
                in.with.now,
                {item ? &*item : nullptr, who ? &*who : nullptr},
                "hold_lapsed");
    if (who) tell(unit, in, after, *who, notice_hold_lapsed);
    return {1, in_words(unit, after)};
}

places shelf_times_ending(storage::reader& from,
                          const day_scene& in,
                          storage::due_place after,
                          int most) {
    const std::chrono::days ahead{in.with.rules.greatest("shelf_notice_days")};
    if (ahead.count() == 0) return {};
    // Those that are over have lapsed by now: the job before this one.
    after.at = std::max<std::int64_t>(after.at, (in.at.today - std::chrono::days{1}).time_since_epoch().count());
    return places_of(from.holds_shelved_until(in.by.branch,
                                         in.at.today + ahead + std::chrono::days{1},
                                         after,
                                         most),
                     &storage::hold::shelf_until);
}

day_effect remind_of_shelf(storage::unit_of_work& unit, const day_scene& in, std::int64_t id) {
    const auto what = unit.find_hold({id});
    if (!what || what->state != hold_state::on_shelf || !what->shelf_until ||
        has_lapsed(*what, date_in(in.with.now, in.at.here.time_zone))) // over by now
        return {};
    const auto who = unit.find_patron(what->patron);
    const auto item = unit.find_item(what->trapped_item);
    if (!who || !item) return {};
    const auto days = terms_for(in.at, in.with, &*who, &*item, what->pickup).shelf_notice_days;
    if (!days || (*what->shelf_until - in.at.today).count() > *days) return {};
    if (unit.find_notice(notice_shelf_ending, cause_of(*what))) return {};
    tell(unit, in, *what, *who, notice_shelf_ending);
    return {1, in_words(unit, *what)};
}

} // namespace circ::circulation::day
