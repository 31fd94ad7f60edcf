// Two titles that are one become one.

#include "server/circulation/desk_catalogue.hpp"
#include "server/circulation/desk_request.hpp"
#include "server/circulation/title_number.hpp"
#include "server/circulation/trail.hpp"
#include "storage/titles.hpp"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;

constexpr storage::page all_copies{.first = 0, .count = 1'000'000};

void refuse(std::vector<reason>& found, std::string why) {
    found.push_back({.code = code::merge_impossible, .field = std::move(why)});
}

std::vector<storage::hold> open_holds_of(storage::reader& from, const storage::title& what) {
    return from.queue_of(what.id, {.first = 0, .count = std::max(what.open_holds, 1)});
}

/// By whom and how something is asked for: once of each title.
auto request_of(const storage::hold& one) {
    return std::tuple(one.patron, one.item, one.branch);
}

/// A reader may ask for a thing once, and would have two places in one queue.
void judge_holds(std::vector<reason>& found,
                 storage::reader& from,
                 const storage::title& goes,
                 const storage::title& stays) {
    const auto held = open_holds_of(from, stays);
    const auto is_twice = [&](const storage::hold& one) {
        return std::ranges::any_of(held, [&](const auto& each) { return request_of(each) == request_of(one); });
    };
    auto twice = open_holds_of(from, goes);
    std::erase_if(twice, std::not_fn(is_twice));
    if (twice.empty()) return;
    const std::string card = card_number_of(from, twice.front().patron);
    refuse(found, twice.size() == 1 ? "the reader of card " + card + " waits for both; cancel one of the holds first"
                                    : std::to_string(twice.size()) + " readers wait for both, the first with card " + card +
                                          "; cancel one of the holds of each first");
}

struct merged_titles {
    const storage::title& goes;
    const storage::title& stays;
};

/// With each copy that went over, as a title has no events of its own; one alone where there was none.
void leave_trail(storage::unit_of_work& unit,
                 const merge_titles& asked,
                 instant now,
                 const merged_titles& what,
                 const std::vector<storage::item>& copies) {
    short_form kept;
    kept.put("title", what.stays.id.value);
    kept.put("merged", what.goes.id.value);
    const auto tell = [&](const storage::item* copy) {
        storage::event event = make_event(
            unit, copy != nullptr ? at_branch(asked.by, copy->branch) : asked.by, now, "title_merged", asked.why);
        if (copy != nullptr) event.item = copy->id;
        event.detail = kept.text();
        unit.add(event);
    };
    for (const auto& each : copies)
        tell(&each);
    if (copies.empty()) tell(nullptr);
}

/// What another library system is still to be asked for names the title by its number.
bool is_ordered(storage::reader& from, const storage::title& what) {
    constexpr int step = 100;
    if (what.control_number.empty()) return false;
    for (const auto state : storage::unended_orders)
        for (storage::order_id after;;) {
            const auto some = from.orders_in(state, after, step);
            if (std::ranges::any_of(some, [&](const auto& each) {
                    return each.institution == what.institution && each.barcode == what.control_number;
                }))
                return true;
            if (static_cast<int>(some.size()) < step) break;
            after = some.back().id;
        }
    return false;
}

} // namespace

outcome judge(storage::reader& from, const merge_titles& asked) {
    std::vector<reason> against;
    demand(against, asked.why, "reason");
    const auto goes = title_known_as(from, asked.by.institution, asked.title);
    const auto stays = title_known_as(from, asked.by.institution, asked.into);
    if (!goes) against.push_back({.code = code::title_unknown, .field = asked.title});
    if (!stays) against.push_back({.code = code::title_unknown, .field = asked.into});
    if (goes && stays) {
        if (goes->id == stays->id) {
            refuse(against, "both numbers are one title's already");
        } else {
            if (stays->control_number.empty() && !goes->control_number.empty())
                refuse(against, asked.into + " has no control number, and " + asked.title + " would lose its own; merge them the other way round");
            judge_holds(against, from, *goes, *stays);
            if (is_ordered(from, *goes))
                refuse(against, "another library system is still to be asked for " + asked.title + " (circdesk outbox list)");
        }
    }
    return against.empty() ? outcome{} : refused_with<outcome>(std::move(against));
}

outcome perform(storage::unit_of_work& unit, const merge_titles& asked, const surroundings& with) {
    outcome made = judge(unit, asked);
    if (made.result != verdict::done) return made;

    const auto goes = title_known_as(unit, asked.by.institution, asked.title).value();
    const auto stays = title_known_as(unit, asked.by.institution, asked.into).value();
    const auto copies = unit.items_of(goes.id, all_copies);
    storage::title_unit(unit).merge(goes, stays);
    leave_trail(unit, asked, with.now, {goes, stays}, copies);
    return made;
}

} // namespace circ::circulation
