// Blocks, notes, PINs and the cards they lock, messages and guarantors.

#include "server/circulation/desk_request.hpp"
#include "server/circulation/patron_block.hpp"
#include "server/circulation/pin_tries.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::block_kind;

desk_outcome done_for(const desk_patron& of) {
    desk_outcome made;
    made.whose = of.who->patron.id;
    return made;
}

/// Tells what became of the patron; `name` and `id` are of the row it is about.
void tell(storage::unit_of_work& unit,
          const desk_patron& of,
          const surroundings& with,
          std::string_view kind,
          std::string_view why,
          std::string_view name = {},
          std::int64_t id = 0) {
    storage::event event = make_event(unit, of.by, with.now, kind, why);
    event.patron = of.who->patron.id;
    short_form kept;
    if (id != 0) kept.put(name, id);
    event.detail = kept.text();
    unit.add(event);
}

bool is_locked(const storage::patron& who) {
    return who.pin_failures > 0 || who.pin_locked_until.has_value();
}

/// What stands against this person answering for the patron; nullopt if nothing does.
std::optional<code> objection(const storage::patron& who, const storage::patron& guarantor) {
    if (guarantor.id == who.id || guarantor.guarantor == who.id) return code::guarantor_impossible;
    if (guarantor.id == who.guarantor) return code::already_so;
    return std::nullopt;
}

} // namespace

desk_outcome
perform(storage::unit_of_work& unit, const place_block& asked, const surroundings& with) {
    auto found = find_patron(unit, asked.by, asked.card, with.now);
    demand(found.reasons, asked.why, "reason");
    if (!found.reasons.empty()) return refused_with<desk_outcome>(std::move(found.reasons));
    auto made = done_for(found);
    made.made = add_block(unit, found.by, made.whose, asked.kind, asked.why, with.now).value;
    tell(unit, found, with, placing_event(asked.kind), asked.why, "block", made.made);
    return made;
}

desk_outcome
perform(storage::unit_of_work& unit, const lift_block& asked, const surroundings& with) {
    auto found = find_patron(unit, asked.by, asked.card, with.now);
    demand(found.reasons, asked.why, "reason");
    std::vector<storage::block> standing;
    if (found.who) {
        std::ranges::copy_if(
            found.who->blocks, std::back_inserter(standing), [&](const auto& each) {
                return asked.block ? each.id == asked.block : each.kind == block_kind::block;
            });
        if (standing.empty()) found.reasons.push_back({.code = code::already_so});
    }
    if (!found.reasons.empty()) return refused_with<desk_outcome>(std::move(found.reasons));
    for (const auto& each : standing) {
        lift(unit, each, found.by, with.now);
        tell(unit, found, with, "block_lifted", asked.why, "block", each.id.value);
    }
    return done_for(found);
}

desk_outcome
perform(storage::unit_of_work& unit, const unlock_pin& asked, const surroundings& with) {
    auto found = find_patron(unit, asked.by, asked.card, with.now);
    demand(found.reasons, asked.why, "reason");
    if (found.who && !is_locked(found.who->patron))
        found.reasons.push_back({.code = code::already_so});
    if (!found.reasons.empty()) return refused_with<desk_outcome>(std::move(found.reasons));
    forget_wrong_pins(unit, found.who->patron.id);
    tell(unit, found, with, "pin_unlocked", asked.why);
    return done_for(found);
}

desk_outcome perform(storage::unit_of_work& unit, const set_pin& asked, const surroundings& with) {
    auto found = find_patron(unit, asked.by, asked.card, with.now);
    demand(found.reasons, asked.why, "reason");
    const bool removes = asked.verifier.empty();
    if (found.who && removes && found.who->patron.pin_verifier.empty() && !is_locked(found.who->patron))
        found.reasons.push_back({.code = code::already_so});
    if (!found.reasons.empty()) return refused_with<desk_outcome>(std::move(found.reasons));
    storage::patron changed = found.who->patron;
    changed.pin_verifier = asked.verifier;
    changed.pin_failures = 0;
    changed.pin_locked_until.reset();
    unit.change(changed);
    tell(unit, found, with, removes ? "pin_removed" : "pin_set", asked.why);
    return done_for(found);
}

desk_outcome
perform(storage::unit_of_work& unit, const add_message& asked, const surroundings& with) {
    auto found = find_patron(unit, asked.by, asked.card, with.now);
    demand(found.reasons, asked.text, "text");
    // One that has ended already would be shown to nobody.
    if (asked.until && *asked.until <= with.now)
        found.reasons.push_back({.code = code::request_incomplete, .field = "until"});
    if (!found.reasons.empty()) return refused_with<desk_outcome>(std::move(found.reasons));
    auto made = done_for(found);
    storage::message message;
    message.id = unit.new_id<storage::message_id>();
    message.patron = made.whose;
    message.shown_to = asked.shown_to;
    message.text = asked.text;
    message.until = asked.until;
    message.created_at = with.now;
    unit.add(message);
    made.made = message.id.value;
    tell(unit, found, with, "message_added", {}, "message", made.made);
    return made;
}

desk_outcome
perform(storage::unit_of_work& unit, const end_message& asked, const surroundings& with) {
    auto found = find_patron(unit, asked.by, asked.card, with.now);
    demand(found.reasons, asked.why, "reason");
    std::optional<storage::message> message;
    if (found.who) {
        const auto all = unit.messages_of(found.who->patron.id, with.now);
        const auto it = std::ranges::find(all, asked.message, &storage::message::id);
        if (it != all.end())
            message = *it;
        else
            found.reasons.push_back(
                {.code = code::message_unknown, .field = std::to_string(asked.message.value)});
    }
    if (!found.reasons.empty()) return refused_with<desk_outcome>(std::move(found.reasons));
    message->until = with.now;
    unit.change(*message);
    tell(unit, found, with, "message_ended", asked.why, "message", message->id.value);
    return done_for(found);
}

desk_outcome
perform(storage::unit_of_work& unit, const set_guarantor& asked, const surroundings& with) {
    auto found = find_patron(unit, asked.by, asked.card, with.now);
    demand(found.reasons, asked.why, "reason");
    storage::patron_id guarantor;
    if (asked.guarantor.empty()) {
        if (found.who && !found.who->patron.guarantor)
            found.reasons.push_back({.code = code::already_so});
    } else {
        const auto who = unit.patron_by_card(asked.by.institution, asked.guarantor, with.now);
        if (who)
            guarantor = who->patron.id;
        else
            found.reasons.push_back({.code = code::patron_unknown, .field = asked.guarantor});
        if (who && found.who)
            if (const auto against = objection(found.who->patron, who->patron))
                found.reasons.push_back({.code = *against});
    }
    if (!found.reasons.empty()) return refused_with<desk_outcome>(std::move(found.reasons));
    storage::patron changed = found.who->patron;
    changed.guarantor = guarantor;
    unit.change(changed);
    tell(unit,
         found,
         with,
         guarantor ? "guarantor_set" : "guarantor_cleared",
         asked.why,
         "guarantor",
         guarantor.value);
    return done_for(found);
}

} // namespace circ::circulation
