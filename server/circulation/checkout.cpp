#include "server/circulation/checkout.hpp"

#include "server/circulation/hold_queue.hpp"
#include "server/circulation/lending.hpp"
#include "server/circulation/standing.hpp"

#include <algorithm>
#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::item_state;

std::optional<code> objection_to(item_state state) {
    switch (state) {
    case item_state::usable:
    case item_state::missing:
        return std::nullopt; // here it is
    case item_state::on_order:
        return code::item_on_order;
    case item_state::in_process:
        return code::item_in_process;
    case item_state::damaged:
        return code::item_damaged;
    case item_state::in_repair:
        return code::item_in_repair;
    case item_state::withdrawn:
        return code::item_withdrawn;
    }
    return std::nullopt;
}

bool is_refused_type(const device_rules& rules, const std::string& type) {
    return std::ranges::find(rules.refused_item_types, type) != rules.refused_item_types.end();
}

/// What of the item itself speaks against lending it.
void judge_item(std::vector<reason>& found,
                const checkout_facts& facts,
                const requester& by,
                instant moment) {
    const auto& item = facts.item.item;
    if (const auto why = objection_to(item.state)) found.push_back({.code = *why});
    if (!facts.by.for_loan) found.push_back({.code = code::item_not_for_loan});
    if (is_refused_type(*by.rules, type_on(item, facts.today)))
        found.push_back({.code = code::item_type_refused});
    if (item.wanted_back && *item.wanted_back <= moment)
        found.push_back({.code = code::lender_wants_it, .at = item.wanted_back});
    const auto& loan = facts.item.open_loan;
    // Of a loan that began later than this one, told off-line, nobody has left the item on the shelf.
    if (loan && loan->state == storage::loan_state::lost)
        found.push_back({.code = code::item_lost});
    else if (loan && (facts.by.checkout_of_charged == charged_lending::refuse || loan->lent_at > moment))
        found.push_back({.code = code::item_on_loan_to_other});
}

/// What others who wait for it speak against.
void judge_holds(std::vector<reason>& found, const checkout_facts& facts) {
    const auto& trapped = facts.item.trapping_hold;
    const bool is_kept = trapped && keeps_its_item(*trapped, facts.today);
    if (is_kept && trapped->patron != facts.patron.patron.id) {
        found.push_back({.code = code::item_trapped_for_other});
        return;
    }
    if (is_kept || facts.own_hold || facts.waiting_others == 0) return;
    if (facts.item_level_other) {
        found.push_back({.code = code::item_held_by_other});
        return;
    }
    const auto rule = facts.by.lend_while_queued;
    if (rule == queued_lending::no ||
        (rule == queued_lending::unless_on_pull_list && facts.on_pull_list))
        found.push_back({.code = code::item_queued_for_other});
}

} // namespace

checkout_decision decide_checkout(const checkout_facts& facts,
                                  const fee_agreement& agreed,
                                  const requester& by,
                                  std::optional<instant> due_given,
                                  instant moment) {
    checkout_decision made;
    made.refusals = standing(facts.patron,
                             facts.by,
                             {.what = purpose::checkout,
                              .today = facts.today,
                              .running = facts.running,
                              .item_type = type_on(facts.item.item, facts.today),
                              .loans_of_type = facts.loans_of_type});
    judge_item(made.refusals, facts, by, moment);
    judge_holds(made.refusals, facts);
    const money rental = by.rules->assesses_fees ? facts.by.rental_fee : money{};
    if (auto fee = fee_objection(rental, agreed, by)) made.refusals.push_back(std::move(*fee));

    made.plan.returns_first = facts.item.open_loan.has_value();
    made.plan.found = facts.item.item.state == item_state::missing;
    made.plan.fee = rental;
    made.plan.due = due_given.value_or(due_for_lender(
        due_of(facts.by, facts.patron.patron, moment, facts.here, moment), facts.item.item));
    return made;
}

} // namespace circ::circulation
