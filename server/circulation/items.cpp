// Asking about an item, and keeping what a device writes on it.

#include "server/circulation/journal.hpp"
#include "server/circulation/make_views.hpp"
#include "server/circulation/perform.hpp"
#include "server/circulation/scene.hpp"
#include "server/circulation/stocktaking.hpp"
#include "server/circulation/trail.hpp"

#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;

constexpr std::string_view operation_update = "update_item_properties";
constexpr std::string_view event_properties = "properties";

/// What staff should know of an item that is asked for: where it is kept or goes.
void tell_place(outcome& made, const scene& at, const storage::item_facts& item) {
    if (item.open_transit)
        made.notices.push_back({.code = code::transit_to, .place = at.branch(item.open_transit->to).name});
    for (auto& each : item_notices(item.item)) made.notices.push_back(std::move(each));
}

} // namespace

outcome perform(storage::reader& from, const item_details& asked, const surroundings& with) {
    auto item = from.item_by_barcode(asked.by.institution, asked.item);
    if (!item) return refused_with<outcome>({{.code = code::item_unknown}});
    const scene at = load_scene(from, asked.by, with);
    const terms by = terms_for(at, with, nullptr, &item->item, asked.by.branch);
    if (item->title.open_holds > 0) item->title.open_holds = from.wanted_holds_of(item->title.id, at.today);
    outcome made;
    if (by.rental_fee.minor > 0) made.fee = fee_view{{}, storage::fee_kind::rental, by.rental_fee};
    tell_place(made, at, *item);
    show_item(made, at, std::move(*item), by);
    return made;
}

outcome perform(storage::unit_of_work& unit, const update_item_properties& asked, const surroundings& with) {
    const requester& by = asked.by;
    auto item = unit.item_by_barcode(by.institution, asked.item);
    if (!item) return refused_with<outcome>({{.code = code::item_unknown}});
    const scene at = load_scene(unit, by, with);
    outcome made;
    // Writing the same again changes nothing, whether or not the journal knows the request.
    made.repeated = find_repeat(unit, by, with, operation_update).has_value() && item->item.properties == asked.properties;
    if (!made.repeated) {
        item->item.properties = asked.properties;
        if (by.branch) item->item.place = by.branch; // who writes on it has it in hand
        item->item.seen_at = with.now;
        unit.change(item->item);
        if (by.rules->seen_by_look_up) scan_in_open_counts(unit, asked.item, by, with.now);
        storage::event event = make_event(unit, by, with.now, event_properties);
        event.item = item->item.id;
        unit.add(event);
        record(unit, by, with, operation_update, {.item = item->item.id, .event = event.id});
    }
    const terms own = terms_for(at, with, nullptr, &item->item, by.branch);
    show_item(made, at, std::move(*item), own);
    return made;
}

} // namespace circ::circulation
