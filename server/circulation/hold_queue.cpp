#include "server/circulation/hold_queue.hpp"

#include "server/circulation/local_time.hpp"
#include "server/circulation/standing.hpp"

#include <algorithm>
#include <optional>

namespace circ::circulation {

using storage::hold_level;
using storage::hold_state;

bool is_wanted(const storage::hold& one, local_date today) {
    if (!storage::is_open(one.state) || (one.expires_on && *one.expires_on < today)) return false;
    // A suspended hold wakes by its date, whether or not the night's work has run.
    return one.state != hold_state::suspended || (one.suspended_until && *one.suspended_until <= today);
}

bool keeps_its_item(const storage::hold& one, local_date today) {
    if (one.state == hold_state::in_transit) return true;
    return one.state == hold_state::on_shelf && (!one.shelf_until || *one.shelf_until >= today);
}

bool has_lapsed(const storage::hold& one, local_date today) {
    if (storage::is_trapping(one.state)) return !keeps_its_item(one, today);
    return one.expires_on && *one.expires_on < today;
}

bool asks_for(const storage::hold& one, const storage::item& what) {
    if (one.title != what.title) return false;
    if (one.level == hold_level::item) return one.item == what.id;
    return one.level == hold_level::title || one.branch == what.branch;
}

bool may_have(const storage::patron& who, const terms& by, local_date today) {
    const auto age = age_on(who, today);
    return by.for_loan && (!age || *age >= by.minimum_age);
}

bool may_be_fetched_at(storage::branch_id pickup, const terms& by, const storage::item& what,
                       const library_facts& of, const policy& rules) {
    switch (by.hold_pickup) {
    case pickup_rule::anywhere: return true;
    case pickup_rule::group: return rules.are_grouped(of.branch(what.branch).code, of.branch(pickup).code);
    case pickup_rule::item_branch: return what.branch == pickup;
    case pickup_rule::nowhere: return false;
    }
    return false;
}

namespace {

/// The terms on which this copy goes to who waits; nullopt where it cannot, whether or not it is free.
std::optional<terms> terms_of_filling(storage::reader& from, const storage::hold& one, const storage::item& what,
                                      const library_facts& of, const policy& rules, local_date today) {
    if (!asks_for(one, what)) return std::nullopt;
    const auto who = from.find_patron(one.patron);
    if (!who) return std::nullopt;
    const auto by = rules.find(subject_of(&*who, &what, one.pickup, of, today));
    const bool can_fill = may_have(*who, by, today) && may_be_fetched_at(one.pickup, by, what, of, rules);
    return can_fill ? std::optional{by} : std::nullopt;
}

/// Whether holds fetched where the item is go before this one.
bool yields(const storage::hold& one, const terms& by, const storage::item& what, const library_facts& of,
            local_date today) {
    if (!by.local_first_days || one.pickup == what.place) return false;
    const auto waited = today - date_in(one.placed_at, of.branch(one.pickup).time_zone);
    return waited.count() < *by.local_first_days;
}

} // namespace

std::vector<storage::hold> holds_to_fill(storage::reader& from, const storage::item_facts& what,
                                         const library_facts& of, const policy& rules, local_date today,
                                         int most) {
    std::vector<storage::hold> found;
    std::vector<storage::hold> later;
    if (what.title.open_holds == 0) return found;
    constexpr int step = 50;
    for (int first = 0;; first += step) {
        const auto queue = from.queued_holds_of(what.title.id, {.first = first, .count = step});
        for (const auto& one : queue) {
            if (!is_wanted(one, today)) continue;
            const auto by = terms_of_filling(from, one, what.item, of, rules, today);
            if (!by) continue;
            (yields(one, *by, what.item, of, today) ? later : found).push_back(one);
            if (static_cast<int>(found.size()) == most) return found;
        }
        if (static_cast<int>(queue.size()) < step) break;
    }
    const auto room = std::min(static_cast<std::size_t>(most) - found.size(), later.size());
    found.insert(found.end(), later.begin(), later.begin() + static_cast<std::ptrdiff_t>(room));
    return found;
}

bool is_available(const storage::item_facts& what) {
    return what.item.state == storage::item_state::usable && !what.open_loan && !what.open_transit &&
           !what.trapping_hold;
}

bool is_on_pull_list(storage::reader& from, const storage::item_facts& what, std::vector<storage::hold> waiting,
                     const library_facts& of, const policy& rules, local_date today) {
    if (!is_available(what) || waiting.empty()) return false;
    constexpr storage::page copies{.first = 0, .count = 200};
    for (const auto& other : from.items_of(what.title.id, copies)) {
        if (other.id >= what.item.id || waiting.empty()) break;
        const auto facts = from.item_with_facts(other.id);
        if (!facts || !is_available(*facts)) continue;
        // What is kept from this reader, or fetched elsewhere alone, takes nobody's place.
        const auto served = std::ranges::find_if(waiting, [&](const storage::hold& one) {
            return terms_of_filling(from, one, other, of, rules, today).has_value();
        });
        if (served != waiting.end()) waiting.erase(served);
    }
    return !waiting.empty();
}

} // namespace circ::circulation
