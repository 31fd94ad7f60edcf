// What a device says about a card: 01 blocks it or is taken down, 25 lifts what a terminal blocked.

#include "server/circulation/account.hpp"
#include "server/circulation/journal.hpp"
#include "server/circulation/perform.hpp"
#include "server/circulation/standing.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::block_kind;

constexpr std::string_view operation_block = "block_patron";
constexpr std::string_view operation_enable = "enable_patron";

void show_account(outcome& made, storage::reader& from, const scene& at, const surroundings& with, const storage::patron_facts& who) {
    made.patron = make_account_view(from, at, with, who);
}

block_kind kind_of(const device_rules& rules) {
    return rules.block_patron == block_handling::block ? block_kind::block : block_kind::note;
}

bool stands_already(const storage::patron_facts& who, const requester& by, block_kind kind) {
    return std::ranges::any_of(who.blocks, [&](const auto& each) { return each.terminal == by.terminal && each.kind == kind; });
}

void add_block(storage::unit_of_work& unit, const block_patron& asked, const surroundings& with, storage::patron_id whose) {
    storage::block made;
    made.id = unit.new_id<storage::block_id>();
    made.patron = whose;
    made.kind = kind_of(*asked.by.rules);
    made.reason = asked.reason.empty() ? "reported by a terminal" : asked.reason;
    if (asked.card_retained) made.reason += " (card retained)";
    made.placed_at = with.now;
    made.terminal = asked.by.terminal;
    made.placed_by = asked.by.operator_name.empty() ? asked.by.terminal_login : asked.by.operator_name;
    unit.add(made);
    storage::event event = make_event(unit, asked.by, with.now, made.kind == block_kind::block ? "patron_blocked" : "patron_noted");
    event.patron = whose;
    unit.add(event);
    record(unit, asked.by, with, operation_block, {.event = event.id});
}

} // namespace

outcome perform(storage::unit_of_work& unit, const block_patron& asked, const surroundings& with) {
    const requester& by = asked.by;
    auto who = unit.patron_by_card(by.institution, asked.card, with.now);
    if (!who) {
        auto made = refused_with<outcome>({{.code = code::patron_unknown}});
        made.patron = patron_view{};
        return made;
    }
    const scene at = load_scene(unit, by, with);
    outcome made;
    const bool ignored = by.rules->block_patron == block_handling::ignore;
    // One standing report of a terminal is enough, whatever it repeats.
    made.repeated = !ignored && stands_already(*who, by, kind_of(*by.rules));
    if (!ignored && !made.repeated) {
        add_block(unit, asked, with, who->patron.id);
        who = unit.patron_by_card(by.institution, asked.card, with.now);
    }
    show_account(made, unit, at, with, *who);
    made.patron = only_flags(*made.patron); // the card is in the machine, its owner may not be
    const bool blocks = by.rules->block_patron == block_handling::block;
    made.notices.push_back({.code = blocks ? code::patron_blocked : code::card_noted});
    return made;
}

outcome perform(storage::unit_of_work& unit, const enable_patron& asked, const surroundings& with) {
    const requester& by = asked.by;
    auto who = unit.patron_by_card(by.institution, asked.card, with.now);
    if (!who) {
        auto made = refused_with<outcome>({{.code = code::patron_unknown}});
        made.patron = patron_view{};
        return made;
    }
    const scene at = load_scene(unit, by, with);
    outcome made;
    if (!by.rules->may_enable_patron) made.reasons.push_back({.code = code::not_permitted});
    if (auto pin = pin_refusal(with.pin, *by.rules, by.pin_proved_before, who->patron.pin_locked_until))
        made.reasons.push_back(std::move(*pin));
    if (!made.reasons.empty()) {
        made.result = verdict::refused;
        show_account(made, unit, at, with, *who);
        made.patron = only_flags(*made.patron);
        return made;
    }
    bool lifted = false;
    for (auto each : who->blocks) {
        if (!each.terminal) continue; // what staff placed, staff lifts
        each.lifted_at = with.now;
        each.lifted_by = by.operator_name.empty() ? by.terminal_login : by.operator_name;
        unit.change(each);
        lifted = true;
    }
    if (lifted) {
        storage::event event = make_event(unit, by, with.now, "patron_enabled");
        event.patron = who->patron.id;
        unit.add(event);
        record(unit, by, with, operation_enable, {.event = event.id});
        who = unit.patron_by_card(by.institution, asked.card, with.now);
    }
    made.repeated = !lifted;
    show_account(made, unit, at, with, *who);
    const bool still_blocked = std::ranges::any_of(who->blocks, [](const auto& b) { return b.kind == block_kind::block; });
    made.notices.push_back({.code = still_blocked ? code::patron_blocked : code::card_enabled});
    return made;
}

} // namespace circ::circulation
