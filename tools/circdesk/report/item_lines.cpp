#include "server/circulation/local_time.hpp"
#include "tools/circdesk/report/lines.hpp"
#include "tools/circdesk/report/pages.hpp"

namespace circ::tool::report_lines {

namespace {

using storage::item_facts;
using storage::item_state;

report_cell cell_of(const std::optional<storage::instant>& at) {
    return at ? report_cell(*at) : report_cell();
}

report_cell cell_of(const std::optional<storage::money>& amount) {
    return amount ? report_cell(*amount) : report_cell();
}

lines items_in(report_source& from, const report_question& asked, item_state state) {
    lines made;
    walk_after(
        storage::item_id{},
        [&](auto after) { return from.from.items_of_branch_in(asked.here.id, state, after, report_step); },
        [](const item_facts& of) { return of.item.id; },
        [&](const item_facts& of) {
            made.push_back({location_on(of.item, asked.today), of.item.call_number, of.item.barcode, of.title.text,
                            from.library.branch(of.item.place).code, cell_of(of.item.seen_at),
                            cell_of(of.item.price), of.item.note});
        });
    return made;
}

} // namespace

lines damaged(report_source& from, const report_question& asked) {
    return items_in(from, asked, item_state::damaged);
}

lines missing(report_source& from, const report_question& asked) {
    return items_in(from, asked, item_state::missing);
}

lines never_lent(report_source& from, const report_question& asked) {
    const auto since = circulation::end_of_day(asked.since - std::chrono::days{1}, asked.here.time_zone);
    lines made;
    walk_after(
        storage::item_id{},
        [&](auto after) { return from.from.idle_items(asked.here.id, since, after, report_step); },
        [](const storage::idle_item& of) { return of.what.item.id; },
        [&](const storage::idle_item& of) {
            const auto& item = of.what.item;
            made.push_back({location_on(item, asked.today), item.call_number, item.barcode, of.what.title.text,
                            std::int64_t{of.what.title.year}, item.item_type, cell_of(of.lent_at),
                            cell_of(item.seen_at)});
        });
    return made;
}

} // namespace circ::tool::report_lines
