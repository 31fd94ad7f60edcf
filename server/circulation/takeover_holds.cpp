#include "server/circulation/hold_end.hpp"
#include "server/circulation/scene.hpp"
#include "server/circulation/takeover.hpp"
#include "server/circulation/title_number.hpp"

#include <algorithm>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::hold_level;
using storage::hold_state;

using taken_hold = taken_over<storage::hold>;

/// Whom and what a hold is about.
struct hold_subject {
    std::shared_ptr<const library_facts> library;
    std::optional<storage::patron> who;
    std::optional<storage::item_facts> item;
    std::optional<storage::title> title;
    std::optional<storage::branch> pickup;
    std::vector<reason> against;
};

hold_subject load_subject(storage::reader& from, const open_hold& asked) {
    hold_subject made{.library = load_library(from, asked.by.institution)};
    made.who = from.holder_of(asked.by.institution, asked.card);
    if (!made.who) made.against.push_back({.code = code::patron_unknown});
    if (!asked.what.item.empty()) {
        made.item = from.item_by_barcode(asked.by.institution, asked.what.item);
        if (made.item)
            made.title = made.item->title;
        else
            made.against.push_back({.code = code::item_unknown});
    } else {
        made.title = title_known_as(from, asked.by.institution, asked.what.title);
        if (!made.title) made.against.push_back({.code = code::title_unknown});
    }
    made.pickup = from.branch_by_code(asked.by.institution, asked.pickup);
    if (!made.pickup) made.against.push_back({.code = code::pickup_unknown, .field = asked.pickup});
    const bool needs_item = is_trapping(asked.state) || asked.level == hold_level::item;
    if (needs_item && asked.what.item.empty())
        made.against.push_back({.code = code::request_incomplete, .field = "item"});
    return made;
}

/// Places that are numbered come before all that are not: a number is far below any time.
std::int64_t rank_of(const open_hold& asked) {
    return asked.place ? *asked.place : asked.placed_at.time_since_epoch().count();
}

local_date last_shelf_day(storage::reader& from,
                          const open_hold& asked,
                          const hold_subject& about,
                          const surroundings& with) {
    if (asked.shelf_until) return *asked.shelf_until;
    const auto calendar = load_calendar(from, *about.library, about.pickup->id, with.now);
    const local_date today = date_in(with.now, calendar.time_zone);
    const auto terms = with.rules.find(
        subject_of(&*about.who, &about.item->item, about.pickup->id, *about.library, today));
    return add_open_days(calendar,
                         today,
                         static_cast<int>(terms.hold_shelf_open_days));
}

/// What the old system says of a hold.
storage::hold as_told(storage::reader& from,
                      storage::hold hold,
                      const open_hold& asked,
                      const hold_subject& about,
                      const surroundings& with) {
    hold.pickup = about.pickup->id;
    hold.placed_at = asked.placed_at;
    hold.rank = rank_of(asked);
    hold.state = asked.state;
    hold.expires_on = asked.expires_on;
    hold.suspended_until =
        asked.state == hold_state::suspended ? asked.suspended_until : std::nullopt;
    hold.trapped_item = is_trapping(asked.state) ? about.item->item.id : storage::item_id{};
    if (!is_trapping(asked.state)) {
        hold.trapped_at.reset();
        hold.shelf_until.reset();
        return hold;
    }
    if (!hold.trapped_at) hold.trapped_at = with.now;
    if (asked.state == hold_state::in_transit) hold.shelf_until.reset();
    if (asked.state == hold_state::on_shelf && (asked.shelf_until || !hold.shelf_until))
        hold.shelf_until = last_shelf_day(from, asked, about, with);
    return hold;
}

bool is_same(const storage::hold& one, const storage::hold& other) {
    return one.pickup == other.pickup && one.placed_at == other.placed_at &&
           one.rank == other.rank && one.state == other.state &&
           one.expires_on == other.expires_on && one.suspended_until == other.suspended_until &&
           one.trapped_item == other.trapped_item && one.shelf_until == other.shelf_until;
}

/// What speaks against its item waiting for this patron, or travelling to them.
std::vector<reason> item_objections(const hold_subject& about, storage::hold_id own) {
    if (about.item->open_loan) return {{.code = code::item_on_loan_to_other}};
    if (about.item->trapping_hold && about.item->trapping_hold->id != own)
        return {{.code = code::item_trapped_for_other}};
    return {};
}

/// The loan that is called back for this hold, or may be said to be: not one for another.
std::optional<storage::loan> loan_called_back(storage::reader& from,
                                              const open_hold& asked,
                                              const hold_subject& about,
                                              storage::hold_id own) {
    const auto item = from.item_by_barcode(asked.by.institution, asked.recalls);
    if (!item || item->title.id != about.title->id || !item->open_loan) return std::nullopt;
    const auto& loan = *item->open_loan;
    const bool is_for_other = loan.recalled_for && loan.recalled_for != own;
    return loan.recalled_at && !is_for_other ? item->open_loan : std::nullopt;
}

/// The item that was on its way for it, and is so no more.
void let_go(storage::unit_of_work& unit,
            const std::optional<storage::hold>& before,
            const storage::hold& after,
            instant now) {
    if (!before || !before->trapped_item || before->trapped_item == after.trapped_item) return;
    const auto item = unit.item_with_facts(before->trapped_item);
    if (!item || !item->open_transit || item->open_transit->hold != before->id) return;
    storage::transit ended = *item->open_transit;
    ended.ended_at = now;
    unit.change(ended);
}

/// The item stands at the pickup branch, or is on its way there from where it was.
void move_item(storage::unit_of_work& unit,
               const storage::hold& hold,
               const hold_subject& about,
               taken_hold& made,
               instant now) {
    if (!is_trapping(hold.state)) return;
    const auto& item = about.item->item;
    if (about.item->open_transit) {
        storage::transit ended = *about.item->open_transit;
        ended.ended_at = now;
        unit.change(ended);
    }
    if (hold.state == hold_state::in_transit) {
        unit.add(storage::transit{.id = unit.new_id<storage::transit_id>(),
                                  .item = item.id,
                                  .from = item.place,
                                  .to = hold.pickup,
                                  .hold = hold.id,
                                  .sent_at = now});
        return;
    }
    if (item.place == hold.pickup) return;
    made.item_before = item;
    made.item_after = item;
    made.item_after->place = hold.pickup;
    unit.change(item, *made.item_after);
}

/// The patron's open hold on the same title, or on the same item of it.
std::optional<storage::hold>
hold_there(storage::reader& from, const open_hold& asked, const hold_subject& about) {
    constexpr int most = 1000;
    for (const auto& each : from.queue_of(about.title->id, {.first = 0, .count = most})) {
        const bool is_of_item = asked.level != hold_level::item || each.item == about.item->item.id;
        if (each.patron == about.who->id && each.level == asked.level && is_of_item) return each;
    }
    return std::nullopt;
}

} // namespace

taken_hold
take_over(storage::unit_of_work& unit, const open_hold& asked, const surroundings& with) {
    auto about = load_subject(unit, asked);
    if (!about.against.empty()) return refused_with<taken_hold>(std::move(about.against));
    const auto before = hold_there(unit, asked, about);
    storage::hold hold = before.value_or(storage::hold{});
    if (!before) {
        hold.id = unit.new_id<storage::hold_id>();
        hold.institution = asked.by.institution;
        hold.title = about.title->id;
        hold.level = asked.level;
        hold.patron = about.who->id;
        if (asked.level == hold_level::item) hold.item = about.item->item.id;
        if (asked.level == hold_level::branch) hold.branch = about.pickup->id;
    }
    hold = as_told(unit, std::move(hold), asked, about, with);
    taken_hold made;
    made.record = hold.id.value;
    // An item that has been found for it here stays with it, whatever the old system says, and so
    // does all else that was decided here.
    const auto called_back = asked.recalls.empty()
                                 ? std::nullopt
                                 : loan_called_back(unit, asked, about, hold.id);
    const bool is_linked = asked.recalls.empty() || (called_back && called_back->recalled_for == hold.id);
    if (before && ((is_same(*before, hold) && is_linked) || unit.has_event(*before))) return made;
    if (!asked.recalls.empty() && !called_back)
        return refused_with<taken_hold>({{.code = code::recall_not_found}});
    if (is_trapping(asked.state))
        if (auto why = item_objections(about, hold.id); !why.empty()) return refused_with<taken_hold>(std::move(why));
    if (before)
        unit.change(*before, hold);
    else
        unit.add(hold);
    let_go(unit, before, hold, with.now);
    if (called_back) {
        storage::loan after = *called_back;
        after.recalled_for = hold.id;
        unit.change(*called_back, after);
        if (before) made.loan_before = called_back;
        if (before) made.loan_after = std::move(after);
    }
    move_item(unit, hold, about, made, with.now);
    made.what = before ? taken_as::updated : taken_as::added;
    made.before = before;
    made.after = std::move(hold);
    return made;
}

/// An item on the shelf is on the list to clear until somebody has taken it.
bool end_taken_over(storage::unit_of_work& unit,
                    const storage::hold& one,
                    const requester& by,
                    instant now) {
    if (!is_open(one.state) || unit.has_event(one)) return false;
    requester there = by;
    there.branch = one.pickup;
    static_cast<void>(close_hold(unit, one, hold_state::cancelled, there, now));
    return true;
}

} // namespace circ::circulation
