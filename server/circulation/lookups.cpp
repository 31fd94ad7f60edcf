// What other systems look up besides patrons and single items: holds, all items of titles, the
// library itself.

#include "server/circulation/external_ids.hpp"
#include "server/circulation/hold_queue.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/make_views.hpp"
#include "server/circulation/scene.hpp"
#include "server/circulation/standing.hpp"

#include <algorithm>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::hold_state;

/// An answer carries no more, whatever is asked for.
constexpr int most_lines = 500;
constexpr storage::page waiting_shown{.first = 0, .count = 100};

/// The patron's hold on the title or item that is named, an open one.
std::optional<storage::hold>
hold_of_card(storage::reader& from, const hold_details& asked, const surroundings& with) {
    const auto& of = asked.by.institution;
    const auto who = from.patron_by_card(of, asked.card, with.now);
    if (!who) return std::nullopt;
    if (asked.what.item.empty()) {
        const auto title = from.title_by_control_number(of, asked.what.title);
        return title ? from.open_hold_of(who->patron.id, title->id) : std::nullopt;
    }
    const auto item = from.item_by_barcode(of, asked.what.item);
    return item ? from.open_hold_of(who->patron.id, item->title.id) : std::nullopt;
}

std::optional<storage::hold>
hold_asked_for(storage::reader& from, const hold_details& asked, const surroundings& with) {
    if (!asked.which) return hold_of_card(from, asked, with);
    auto found = find_hold(from, asked.by.institution, asked.which);
    if (!found || asked.card.empty()) return found;
    const auto card = from.find_card(asked.by.institution, asked.card);
    return card && card->patron == found->patron ? std::move(found) : std::nullopt;
}

void show_dates(hold_details_outcome& made, const storage::hold& hold, const storage::branch& pickup) {
    made.placed_at = hold.placed_at;
    if (hold.expires_on) made.expires = end_of_day(*hold.expires_on, pickup.time_zone);
    if (hold.state != hold_state::on_shelf) return;
    made.ready_at = hold.trapped_at;
    if (hold.shelf_until) made.shelf_until = end_of_day(*hold.shelf_until, pickup.time_zone);
}

void show_item_of(hold_details_outcome& made,
                  storage::reader& from,
                  const scene& at,
                  const surroundings& with,
                  const storage::hold& hold) {
    auto item = from.item_with_facts(hold.trapped_item ? hold.trapped_item : hold.item);
    if (item) made.barcode = item->item.barcode;
    if (!item) { // any copy tells what title it is
        const auto copies = from.items_of(hold.title, {.first = 0, .count = 1});
        if (!copies.empty()) item = from.item_with_facts(copies.front().id);
    }
    if (!item) return;
    const terms by = terms_for(at, with, nullptr, &item->item, hold.pickup);
    show_item(made, at, std::move(*item), by);
}

} // namespace

hold_details_outcome
perform(storage::reader& from, const hold_details& asked, const surroundings& with) {
    const auto hold = hold_asked_for(from, asked, with);
    if (!hold) return refused_with<hold_details_outcome>({{.code = code::hold_not_found}});
    requester by = asked.by;
    if (!by.branch) by.branch = hold->pickup;
    const scene at = load_scene(from, by, with);
    hold_details_outcome made;
    const auto who = from.patron_with_facts(hold->patron, with.now);
    if (who)
        if (auto pin = pin_objection(by, with, who->patron))
            return refused_with<hold_details_outcome>({std::move(*pin)});
    if (who) show_patron(made, at, who->patron);
    made.hold = hold->id;
    if (const auto known = from.reference_of(hold->id)) made.request = known->named;
    made.level = hold->level;
    const bool is_over = storage::is_open(hold->state) && has_lapsed(*hold, at.today);
    made.state = is_over ? hold_state::lapsed : hold->state;
    made.card = card_number_of(from, hold->patron);
    made.pickup = at.branch(hold->pickup).code;
    show_dates(made, *hold, at.branch(hold->pickup));
    if (storage::is_open(made.state) && !storage::is_trapping(made.state))
        made.position = from.queue_position(*hold, at.today);
    show_item_of(made, from, at, with, *hold);
    return made;
}

namespace {

/// Who has it, and who waits for it.
void show_people(title_items_outcome::line& made,
                 storage::reader& from,
                 const scene& at,
                 const storage::item_facts& item) {
    if (item.open_loan) made.borrower_card = card_number_of(from, item.open_loan->patron);
    if (item.title.open_holds == 0) return;
    for (const auto& each : from.queue_of(item.title.id, waiting_shown))
        if (asks_for(each, item.item) && !has_lapsed(each, at.today))
            made.waiting_cards.push_back(card_number_of(from, each.patron));
}

title_items_outcome::line line_of(storage::reader& from,
                                  const scene& at,
                                  const surroundings& with,
                                  storage::item_facts item,
                                  const title_items& asked) {
    title_items_outcome::line made;
    if (item.title.open_holds > 0)
        item.title.open_holds = from.wanted_holds_of(item.title.id, at.today);
    if (asked.with_people) show_people(made, from, at, item);
    const terms by = terms_for(at, with, nullptr, &item.item, asked.by.branch);
    made.item = make_item_view(std::move(item), *at.library, by, at.today);
    return made;
}

/// Items of one entry, at most `most` from its `first` on; nullopt where there is no such thing.
std::optional<std::vector<storage::item_facts>> items_of_entry(
    storage::reader& from, storage::institution_id of, const target& what, int first, int most) {
    std::vector<storage::item_facts> found;
    if (!what.item.empty()) {
        auto item = from.item_by_barcode(of, what.item);
        if (!item) return std::nullopt;
        if (first == 0 && most > 0) found.push_back(std::move(*item));
        return found;
    }
    const auto title = from.title_by_control_number(of, what.title);
    if (!title) return std::nullopt;
    for (const auto& each : from.items_of(title->id, {.first = first, .count = most}))
        if (auto item = from.item_with_facts(each.id)) found.push_back(std::move(*item));
    return found;
}

} // namespace

title_items_outcome
perform(storage::reader& from, const title_items& asked, const surroundings& with) {
    const scene at = load_scene(from, asked.by, with);
    const int most = std::clamp(asked.count, 1, most_lines);
    title_items_outcome made;
    items_place place = asked.from;
    const auto entries = static_cast<int>(asked.what.size());
    for (place.entry = std::max(place.entry, 0); place.entry < entries; ++place.entry) {
        const int room = most - static_cast<int>(made.lines.size());
        // One more than there is room for tells whether to go on here.
        auto found = items_of_entry(from,
                                    asked.by.institution,
                                    asked.what[static_cast<std::size_t>(place.entry)],
                                    std::max(place.first, 0),
                                    room + 1);
        if (!found) made.unknown.push_back(place.entry);
        auto items = std::move(found).value_or(std::vector<storage::item_facts>{});
        const bool goes_on = static_cast<int>(items.size()) > room;
        if (goes_on) items.resize(static_cast<std::size_t>(room));
        for (auto& each : items) {
            made.lines.push_back(line_of(from, at, with, std::move(each), asked));
            made.lines.back().entry = place.entry;
        }
        if (goes_on) {
            made.next = items_place{place.entry, std::max(place.first, 0) + room};
            return made;
        }
        place.first = 0;
    }
    if (!made.unknown.empty() && made.unknown.size() == asked.what.size()) {
        made.result = verdict::refused;
        const bool names_item = !asked.what.front().item.empty();
        made.reasons.push_back({.code = names_item ? code::item_unknown : code::title_unknown});
    }
    return made;
}

agency_outcome perform(storage::reader& from, const agency_details& asked, const surroundings& with) {
    const auto library = load_library(from, asked.by.institution);
    agency_outcome made;
    made.code = library->institution.code;
    made.name = library->institution.name;
    made.language = library->institution.language;
    made.money = {library->institution.currency, library->institution.decimals};
    for (const auto& each : library->branches)
        if (!each.closed_at) made.branches.push_back({make_place(each), each.address});
    made.categories = with.rules.patron_categories();
    return made;
}

} // namespace circ::circulation
