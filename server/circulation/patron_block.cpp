// What a device says about a card: 01 blocks it or is taken down, 25 lifts what a terminal blocked.

#include "server/circulation/patron_block.hpp"

#include "server/circulation/account.hpp"
#include "server/circulation/journal.hpp"
#include "server/circulation/perform.hpp"
#include "server/circulation/standing.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::block_kind;

constexpr std::string_view operation_block = "block_patron";
constexpr std::string_view operation_enable = "enable_patron";

using storage::card_state;

/// Nobody locks a town's readers out from one socket: what a terminal reports beyond so many blocks
/// an hour is only taken down.
constexpr int most_blocks = 20;
constexpr std::chrono::hours blocks_counted_for{1};

block_kind kind_of(storage::reader& from, const requester& by, instant now) {
    if (by.rules->block_patron != block_handling::block) return block_kind::note;
    const bool too_many = from.blocks_placed_by(by.terminal, now - blocks_counted_for) >= most_blocks;
    return too_many ? block_kind::note : block_kind::block;
}

bool stands_already(const storage::patron_facts& who, const requester& by, block_kind kind) {
    return std::ranges::any_of(who.blocks, [&](const auto& each) { return each.terminal == by.terminal && each.kind == kind; });
}

/// The card is in the machine, or was and has been given back; only a good one changes by that.
void set_card(storage::unit_of_work& unit, const storage::patron_facts& who, card_state from, card_state to, instant now) {
    if (!who.card || who.card->state != from) return;
    storage::card changed = *who.card;
    changed.state = to;
    changed.since = now;
    unit.change(changed);
}

void report(storage::unit_of_work& unit, const block_patron& asked, const surroundings& with,
            storage::patron_id whose, block_kind kind) {
    add_block(unit, asked.by, whose, kind, asked.reason.empty() ? "reported by a terminal" : asked.reason, with.now);
    storage::event event = make_event(unit, asked.by, with.now, placing_event(kind));
    event.patron = whose;
    unit.add(event);
    record(unit, asked.by, with, operation_block, {.event = event.id});
}

std::string name_of(const requester& by) { return by.operator_name.empty() ? by.terminal_login : by.operator_name; }

} // namespace

storage::block_id add_block(storage::unit_of_work& unit,
                            const requester& by,
                            storage::patron_id whose,
                            block_kind kind,
                            std::string why,
                            instant now) {
    storage::block made;
    made.id = unit.new_id<storage::block_id>();
    made.patron = whose;
    made.kind = kind;
    made.reason = std::move(why);
    made.placed_at = now;
    made.terminal = by.terminal;
    made.placed_by = name_of(by);
    unit.add(made);
    return made.id;
}

void lift(storage::unit_of_work& unit, storage::block standing, const requester& by, instant now) {
    standing.lifted_at = now;
    standing.lifted_by = name_of(by);
    unit.change(standing);
}

std::string_view placing_event(block_kind kind) noexcept {
    return kind == block_kind::block ? "patron_blocked" : "patron_noted";
}

namespace {

/// All flags are told of a card nobody has: it may do nothing.
outcome unknown_card() {
    auto made = refused_with<outcome>({{.code = code::patron_unknown}});
    made.patron = patron_view{};
    return made;
}

} // namespace

outcome perform(storage::unit_of_work& unit, const block_patron& asked, const surroundings& with) {
    const requester& by = asked.by;
    auto who = unit.patron_by_card(by.institution, asked.card, with.now);
    if (!who) return unknown_card();
    const scene at = load_scene(unit, by, with);
    outcome made;
    if (by.rules->block_patron != block_handling::ignore) {
        // One standing block of a terminal is enough, whatever it repeats; the same for a note.
        made.repeated = stands_already(*who, by, block_kind::block);
        const auto kind = made.repeated ? block_kind::block : kind_of(unit, by, with.now);
        made.repeated = made.repeated || stands_already(*who, by, kind);
        if (!made.repeated) report(unit, asked, with, who->patron.id, kind);
        if (asked.card_retained) set_card(unit, *who, card_state::good, card_state::retained, with.now);
        who = unit.patron_by_card(by.institution, asked.card, with.now);
        made.notices.push_back({.code = kind == block_kind::block ? code::patron_blocked : code::card_noted});
    }
    // The card is in the machine, its owner may not be.
    made.patron = only_flags(make_account_view(unit, at, by, with, std::move(*who)));
    return made;
}

outcome perform(storage::unit_of_work& unit, const enable_patron& asked, const surroundings& with) {
    const requester& by = asked.by;
    auto who = unit.patron_by_card(by.institution, asked.card, with.now);
    if (!who) return unknown_card();
    const scene at = load_scene(unit, by, with);
    outcome made;
    if (!by.rules->may_enable_patron) made.reasons.push_back({.code = code::not_permitted});
    if (auto pin = pin_refusal(with.pin, *by.rules, by.pin_proved_before, who->patron.pin_locked_until))
        made.reasons.push_back(std::move(*pin));
    if (!made.reasons.empty()) {
        made.result = verdict::refused;
        made.patron = only_flags(make_account_view(unit, at, by, with, std::move(*who)));
        return made;
    }
    bool lifted = false;
    for (const auto& each : who->blocks) {
        if (!each.terminal) continue; // what staff placed, staff lifts
        lift(unit, each, by, with.now);
        lifted = true;
    }
    if (lifted) {
        storage::event event = make_event(unit, by, with.now, "patron_enabled");
        event.patron = who->patron.id;
        unit.add(event);
        record(unit, by, with, operation_enable, {.event = event.id});
    }
    set_card(unit, *who, card_state::retained, card_state::good, with.now);
    who = unit.patron_by_card(by.institution, asked.card, with.now);
    made.repeated = !lifted;
    const bool still_blocked = std::ranges::any_of(who->blocks, [](const auto& b) { return b.kind == block_kind::block; });
    made.patron = make_account_view(unit, at, by, with, std::move(*who));
    made.notices.push_back({.code = still_blocked ? code::patron_blocked : code::card_enabled});
    return made;
}

} // namespace circ::circulation
