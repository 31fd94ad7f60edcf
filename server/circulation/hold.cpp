#include "server/circulation/hold.hpp"

#include "server/circulation/desk_request.hpp"
#include "server/circulation/external_ids.hpp"
#include "server/circulation/hold_end.hpp"
#include "server/circulation/hold_queue.hpp"
#include "server/circulation/journal.hpp"
#include "server/circulation/local_time.hpp"
#include "server/circulation/loan_return.hpp"
#include "server/circulation/make_views.hpp"
#include "server/circulation/recall.hpp"
#include "server/circulation/standing.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::hold_level;
using storage::hold_state;
using storage::item_state;

constexpr std::string_view operation_place = "place_hold";
constexpr std::string_view operation_change = "change_hold";
constexpr std::string_view operation_cancel = "cancel_hold";
constexpr storage::page copies_looked_at{.first = 0, .count = 200};

bool level_allowed(const terms& by, hold_level level) { return (by.hold_levels.bits >> static_cast<int>(level) & 1) == 1; }

} // namespace

std::vector<reason> decide_hold(const hold_facts& facts, const place_hold& asked) {
    std::vector<reason> found = standing(facts.patron, facts.by,
                                         {.what = purpose::hold, .today = facts.today, .running = facts.running});
    if (facts.open_hold) found.push_back({.code = code::hold_duplicate});
    if (facts.has_loan) found.push_back({.code = code::hold_has_loan});
    if (facts.lacks_item) found.push_back({.code = code::request_incomplete, .field = "item"});
    if (!level_allowed(facts.by, asked.level))
        found.push_back({.code = code::hold_impossible});
    else if (!facts.can_be_filled)
        found.push_back(facts.pickup_refused ? reason{.code = code::pickup_not_allowed, .place = facts.pickup_refused->name}
                                             : reason{.code = code::hold_impossible});
    if (facts.on_shelf_at && facts.by.holds_available == shelf_holds::fetch)
        found.push_back({.code = code::hold_available_on_shelf, .place = facts.on_shelf_at->name});
    if (!facts.pickup_known) found.push_back({.code = code::pickup_unknown, .field = asked.pickup});
    if (facts.expiry_past) found.push_back({.code = code::hold_expiry_past});
    if (auto fee = fee_objection(facts.by.hold_fee, asked.agreed, asked.by)) found.push_back(std::move(*fee));
    return found;
}

namespace {

/// Patron and title of a hold request, with what was found of them shown.
struct hold_scene {
    scene at;
    std::optional<storage::hold> named; ///< by its key
    std::optional<storage::patron_facts> who;
    std::optional<storage::title> title;
    std::optional<storage::item_facts> item;
    hold_outcome made; ///< refused already when something was not found
};

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

template <class Operation>
hold_scene load_hold_scene(storage::reader& from, const Operation& asked, const surroundings& with) {
    const requester& by = asked.by;
    hold_scene found;
    found.at = load_scene(from, by, with);
    hold_key which;
    if constexpr (requires { asked.which; }) which = asked.which;
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

/// An absent pickup is the terminal's branch, else the patron's.
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

storage::hold make_hold(const hold_scene& in, const place_hold& asked, storage::branch_id pickup) {
    storage::hold made;
    made.institution = asked.by.institution;
    made.title = in.title->id;
    made.level = asked.level;
    if (asked.level == hold_level::item && in.item) made.item = in.item->item.id;
    if (asked.level == hold_level::branch) made.branch = pickup;
    made.patron = in.who->patron.id;
    made.pickup = pickup;
    made.expires_on = expiry_of(asked.expires, in.at);
    return made;
}

/// Of the copies those that this level is about: volumes of one title may be held one by one.
std::vector<storage::item> copies_for(storage::reader& from, const hold_scene& in, hold_level level) {
    if (level == hold_level::item && in.item) return {in.item->item};
    return from.items_of(in.title->id, copies_looked_at);
}

bool may_be_fetched(const scene& at, const surroundings& with, const terms& by, const storage::item& copy,
                    const storage::hold& wanted) {
    return !wanted.pickup || may_be_fetched_at(wanted.pickup, by, copy, *at.library, with.rules);
}

void look_at_copies(hold_facts& facts, storage::reader& from, const hold_scene& in, const surroundings& with,
                    const storage::hold& wanted) {
    const bool nobody_waits = in.title->open_holds == 0 || from.wanted_holds_of(in.title->id, in.at.today) == 0;
    for (const auto& copy : copies_for(from, in, wanted.level)) {
        const auto state = from.item_with_facts(copy.id);
        if (!state) continue;
        const terms by = terms_for(in.at, with, &in.who->patron, &copy, wanted.pickup);
        const bool gone = copy.state == item_state::withdrawn || copy.state == item_state::missing ||
                          (state->open_loan && state->open_loan->state == storage::loan_state::lost);
        if (state->open_loan && state->open_loan->patron == in.who->patron.id) facts.has_loan = true;
        if (gone || !asks_for(wanted, copy) || !may_have(in.who->patron, by, in.at.today)) continue;
        if (!facts.can_be_filled) facts.by = by; // of a copy that could be had
        if (!may_be_fetched(in.at, with, by, copy, wanted)) {
            facts.pickup_refused = make_place(in.at.branch(wanted.pickup));
            continue;
        }
        facts.can_be_filled = true;
        if (is_available(*state)) facts.a_copy_is_free = true;
        const bool free = is_available(*state) && nobody_waits;
        if (free && !facts.on_shelf_at) facts.on_shelf_at = make_place(in.at.branch(copy.place));
    }
}

/// The hold that is named, else the patron's on the title, unless it is over.
std::optional<storage::hold> standing_hold(storage::reader& from, const hold_scene& in) {
    auto hold = in.named ? in.named : from.open_hold_of(in.who->patron.id, in.title->id);
    if (hold && (!storage::is_open(hold->state) || has_lapsed(*hold, in.at.today))) return std::nullopt;
    return hold;
}

/// What is over makes room for a new hold; an item on the shelf stays named until it is cleared.
void close_lapsed(storage::unit_of_work& unit, const hold_scene& in, const requester& by, instant now) {
    if (const auto before = unit.open_hold_of(in.who->patron.id, in.title->id))
        static_cast<void>(close_hold(unit, *before, hold_state::lapsed, by, now));
}

/// Where policy says so, what is on loan is called back for a hold that no copy is free for.
void recall_for(storage::unit_of_work& unit, const hold_scene& in, const hold_facts& facts, const storage::hold& placed,
                const requester& by, const surroundings& with, hold_outcome& made) {
    if (facts.a_copy_is_free || !facts.by.recall_on_hold) return;
    auto found = find_recall(unit, in.at, with, in.who->patron, placed, placed.item);
    if (!found.plan) return;
    made.notices.push_back({.code = code::item_recalled, .at = found.plan->after.due_at});
    apply(unit, in.at, std::move(*found.plan), placed, by, with.now);
}

hold_facts load_facts(storage::reader& from, const hold_scene& in, const place_hold& asked, const surroundings& with,
                      const storage::hold& wanted) {
    hold_facts facts;
    facts.patron = *in.who;
    // Whether the night's work has closed what is over must not matter.
    if (in.who->patron.open_holds > 0)
        facts.patron.patron.open_holds = from.wanted_holds_of(in.who->patron.id, in.at.today);
    facts.by = terms_for(in.at, with, &in.who->patron, in.item ? &in.item->item : nullptr, asked.by.branch);
    facts.running = running_fees(from, *in.who, *in.at.library, with.now);
    facts.today = in.at.today;
    facts.open_hold = standing_hold(from, in);
    facts.lacks_item = asked.level == hold_level::item && asked.what.item.empty();
    facts.pickup_known = static_cast<bool>(wanted.pickup);
    facts.expiry_past = wanted.expires_on && *wanted.expires_on < in.at.today;
    look_at_copies(facts, from, in, with, wanted);
    return facts;
}

void show_hold(hold_outcome& made, storage::reader& from, const scene& at, const storage::hold& hold) {
    made.hold = hold.id;
    made.pickup = at.branch(hold.pickup).code;
    if (hold.expires_on) made.expires = end_of_day(*hold.expires_on, at.branch(hold.pickup).time_zone);
    if (!storage::is_open(hold.state) || storage::is_trapping(hold.state)) return; // served: it queues no more
    made.position = from.queue_position(hold, at.today);
    made.notices.push_back({.code = code::queue_position, .number = *made.position});
}

storage::event_id add_event(storage::unit_of_work& unit, const requester& by, const surroundings& with,
                            std::string_view kind, const storage::hold& hold) {
    storage::event event = make_event(unit, by, with.now, kind);
    event.patron = hold.patron;
    event.item = hold.trapped_item ? hold.trapped_item : hold.item;
    event.hold = hold.id;
    unit.add(event);
    return event.id;
}

} // namespace

namespace {

/// The hold that this very request placed before: by the journal while it is open, by its number for good.
std::optional<storage::hold> placed_before(storage::reader& from, const hold_scene& in, const place_hold& asked,
                                           const surroundings& with) {
    if (const auto entry = find_repeat(from, asked.by, with, operation_place)) {
        auto placed = from.find_hold(entry->hold);
        if (placed && storage::is_open(placed->state)) return placed;
    }
    auto placed = asked.request ? find_hold(from, asked.by.institution, {.id = {}, .request = asked.request}) : std::nullopt;
    const bool is_same = placed && in.who && placed->patron == in.who->patron.id && in.title && placed->title == in.title->id;
    return is_same ? placed : std::nullopt;
}

hold_outcome place_for_card(storage::unit_of_work& unit, const place_hold& asked, const surroundings& with) {
    hold_scene in = load_hold_scene(unit, asked, with);
    hold_outcome& made = in.made;
    if (const auto before = placed_before(unit, in, asked, with)) {
        made.result = verdict::done;
        made.reasons.clear();
        made.repeated = true;
        show_hold(made, unit, in.at, *before);
        return std::move(made);
    }
    if (!in.who || !in.title) return std::move(made);
    if (find_reference(unit, asked.by, storage::reference_kind::request, asked.request))
        made.reasons.push_back({.code = code::reference_taken, .field = asked.request.value});
    storage::hold wanted = make_hold(in, asked, pickup_of(unit, asked.by, asked.pickup, in.who->patron));
    const auto facts = load_facts(unit, in, asked, with, wanted);
    for (auto& each : decide_hold(facts, asked)) made.reasons.push_back(std::move(each));
    made.available = facts.on_shelf_at.has_value();
    if (facts.by.hold_fee.minor > 0) made.fee = fee_view{{}, storage::fee_kind::hold, facts.by.hold_fee};
    if (!made.reasons.empty()) {
        made.result = verdict::refused;
        return std::move(made);
    }
    close_lapsed(unit, in, asked.by, with.now);
    wanted.id = unit.new_id<storage::hold_id>();
    wanted.placed_at = with.now;
    wanted.rank = with.now.time_since_epoch().count();
    unit.add(wanted);
    keep_reference(unit, asked.by, with.now, storage::reference_kind::request, asked.request, {.hold = wanted.id});
    if (facts.by.hold_fee.minor > 0 && asked.by.rules->assesses_fees) {
        storage::fee fee;
        fee.id = unit.new_id<storage::fee_id>();
        fee.patron = wanted.patron;
        fee.kind = storage::fee_kind::hold;
        fee.amount = facts.by.hold_fee;
        fee.assessed_at = with.now;
        unit.add(fee);
        made.fee->fee_identifier = std::to_string(fee.id.value);
        made.notices.push_back({.code = code::fee_charged, .amount = fee.amount});
    }
    const auto event = add_event(unit, asked.by, with, "hold_placed", wanted);
    count_event(unit, asked.by, *in.at.library, with.now, {nullptr, &in.who->patron}, "hold_placed");
    record(unit, asked.by, with, operation_place, {.hold = wanted.id, .event = event});
    show_hold(made, unit, in.at, wanted);
    recall_for(unit, in, facts, wanted, asked.by, with, made);
    return std::move(made);
}

} // namespace

hold_outcome perform(storage::unit_of_work& unit, const place_hold& asked, const surroundings& with) {
    if (!asked.card.empty() && asked.by.branch) return place_for_card(unit, asked, with);
    place_hold theirs = asked;
    if (asked.card.empty()) theirs.card = card_or_partners(unit, asked.by, asked.card, asked.request);
    theirs.by = at_readers_branch(unit, asked.by, theirs.card);
    return place_for_card(unit, theirs, with);
}

namespace {

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

} // namespace

namespace {

/// Who names no branch stands where the hold is fetched, else where the reader belongs.
template <class Operation>
Operation standing_somewhere(storage::reader& from, Operation asked) {
    const auto named = asked.which ? find_hold(from, asked.by.institution, asked.which) : std::nullopt;
    asked.by = named ? at_branch(asked.by, named->pickup) : at_readers_branch(from, asked.by, asked.card);
    return asked;
}

} // namespace

hold_outcome perform(storage::unit_of_work& unit, const change_hold& asked, const surroundings& with) {
    if (!asked.by.branch)
        if (const auto there = standing_somewhere(unit, asked); there.by.branch) return perform(unit, there, with);
    hold_scene in = load_hold_scene(unit, asked, with);
    hold_outcome& made = in.made;
    if (!may_touch_holds(in)) return std::move(made);
    const auto before = standing_hold(unit, in);
    if (!before) made.reasons.push_back({.code = code::hold_not_found});
    storage::hold after = before.value_or(storage::hold{});
    if (!asked.pickup.empty()) {
        after.pickup = pickup_of(unit, asked.by, asked.pickup, in.who->patron);
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
        const auto event = add_event(unit, asked.by, with, event_hold_changed, after);
        record(unit, asked.by, with, operation_change, {.hold = after.id, .event = event});
    }
    show_hold(made, unit, in.at, after);
    return std::move(made);
}

hold_outcome perform(storage::unit_of_work& unit, const cancel_hold& asked, const surroundings& with) {
    if (!asked.by.branch)
        if (const auto there = standing_somewhere(unit, asked); there.by.branch) return perform(unit, there, with);
    hold_scene in = load_hold_scene(unit, asked, with);
    hold_outcome& made = in.made;
    if (!may_touch_holds(in)) return std::move(made);
    const auto before = standing_hold(unit, in);
    if (!before) {
        const auto entry = find_repeat(unit, asked.by, with, operation_cancel);
        const auto cancelled = entry ? unit.find_hold(entry->hold) : std::nullopt;
        made.repeated = (cancelled && cancelled->state == hold_state::cancelled) ||
                        (in.named && in.named->state == hold_state::cancelled);
        if (!made.repeated) {
            made.result = verdict::refused;
            made.reasons.push_back({.code = code::hold_not_found});
        }
        return std::move(made);
    }
    const auto after = close_hold(unit, *before, hold_state::cancelled, asked.by, with.now);
    const auto event = add_event(unit, asked.by, with, event_hold_cancelled, *before);
    count_event(unit, asked.by, *in.at.library, with.now, {nullptr, &in.who->patron}, event_hold_cancelled);
    record(unit, asked.by, with, operation_cancel, {.hold = after.id, .event = event});
    return std::move(made);
}

} // namespace circ::circulation
