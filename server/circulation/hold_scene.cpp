#include "server/circulation/hold_scene.hpp"

#include "server/circulation/external_ids.hpp"
#include "server/circulation/hold_queue.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/standing.hpp"
#include "server/circulation/trail.hpp"

#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;

/// Patron and title of the hold that is named; a card beside it must be its patron's.
void find_by_hold(hold_scene& found, storage::reader& from, const requester& by, const std::string& card, instant now) {
    if (found.named) {
        const auto& hold = *found.named;
        found.title = from.find_title(hold.title);
        found.item = from.item_with_facts(hold.trapped_item ? hold.trapped_item : hold.item);
        found.who = card.empty() ? from.patron_with_facts(hold.patron, now) : from.patron_by_card(by.institution, card, now);
        if (found.who && found.who->patron.id != hold.patron) found.named.reset();
    }
    if (!found.named || !found.who) found.made.reasons.push_back({.code = code::hold_not_found});
}

void find_by_card(hold_scene& found, storage::reader& from, const requester& by, const std::string& card,
                  const target& what, instant now) {
    found.who = from.patron_by_card(by.institution, card, now);
    if (!what.item.empty()) {
        found.item = from.item_by_barcode(by.institution, what.item);
        if (found.item) found.title = found.item->title;
    } else {
        found.title = from.title_by_control_number(by.institution, what.title);
        const auto copies = found.title ? from.items_of(found.title->id, {.first = 0, .count = 1}) : std::vector<storage::item>{};
        if (!copies.empty()) found.item = from.item_with_facts(copies.front().id);
    }
    if (!found.who) found.made.reasons.push_back({.code = code::patron_unknown});
    if (!found.title) found.made.reasons.push_back({.code = what.item.empty() ? code::title_unknown : code::item_unknown});
}

/// @param which the hold that is named, if any
template <class Operation>
hold_scene load(storage::reader& from, const Operation& asked, const hold_key& which, const surroundings& with) {
    const requester& by = asked.by;
    hold_scene found;
    found.at = load_scene(from, by, with);
    if (which) {
        found.named = find_hold(from, by.institution, which);
        find_by_hold(found, from, by, asked.card, with.now);
    } else {
        find_by_card(found, from, by, asked.card, asked.what, with.now);
    }
    hold_outcome& made = found.made;
    if (found.who) show_patron(made, found.at, found.who->patron);
    if (found.item)
        show_item(made, found.at, *found.item,
                  terms_for(found.at, with, found.who ? &found.who->patron : nullptr, &found.item->item, by.branch));
    if (found.who)
        if (auto pin = pin_refusal(with.pin, *by.rules, by.pin_proved_before, found.who->patron.pin_locked_until))
            made.reasons.push_back(std::move(*pin));
    if (!made.reasons.empty()) made.result = verdict::refused;
    return found;
}

} // namespace

hold_scene load_hold_scene(storage::reader& from, const place_hold& asked, const surroundings& with) {
    return load(from, asked, {}, with);
}
hold_scene load_hold_scene(storage::reader& from, const change_hold& asked, const surroundings& with) {
    return load(from, asked, asked.which, with);
}
hold_scene load_hold_scene(storage::reader& from, const cancel_hold& asked, const surroundings& with) {
    return load(from, asked, asked.which, with);
}

std::optional<storage::hold> standing_hold(storage::reader& from, const hold_scene& in) {
    auto hold = in.named ? in.named : from.open_hold_of(in.who->patron.id, in.title->id);
    if (hold && (!storage::is_open(hold->state) || has_lapsed(*hold, in.at.today))) return std::nullopt;
    return hold;
}

storage::branch_id pickup_of(storage::reader& from, const requester& by, const std::string& named,
                             const storage::patron& who) {
    if (named.empty()) return by.branch ? by.branch : who.branch;
    const auto branch = from.branch_by_code(by.institution, named);
    return branch ? branch->id : storage::branch_id{};
}

std::optional<local_date> expiry_of(const std::optional<instant>& asked, const scene& at) {
    if (!asked) return std::nullopt;
    return date_in(*asked, at.here.time_zone);
}

bool may_be_fetched(const scene& at, const surroundings& with, const terms& by, const storage::item& copy,
                    const storage::hold& wanted) {
    return !wanted.pickup || may_be_fetched_at(wanted.pickup, by, copy, *at.library, with.rules);
}

void show_hold(hold_outcome& made, storage::reader& from, const scene& at, const storage::hold& hold) {
    made.hold = hold.id;
    made.pickup = at.branch(hold.pickup).code;
    if (hold.expires_on) made.expires = end_of_day(*hold.expires_on, at.branch(hold.pickup).time_zone);
    if (!storage::is_open(hold.state) || storage::is_trapping(hold.state)) return; // served: it queues no more
    made.position = from.queue_position(hold, at.today);
    made.notices.push_back({.code = code::queue_position, .number = *made.position});
}

storage::event_id add_hold_event(storage::unit_of_work& unit, const requester& by, const surroundings& with,
                                 std::string_view kind, const storage::hold& hold) {
    storage::event event = make_event(unit, by, with.now, kind);
    event.patron = hold.patron;
    event.item = hold.trapped_item ? hold.trapped_item : hold.item;
    event.hold = hold.id;
    unit.add(event);
    return event.id;
}

} // namespace circ::circulation
