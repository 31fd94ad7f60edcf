#include "server/circulation/stocktaking.hpp"

#include "server/circulation/desk_items.hpp"
#include "server/circulation/shelf_order.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace circ::circulation {

using storage::item_facts;
using storage::item_state;
using storage::scan_finding;
using storage::stock_count;

namespace {

struct finding_row {
    std::string_view name;
    std::string_view advice;
};
// In the order of the enumerators.
constexpr std::array<finding_row, storage::scan_finding_count> finding_rows{{
    {"expected", ""},
    {"wrong place", "take it to where it belongs"},
    {"on loan", "take it back: `circdesk desk`, or any return device"},
    {"on the hold shelf", "bring it back to the hold shelf"},
    {"in transit", "return it, so that it arrives"},
    {"was missing", "nothing: the count finds it"},
    {"not to be lent", "put it aside: `circdesk item show` says why"},
    {"unknown", "put it aside: it is not in the catalogue"},
}};

const finding_row& row_of(scan_finding what) noexcept {
    return finding_rows[static_cast<std::size_t>(what)];
}

bool belongs_here(const stock_count& in, const storage::item& what) {
    const auto today = day_of(in);
    return what.branch == in.branch && (in.location.empty() || location_on(what, today) == in.location) &&
           (in.collection.empty() || what.collection == in.collection) &&
           (in.item_type.empty() || type_on(what, today) == in.item_type) &&
           is_on_stretch(what.call_number, in.first_call_number, in.last_call_number);
}

/// Not lent, under way, kept for somebody, or anything but in order.
bool should_stand_on_its_shelf(const item_facts& what) {
    return what.item.state == item_state::usable && !what.open_loan && !what.open_transit &&
           !what.trapping_hold;
}

bool was_seen_since(const stock_count& in, const storage::item& what) {
    return what.seen_at && *what.seen_at >= in.frozen_at;
}

} // namespace

std::string_view name_of(scan_finding what) noexcept {
    return row_of(what).name;
}
std::string_view advice_for(scan_finding what) noexcept {
    return row_of(what).advice;
}

scan_finding judge_scan(const stock_count& in, const std::optional<item_facts>& what) {
    if (!what) return scan_finding::unknown;
    if (what->item.state == item_state::missing) return scan_finding::was_missing;
    if (what->open_loan) return scan_finding::on_loan;
    if (what->open_transit) return scan_finding::in_transit;
    if (what->trapping_hold) return scan_finding::on_hold_shelf;
    if (what->item.state != item_state::usable) return scan_finding::not_usable;
    return belongs_here(in, what->item) ? scan_finding::expected : scan_finding::wrong_place;
}

std::optional<stock_count>
start_count(storage::unit_of_work& unit, stock_count scope, const requester& by, instant now) {
    if (unit.find_stock_count(by.institution, scope.name)) return std::nullopt;
    scope.id = unit.new_id<storage::count_id>();
    scope.institution = by.institution;
    scope.branch = by.branch;
    scope.frozen_at = now;
    scope.started_by = by.operator_name;
    unit.add(scope);
    return scope;
}

scanned scan(storage::unit_of_work& unit,
             const stock_count& in,
             const std::string& barcode,
             const requester& by,
             std::string_view stands_after,
             instant now) {
    scanned made{.scan = {}, .item = unit.item_by_barcode(in.institution, barcode)};
    if (auto before = unit.find_scan(in.id, barcode)) {
        made.again = true;
        made.scan = *std::move(before);
        ++made.scan.times;
        unit.change(made.scan);
    } else {
        made.scan = {.id = unit.new_id<storage::scan_id>(),
                     .count = in.id,
                     .barcode = barcode,
                     .item = made.item ? made.item->item.id : storage::item_id{},
                     .finding = judge_scan(in, made.item),
                     .out_of_order =
                         made.item && shelf_key(made.item->item.call_number) < stands_after,
                     .at = now,
                     .by = by.operator_name.empty() ? by.terminal_login : by.operator_name};
        unit.add(made.scan);
    }
    if (made.item) static_cast<void>(unit.see(made.item->item.id, in.branch, now));
    return made;
}

void scan_in_open_counts(storage::unit_of_work& unit, const std::string& barcode, const requester& by, instant at) {
    auto open = unit.open_stock_counts(by.institution, by.branch);
    std::erase_if(open, [at](const stock_count& each) { return each.frozen_at > at; });
    if (open.empty()) return;
    const auto item = unit.item_by_barcode(by.institution, barcode);
    const auto has_it = [&item](const stock_count& each) { return item && belongs_here(each, item->item); };
    const bool belongs_somewhere = std::ranges::any_of(open, has_it);
    for (const auto& each : open)
        if (!belongs_somewhere || has_it(each)) static_cast<void>(scan(unit, each, barcode, by, {}, at));
}

unseen_page unseen(storage::reader& from, const stock_count& in, storage::item_id after, int most) {
    unseen_page page{.items = from.shelved_items(in, true, after, most), .last = after};
    page.more = static_cast<int>(page.items.size()) == most;
    if (!page.items.empty()) page.last = page.items.back().item.id;
    std::erase_if(page.items, [&](const item_facts& each) {
        return !is_on_stretch(each.item.call_number, in.first_call_number, in.last_call_number);
    });
    return page;
}

std::optional<settled> settle(storage::unit_of_work& unit,
                              const stock_count& in,
                              storage::item_id what,
                              settling_of_count how,
                              const requester& by,
                              const surroundings& with) {
    const auto now_is = unit.item_with_facts(what);
    if (!now_is) return std::nullopt;
    const bool applies =
        how == settling_of_count::missing
            ? should_stand_on_its_shelf(*now_is) && !was_seen_since(in, now_is->item) &&
                  !unit.is_changed_since(now_is->item, in.frozen_at)
            : now_is->item.state == item_state::missing;
    if (!applies) return std::nullopt;
    settled made{.barcode = now_is->item.barcode,
                 .before = now_is->item.state,
                 .after =
                     how == settling_of_count::missing ? item_state::missing : item_state::usable,
                 .event = {}};
    const set_item_state asked{
        .by = by, .item = made.barcode, .to = made.after, .why = "count " + in.name};
    if (perform(unit, asked, with).result != verdict::done) return std::nullopt;
    if (const auto event = unit.last_event_of(what)) made.event = event->id;
    return made;
}

bool unsettle(storage::unit_of_work& unit,
              const settled& what,
              const requester& by,
              const std::string& why,
              const surroundings& with) {
    const auto now_is = unit.item_by_barcode(by.institution, what.barcode);
    if (!now_is || now_is->item.state != what.after) return false;
    const auto last = unit.last_event_of(now_is->item.id);
    if (!last || last->id != what.event) return false;
    const set_item_state asked{.by = by, .item = what.barcode, .to = what.before, .why = why};
    return perform(unit, asked, with).result == verdict::done;
}

} // namespace circ::circulation
