// Cards that go astray and come back, and cards in place of others.

#include "server/circulation/desk_request.hpp"
#include "server/circulation/standing.hpp"
#include "server/circulation/trail.hpp"

#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::card_state;

std::string_view event_of(card_state before, card_state after) {
    if (after == card_state::lost) return "card_lost";
    if (after == card_state::stolen) return "card_stolen";
    return before == card_state::retained ? "card_given_back" : "card_found";
}

/// What stands against a card becoming this; nullopt if nothing does.
std::optional<reason> objection(card_state now, card_state wanted) {
    if (wanted == card_state::replaced || wanted == card_state::retained)
        return reason{.code = code::not_permitted,
                      .field = "a card is replaced by `card replace`, and retained by machines alone"};
    if (now == card_state::replaced)
        return reason{.code = code::card_replaced}; // the new one is its patron's
    if (now == wanted) return reason{.code = code::already_so};
    return std::nullopt;
}

/// A new number for whose card was found.
storage::card make_card(storage::unit_of_work& unit, const desk_patron& of, const std::string& number, instant now) {
    storage::card card = *of.who->card;
    card.id = unit.new_id<storage::card_id>();
    card.number = number;
    card.state = card_state::good;
    card.since = now;
    unit.add(card);
    return card;
}

/// What stands against a new number.
void judge_number(std::vector<reason>& found, storage::reader& from, const requester& by, const std::string& number) {
    demand(found, number, "number");
    if (from.find_card(by.institution, number))
        found.push_back({.code = code::card_number_taken, .field = number});
}

void set_state(storage::unit_of_work& unit, storage::card card, card_state to, instant now) {
    card.state = to;
    card.since = now;
    unit.change(card);
}

storage::event make_card_event(storage::unit_of_work& unit,
                               const desk_patron& of,
                               const surroundings& with,
                               std::string_view kind,
                               std::string_view why) {
    storage::event event = make_event(unit, of.by, with.now, kind, why);
    event.patron = of.who->patron.id;
    short_form kept;
    kept.put("card", of.who->card->id.value);
    event.detail = kept.text();
    return event;
}

std::optional<storage::fee> charge_card(storage::unit_of_work& unit,
                                        const desk_patron& of,
                                        const scene& at,
                                        const surroundings& with) {
    const auto& who = of.who->patron;
    const auto price = terms_for(at, with, &who, nullptr, of.by.branch).card_replacement_fee;
    if (price.minor <= 0) return std::nullopt;
    storage::fee fee;
    fee.id = unit.new_id<storage::fee_id>();
    fee.patron = who.id;
    fee.kind = storage::fee_kind::card;
    fee.amount = price;
    fee.assessed_at = with.now;
    unit.add(fee);
    return fee;
}

} // namespace

desk_outcome
perform(storage::unit_of_work& unit, const report_card& asked, const surroundings& with) {
    auto found = find_patron(unit, asked.by, asked.card, with.now);
    demand(found.reasons, asked.why, "reason");
    if (found.who)
        if (const auto against = objection(found.who->card->state, asked.state))
            found.reasons.push_back(*against);
    if (!found.reasons.empty()) return refused_with<desk_outcome>(std::move(found.reasons));

    const storage::card& before = *found.who->card;
    set_state(unit, before, asked.state, with.now);
    unit.add(make_card_event(unit, found, with, event_of(before.state, asked.state), asked.why));
    desk_outcome made;
    made.whose = found.who->patron.id;
    return made;
}

desk_outcome
perform(storage::unit_of_work& unit, const replace_card& asked, const surroundings& with) {
    auto found = find_patron(unit, asked.by, asked.card, with.now);
    demand(found.reasons, asked.why, "reason");
    if (found.who && found.who->card->state == card_state::replaced)
        found.reasons.push_back({.code = code::card_replaced});
    judge_number(found.reasons, unit, asked.by, asked.number);
    if (!found.reasons.empty()) return refused_with<desk_outcome>(std::move(found.reasons));

    const scene at = load_scene(unit, found.by, with);
    set_state(unit, *found.who->card, card_state::replaced, with.now);
    const auto card = make_card(unit, found, asked.number, with.now);
    desk_outcome made;
    made.whose = card.patron;
    made.made = card.id.value;
    auto event = make_card_event(unit, found, with, "card_replaced", asked.why);
    if (auto fee = charge_card(unit, found, at, with)) {
        event.fee = fee->id;
        made.charged.push_back(std::move(*fee));
    }
    unit.add(event);
    count_event(
        unit, found.by, *at.library, with.now, {nullptr, &found.who->patron}, "card_replaced");
    return made;
}

desk_outcome perform(storage::unit_of_work& unit, const add_card& asked, const surroundings& with) {
    auto found = find_patron(unit, asked.by, asked.card, with.now);
    demand(found.reasons, asked.why, "reason");
    judge_number(found.reasons, unit, asked.by, asked.number);
    if (!found.reasons.empty()) return refused_with<desk_outcome>(std::move(found.reasons));

    found.who->card = make_card(unit, found, asked.number, with.now);
    unit.add(make_card_event(unit, found, with, "card_added", asked.why));
    desk_outcome made;
    made.whose = found.who->patron.id;
    made.made = found.who->card->id.value;
    return made;
}

} // namespace circ::circulation
