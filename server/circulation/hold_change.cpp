#include "server/circulation/desk_request.hpp"
#include "server/circulation/external_ids.hpp"
#include "server/circulation/hold_end.hpp"
#include "server/circulation/hold_queue.hpp"
#include "server/circulation/hold_scene.hpp"
#include "server/circulation/journal.hpp"
#include "server/circulation/standing.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::hold_state;

constexpr std::string_view operation_change = "change_hold";
constexpr std::string_view operation_cancel = "cancel_hold";

/// A lost card opens nobody's holds; all else that speaks against the patron does not matter here.
/// @return false: refused, with its reasons
bool may_touch_holds(hold_scene& in) {
    if (in.who)
        if (auto card = card_refusal(*in.who)) in.made.reasons.push_back(std::move(*card));
    if (!in.made.reasons.empty()) in.made.result = verdict::refused;
    return in.made.reasons.empty();
}

/// Whether the copy kept for the hold, or any that could fill it, may be fetched where it is to be now.
bool may_be_moved(storage::reader& from, const hold_scene& in, const surroundings& with, const storage::hold& wanted) {
    const auto trapped = wanted.trapped_item ? from.find_item(wanted.trapped_item) : std::nullopt;
    const auto copies = trapped ? std::vector{*trapped} : from.items_of(in.title->id, copies_looked_at);
    return std::ranges::any_of(copies, [&](const auto& copy) {
        return asks_for(wanted, copy) &&
               may_be_fetched(in.at, with, terms_for(in.at, with, &in.who->patron, &copy, wanted.pickup), copy, wanted);
    });
}

/// Who names no branch stands where the hold is fetched, else where the reader belongs.
template <class Operation>
Operation standing_somewhere(storage::reader& from, Operation asked) {
    const auto named = asked.which ? find_hold(from, asked.by.institution, asked.which) : std::nullopt;
    asked.by = named ? at_branch(asked.by, named->pickup) : at_readers_branch(from, asked.by, asked.card);
    return asked;
}

/// A hold that is to be changed or to end, and by whom: from where it is asked, as far as that is known.
struct hold_in_question {
    requester by;
    hold_scene in;                       ///< refused already when nobody may touch it
    std::optional<storage::hold> before; ///< nothing: it does not stand
};

template <class Operation>
hold_in_question load_hold_in_question(storage::reader& from, const Operation& asked, const surroundings& with) {
    if (!asked.by.branch)
        if (const auto there = standing_somewhere(from, asked); there.by.branch) return load_hold_in_question(from, there, with);
    hold_in_question found{.by = asked.by, .in = load_hold_scene(from, asked, with), .before = {}};
    if (may_touch_holds(found.in)) found.before = standing_hold(from, found.in);
    return found;
}

} // namespace

hold_outcome perform(storage::unit_of_work& unit, const change_hold& asked, const surroundings& with) {
    auto [by, in, before] = load_hold_in_question(unit, asked, with);
    hold_outcome& made = in.made;
    if (!made.reasons.empty()) return std::move(made);
    if (!before) made.reasons.push_back({.code = code::hold_not_found});
    storage::hold after = before.value_or(storage::hold{});
    if (!asked.pickup.empty()) {
        after.pickup = pickup_of(unit, by, asked.pickup, in.who->patron);
        if (!after.pickup)
            made.reasons.push_back({.code = code::pickup_unknown, .field = asked.pickup});
        else if (before && after.pickup != before->pickup && !may_be_moved(unit, in, with, after))
            made.reasons.push_back({.code = code::pickup_not_allowed, .place = in.at.branch(after.pickup).name});
    }
    if (asked.expires) {
        after.expires_on = expiry_of(asked.expires, in.at);
        if (*after.expires_on < in.at.today) made.reasons.push_back({.code = code::hold_expiry_past});
    }
    if (!made.reasons.empty()) {
        made.result = verdict::refused;
        return std::move(made);
    }
    made.repeated = after.pickup == before->pickup && after.expires_on == before->expires_on;
    if (!made.repeated) {
        unit.change(*before, after); // a trapped copy is sent on at its next scan
        const auto event = add_hold_event(unit, by, with, event_hold_changed, after);
        record(unit, by, with, operation_change, {.hold = after.id, .event = event});
    }
    show_hold(made, unit, in.at, after);
    return std::move(made);
}

hold_outcome perform(storage::unit_of_work& unit, const cancel_hold& asked, const surroundings& with) {
    auto [by, in, before] = load_hold_in_question(unit, asked, with);
    hold_outcome& made = in.made;
    if (!made.reasons.empty()) return std::move(made);
    if (!before) {
        const auto entry = find_repeat(unit, by, with, operation_cancel);
        const auto cancelled = entry ? unit.find_hold(entry->hold) : std::nullopt;
        made.repeated = (cancelled && cancelled->state == hold_state::cancelled) ||
                        (in.named && in.named->state == hold_state::cancelled);
        if (!made.repeated) {
            made.result = verdict::refused;
            made.reasons.push_back({.code = code::hold_not_found});
        }
        return std::move(made);
    }
    const auto after = close_hold(unit, *before, hold_state::cancelled, by, with.now);
    const auto event = add_hold_event(unit, by, with, event_hold_cancelled, *before);
    count_event(unit, by, *in.at.library, with.now, {nullptr, &in.who->patron}, event_hold_cancelled);
    record(unit, by, with, operation_cancel, {.hold = after.id, .event = event});
    return std::move(made);
}

} // namespace circ::circulation
