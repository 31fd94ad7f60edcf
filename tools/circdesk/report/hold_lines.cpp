#include "server/circulation/hold_lists.hpp"
#include "server/circulation/hold_queue.hpp"
#include "storage/isbn.hpp"
#include "tools/circdesk/report/lines.hpp"
#include "tools/circdesk/report/pages.hpp"
#include "tools/circdesk/rules.hpp"
#include "tools/circdesk/wording.hpp"

#include <algorithm>
#include <functional>
#include <optional>

namespace circ::tool::report_lines {

namespace {

using storage::hold;
using storage::hold_state;

/// Why what a hold has trapped is to be taken off its shelf.
std::string why_to_clear(const storage::hold_line& of, storage::local_date today) {
    const bool moved = of.hold.state == hold_state::on_shelf && circulation::keeps_its_item(of.hold, today);
    if (moved) return "to be fetched at " + of.pickup;
    return storage::is_open(of.hold.state) ? "its time is over" : std::string(in_words(of.hold.state));
}

/// Why a copy can never serve a hold; nothing when it can, now or when it is back.
std::optional<std::string> objection_of(report_source& from, const circulation::policy& rules, const hold& of,
                                        const storage::patron& who, const storage::item& copy,
                                        storage::local_date today) {
    using storage::item_state;
    if (copy.state == item_state::missing || copy.state == item_state::withdrawn ||
        copy.state == item_state::damaged)
        return std::string(in_words(copy.state));
    const auto facts = from.from.item_with_facts(copy.id);
    if (facts && facts->open_loan && facts->open_loan->state == storage::loan_state::lost) return "lost";
    const auto terms = rules.find(circulation::subject_of(&who, &copy, of.pickup, from.library, today));
    if (!circulation::may_have(who, terms, today)) return "not lent to this reader";
    if (!circulation::may_be_fetched_at(of.pickup, terms, copy, from.library, rules))
        return "not fetched at " + from.library.branch(of.pickup).code;
    return std::nullopt;
}

/// Why no copy can ever serve a hold, each cause once; nothing when one can.
std::optional<std::string> why_unfillable(report_source& from, const circulation::policy& rules, const hold& of,
                                          const storage::patron& who, storage::local_date today) {
    constexpr storage::page all_copies{.first = 0, .count = report_step};
    std::vector<std::string> causes;
    for (const auto& copy : from.from.items_of(of.title, all_copies)) {
        if (!circulation::asks_for(of, copy)) continue;
        auto cause = objection_of(from, rules, of, who, copy, today);
        if (!cause) return std::nullopt;
        if (std::ranges::find(causes, *cause) == causes.end()) causes.push_back(std::move(*cause));
    }
    std::string told;
    for (const auto& each : causes)
        told.append(told.empty() ? "" : ", ").append(each);
    return told.empty() ? "no copy" : told;
}

} // namespace

lines pull_list(report_source& from, const report_question& asked) {
    const auto rules = policy_of(from.with);
    lines made;
    constexpr storage::page all{.first = 0, .count = 1'000'000}; // else each window is walked from the first
    for (const auto& each : circulation::pull_list(from.from, from.library, rules, asked.here.id, asked.today, all)) {
        const auto& item = each.item.item;
        made.push_back({location_on(item, asked.today), item.call_number, item.barcode, each.item.title.text,
                        from.library.branch(each.next.pickup).code,
                        circulation::card_number_of(from.from, each.next.patron), std::int64_t{each.waiting}});
    }
    return made;
}

lines holds_to_clear(report_source& from, const report_question& asked) {
    lines made;
    walk_pages([&](auto which) { return from.from.holds_to_clear(asked.here.id, asked.today, which); },
               [&](const storage::hold_line& of) {
                   const auto what = from.from.find_item(of.hold.trapped_item);
                   if (!what) return;
                   made.push_back({location_on(*what, asked.today), what->call_number, of.barcode, of.title,
                                   circulation::card_number_of(from.from, of.hold.patron),
                                   of.hold.shelf_until ? report_cell(*of.hold.shelf_until) : report_cell(),
                                   why_to_clear(of, asked.today)});
               });
    return made;
}

lines holds_unfillable(report_source& from, const report_question& asked) {
    const auto rules = policy_of(from.with);
    lines made;
    walk_after(
        storage::due_place{},
        [&](auto after) { return from.from.holds_waiting(asked.here.id, after, report_step); },
        [](const hold& of) { return storage::due_place{of.placed_at.time_since_epoch().count(), of.id.value}; },
        [&](const hold& of) {
            const auto who = from.from.find_patron(of.patron);
            const auto title = from.from.find_title(of.title);
            if (!who || !title || circulation::has_lapsed(of, asked.today)) return;
            const auto why = why_unfillable(from, rules, of, *who, asked.today);
            if (!why) return;
            made.push_back({std::to_string(of.id.value), of.placed_at,
                            circulation::card_number_of(from.from, who->id), title->control_number, title->text,
                            *why});
        });
    return made;
}

lines holds_per_copy(report_source& from, const report_question& asked) {
    lines made;
    walk_after(
        storage::title_id{},
        [&](auto after) {
            return from.from.wanted_titles(from.library.institution.id, asked.more_than, after, report_step);
        },
        [](const storage::wanted_title& of) { return of.title.id; },
        [&](const storage::wanted_title& of) {
            made.push_back({of.title.control_number, of.title.text, of.title.author, std::string(storage::first_isbn(of.title.isbn)),
                            std::int64_t{of.title.open_holds}, std::int64_t{of.copies}});
        });
    std::ranges::stable_sort(made, std::ranges::greater{}, [](const report_line& of) {
        return std::get<std::int64_t>(of[4]); // what most wait for stands first
    });
    return made;
}

lines transits_late(report_source& from, const report_question& asked) {
    lines made;
    walk_pages([&](auto which) { return from.from.transits_to(asked.here.id, which); },
               [&](const storage::transit_line& of) {
                   const auto days = asked.days_since(of.transit.sent_at);
                   if (days <= asked.days) return;
                   const auto behind = from.from.find_hold(of.transit.hold);
                   const bool is_for_reader = behind && storage::is_open(behind->state);
                   made.push_back({of.barcode, of.title, from.library.branch(of.transit.from).code,
                                   of.transit.sent_at, days,
                                   is_for_reader ? circulation::card_number_of(from.from, behind->patron)
                                                 : std::string()});
               });
    return made;
}

} // namespace circ::tool::report_lines
