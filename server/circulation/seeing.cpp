#include "server/circulation/seeing.hpp"

#include "server/circulation/stocktaking.hpp"
#include "server/circulation/trail.hpp"

#include <map>

namespace circ::circulation {

namespace {

constexpr std::string_view event_looked_up = "looked_up";

struct seen_by {
    const requester* by = nullptr;
    std::int64_t items = 0;
};

/// One line for a walk along the shelves: an event for each book would be most of the audit trail.
void leave_trail(storage::unit_of_work& unit, const seen_by& seen, instant now) {
    short_form kept;
    kept.put("items", seen.items);
    storage::event event = make_event(unit, *seen.by, now, event_looked_up);
    event.detail = kept.text();
    unit.add(event);
    const auto library = load_library(unit, seen.by->institution);
    count_event(unit, *seen.by, *library, now, {}, event_looked_up, seen.items);
}

} // namespace

void see(storage::unit_of_work& unit, const std::vector<sighting>& all, instant now) {
    std::map<storage::terminal_id, seen_by> terminals;
    for (const auto& one : all) {
        const auto item = unit.item_by_barcode(one.by.institution, one.item);
        if (!item || !one.by.branch || !unit.see(item->item.id, one.by.branch, one.at)) continue;
        scan_in_open_counts(unit, one.item, one.by, one.at);
        auto& seen = terminals[one.by.terminal];
        seen.by = &one.by;
        ++seen.items;
    }
    for (const auto& [terminal, seen] : terminals)
        leave_trail(unit, seen, now);
}

} // namespace circ::circulation
