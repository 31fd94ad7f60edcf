#include "server/circulation/closure.hpp"

#include "server/circulation/trail.hpp"

#include <algorithm>
#include <iterator>

namespace circ::circulation {

using std::chrono::days;
using std::chrono::minutes;

namespace {

/// As much grace as a key of policy can give.
constexpr days longest_grace{365};

/// A due hour after the next opening; due dates to the end of the next open day.
instant moved_due(instant due, local_date open, const storage::loan& loan, const branch_calendar& when,
                  minutes after_opening) {
    if (!loan.terms.hourly) return end_of_day(open, when.time_zone);
    const auto weekday = static_cast<int>(std::chrono::weekday{open}.iso_encoding());
    const auto hours = std::ranges::find(when.days.hours, weekday, &storage::opening_hours::weekday);
    const auto opens = hours == when.days.hours.end() ? minutes{0} : hours->opens;
    return std::max(due, to_instant(wall_time{open + opens + after_opening}, when.time_zone));
}

/// The next open day after a closed one of the span; nullopt when it may stay, or none is near.
std::optional<local_date> way_out(local_date day, const branch_calendar& when, day_span closed) {
    if (!closed.holds(day) || is_open_on(when, day)) return std::nullopt;
    const auto open = next_open_day(when, day);
    return open == day ? std::nullopt : std::optional{open};
}

/// Grace in open days moves by itself; where closed days cost, it would end before a closed door.
int moved_grace(const storage::loan& loan, local_date due, const branch_calendar& when, day_span closed) {
    const auto& terms = loan.terms;
    if (terms.closed_days_free || terms.overdue_grace_days == 0) return terms.overdue_grace_days;
    const auto open = way_out(due + days{terms.overdue_grace_days}, when, closed);
    return open ? static_cast<int>((*open - due).count()) : terms.overdue_grace_days;
}

} // namespace

branch_calendar changed(branch_calendar from, const close_branch& by) {
    for (auto day = by.days.first; day <= by.days.last; day += days{1}) from.days.closed.push_back(day);
    auto& closed = from.days.closed;
    std::ranges::sort(closed);
    closed.erase(std::ranges::unique(closed).begin(), closed.end());
    return from;
}

branch_calendar changed(branch_calendar from, const set_opening_hours& by) {
    auto& hours = from.days.hours;
    constexpr int week = 7;
    if (hours.empty())
        for (int day = 1; day <= week; ++day) hours.push_back({by.by.branch, day, minutes{0}, days{1}});
    for (const int weekday : by.weekdays) {
        std::erase_if(hours, [&](const auto& each) { return each.weekday == weekday; });
        if (by.open) hours.push_back({by.by.branch, weekday, by.open->first, by.open->second});
    }
    std::ranges::sort(hours, {}, &storage::opening_hours::weekday);
    return from;
}

std::optional<storage::loan> moved(const storage::loan& loan, const branch_calendar& when, day_span closed,
                                   minutes after_opening) {
    storage::loan after = loan;
    const auto due = date_in(loan.due_at, when.time_zone);
    if (const auto open = way_out(due, when, closed))
        after.due_at = moved_due(loan.due_at, *open, loan, when, after_opening);
    else
        after.terms.overdue_grace_days = moved_grace(loan, due, when, closed);
    if (loan.recall_due_at)
        if (const auto open = way_out(date_in(*loan.recall_due_at, when.time_zone), when, closed))
            after.recall_due_at = end_of_day(*open, when.time_zone);
    const bool stays = after.due_at == loan.due_at && after.recall_due_at == loan.recall_due_at &&
                       after.terms.overdue_grace_days == loan.terms.overdue_grace_days;
    return stays ? std::nullopt : std::optional{after};
}

local_date moved_shelf_end(local_date until, const branch_calendar& before, const branch_calendar& after,
                           local_date first) {
    if (until < first) return until;
    const auto eve = first - days{1};
    const int left = open_days_between(before, eve, until);
    return next_open_day(after, std::max(until, add_open_days(after, eve, left)));
}

storage::due_window first_window(day_span span, std::string_view zone) {
    storage::due_window made;
    made.from = to_instant(wall_time{span.first - longest_grace}, zone);
    made.before = to_instant(wall_time{span.last + days{1}}, zone);
    return made;
}

branch_calendar load_calendar_for(storage::reader& from, const requester& by, day_span span) {
    const auto branch = from.find_branch(by.branch);
    return {from.calendar_of(by.branch, span.first - longest_grace), branch ? branch->time_zone : "UTC"};
}

namespace {

/// Where a due hour goes is a term of policy; the loan does not keep it.
minutes after_opening_of(storage::reader& from, const storage::loan& loan, const scene& at,
                         const surroundings& with) {
    if (!loan.terms.hourly) return minutes{0};
    const auto who = from.find_patron(loan.patron);
    const auto what = from.find_item(loan.item);
    const auto by = terms_for(at, with, who ? &*who : nullptr, what ? &*what : nullptr, loan.branch);
    return minutes{by.due_minutes_after_opening};
}

calendar_moves find_loan_moves(storage::reader& from, const scene& at, const requester& by,
                               const branch_calendar& after, day_span span, const storage::due_window& window,
                               const surroundings& with) {
    calendar_moves made;
    const auto loans = from.loans_by_hours_of(by.branch, window);
    for (const auto& each : loans) {
        auto to = moved(each, after, span, after_opening_of(from, each, at, with));
        if (to) made.loans.push_back({each, std::move(*to)});
    }
    if (static_cast<int>(loans.size()) < window.count) return made;
    made.next = window;
    made.next->from = loans.back().due_at;
    made.next->after = loans.back().id;
    return made;
}

std::vector<hold_move> find_hold_moves(storage::reader& from, const requester& by, const branch_calendar& before,
                                       const branch_calendar& after, local_date first) {
    std::vector<hold_move> made;
    for (const auto& each : from.shelf_holds(by.branch, first)) {
        auto to = each;
        to.shelf_until = moved_shelf_end(*each.shelf_until, before, after, first);
        if (to.shelf_until != each.shelf_until) made.push_back({each, std::move(to)});
    }
    return made;
}

void write_moves(storage::unit_of_work& unit, const std::vector<hold_move>& moves, const requester& by,
                 std::string_view why, instant now) {
    for (const auto& each : moves) {
        unit.change(each.before, each.after);
        short_form kept;
        kept.put("shelf", each.before.shelf_until->time_since_epoch().count());
        auto event = make_event(unit, by, now, "shelf_time_moved", why);
        event.patron = each.before.patron;
        event.item = each.before.trapped_item;
        event.hold = each.before.id;
        event.detail = kept.text();
        unit.add(event);
    }
}

void write_move(storage::unit_of_work& unit, const loan_move& move, const requester& by, std::string_view why,
                instant now) {
    unit.change(move.before, move.after);
    short_form kept;
    kept.put("due", move.before.due_at);
    kept.put("recall", move.before.recall_due_at);
    kept.put("grace", move.before.terms.overdue_grace_days);
    auto event = make_event(unit, by, now, "due_moved", why);
    event.patron = move.before.patron;
    event.item = move.before.item;
    event.loan = move.before.id;
    event.detail = kept.text();
    unit.add(event);
}

void add_calendar_event(storage::unit_of_work& unit, std::string_view kind, const short_form& kept,
                        const requester& by, std::string_view why, instant now) {
    auto event = make_event(unit, by, now, kind, why);
    event.detail = kept.text();
    unit.add(event);
}

short_form short_form_of(day_span span) {
    short_form kept;
    kept.put("first", span.first.time_since_epoch().count());
    kept.put("last", span.last.time_since_epoch().count());
    return kept;
}

} // namespace

calendar_moves preview(storage::reader& from, const requester& by, const branch_calendar& after, day_span span,
                       const surroundings& with) {
    const scene at = load_scene(from, by, with);
    calendar_moves all;
    all.holds = find_hold_moves(from, by, load_calendar_for(from, by, span), after, span.first);
    std::optional<storage::due_window> next = first_window(span, after.time_zone);
    while (next) {
        auto step = find_loan_moves(from, at, by, after, span, *next, with);
        std::ranges::move(step.loans, std::back_inserter(all.loans));
        next = step.next;
    }
    return all;
}

calendar_outcome perform(storage::unit_of_work& unit, const close_branch& asked, const surroundings& with) {
    const requester& by = asked.by;
    const auto before = load_calendar_for(unit, by, asked.days);
    calendar_outcome made;
    for (auto day = asked.days.first; day <= asked.days.last; day += days{1}) {
        if (std::ranges::binary_search(before.days.closed, day)) continue;
        unit.add(storage::closed_day{unit.new_id<storage::closed_day_id>(), by.branch, day, asked.why});
        ++made.days;
    }
    if (made.days == 0) return made;
    const auto holds = find_hold_moves(unit, by, before, changed(before, asked), asked.days.first);
    write_moves(unit, holds, by, asked.why, with.now);
    made.holds = static_cast<int>(holds.size());
    add_calendar_event(unit, "branch_closed", short_form_of(asked.days), by, asked.why, with.now);
    return made;
}

calendar_outcome perform(storage::unit_of_work& unit, const reopen_branch& asked, const surroundings& with) {
    calendar_outcome made;
    for (const auto& each : unit.closed_days(asked.by.branch, asked.days.first, asked.days.last)) {
        unit.remove(each);
        ++made.days;
    }
    if (made.days > 0)
        add_calendar_event(unit, "branch_reopened", short_form_of(asked.days), asked.by, asked.why, with.now);
    return made;
}

calendar_outcome perform(storage::unit_of_work& unit, const set_opening_hours& asked, const surroundings& with) {
    const requester& by = asked.by;
    const scene at = load_scene(unit, by, with);
    const auto before = load_calendar_for(unit, by, {at.today, at.today});
    const auto after = changed(before, asked);
    if (after.days.hours.empty()) return {};
    for (const auto& each : before.days.hours) unit.remove(each);
    for (const auto& each : after.days.hours) unit.add(each);
    const auto holds = find_hold_moves(unit, by, before, after, at.today);
    write_moves(unit, holds, by, asked.why, with.now);
    for (const int weekday : asked.weekdays) {
        short_form kept;
        kept.put("weekday", weekday);
        if (asked.open) {
            kept.put("opens", asked.open->first.count());
            kept.put("closes", asked.open->second.count());
        }
        add_calendar_event(unit, "opening_hours_set", kept, by, asked.why, with.now);
    }
    return {.days = static_cast<int>(asked.weekdays.size()), .holds = static_cast<int>(holds.size())};
}

calendar_moves perform(storage::unit_of_work& unit, const move_due_dates& asked, const surroundings& with) {
    const requester& by = asked.by;
    const scene at = load_scene(unit, by, with);
    const auto when = load_calendar_for(unit, by, asked.days);
    auto made = find_loan_moves(unit, at, by, when, asked.days, asked.at, with);
    for (const auto& each : made.loans) write_move(unit, each, by, asked.why, with.now);
    const auto how_many = static_cast<std::int64_t>(made.loans.size());
    if (how_many > 0) count_event(unit, by, *at.library, with.now, {}, "due_moved", how_many);
    return made;
}

} // namespace circ::circulation
