#include "server/circulation/desk_request.hpp"
#include "server/circulation/external_ids.hpp"
#include "server/circulation/hold.hpp"
#include "server/circulation/hold_end.hpp"
#include "server/circulation/hold_queue.hpp"
#include "server/circulation/hold_scene.hpp"
#include "server/circulation/journal.hpp"
#include "server/circulation/make_views.hpp"
#include "server/circulation/recall.hpp"
#include "server/circulation/trail.hpp"

#include <utility>
#include <vector>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::hold_level;
using storage::hold_state;
using storage::item_state;

constexpr std::string_view operation_place = "place_hold";

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
    if (!asked.by.rules->assesses_fees) facts.by.hold_fee = {}; // another book charges it
    return facts;
}

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
    if (made.fee) {
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
    const auto event = add_hold_event(unit, asked.by, with, "hold_placed", wanted);
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

} // namespace circ::circulation
