// What other systems charge and let off, each known again for good by its reference.

#include "server/circulation/desk.hpp"
#include "server/circulation/desk_request.hpp"
#include "server/circulation/external_ids.hpp"
#include "server/circulation/make_views.hpp"
#include "server/circulation/trail.hpp"

#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;
using storage::reference_kind;

/// What was asked for, in short, so that the same number with other data is known for another request.
std::string short_of(const charge_fee& asked) {
    short_form kept;
    kept.put("charge", static_cast<std::int64_t>(asked.kind));
    if (asked.amount) kept.put("amount", asked.amount->minor);
    return kept.text();
}

std::string short_of(const answer_fee& asked) {
    short_form kept;
    kept.put("settle", static_cast<std::int64_t>(asked.how));
    if (asked.amount) kept.put("amount", asked.amount->minor);
    return kept.text();
}

void demand_reference(std::vector<reason>& against, const external_id& reference) {
    demand(against, reference.value, "reference");
}

fee_view view_of(const storage::fee& fee) {
    return {std::to_string(fee.id.value), fee.kind, fee.amount};
}

void show_whose(outcome& made, storage::reader& from, const requester& by, const surroundings& with, storage::patron_id whose) {
    if (const auto who = from.find_patron(whose))
        show_patron(made, load_scene(from, at_branch(by, who->branch), with), *who);
}

/// The answer to a reference that is known; nullopt for a new one.
/// @param fee the fee that the request is about, where it names one
template <class Operation>
std::optional<outcome> answered_before(storage::reader& from,
                                       const Operation& asked,
                                       const surroundings& with,
                                       storage::patron_id whose,
                                       storage::fee_id fee) {
    const auto known = find_reference(from, asked.by, reference_kind::transaction, asked.reference);
    if (!known) return std::nullopt;
    const auto before = from.find_fee(known->fee);
    const bool is_same = before && known->asked == short_of(asked) && (!whose || before->patron == whose) &&
                         (!fee || before->id == fee);
    if (!is_same)
        return refused_with<outcome>({{.code = code::reference_taken, .field = asked.reference.value}});
    outcome made;
    made.repeated = true;
    made.fee = view_of(*before);
    show_whose(made, from, asked.by, with, before->patron);
    return made;
}

/// The outcome of the desk's verb that did it; kept under its reference when it is done.
template <class Operation>
outcome keep(storage::unit_of_work& unit, const Operation& asked, const surroundings& with, desk_outcome did, storage::fee_id about) {
    outcome made = std::move(did);
    if (made.result != verdict::done) return made;
    keep_reference(unit, asked.by, with.now, reference_kind::transaction, asked.reference,
                   {.fee = about, .asked = short_of(asked)});
    if (const auto fee = unit.find_fee(about)) {
        made.fee = view_of(*fee);
        show_whose(made, unit, asked.by, with, fee->patron);
    }
    return made;
}

} // namespace

outcome perform(storage::unit_of_work& unit, const charge_fee& asked, const surroundings& with) {
    auto found = find_patron(unit, asked.by, asked.card, with.now);
    if (found.who)
        if (auto before = answered_before(unit, asked, with, found.who->patron.id, {})) return std::move(*before);
    demand_reference(found.reasons, asked.reference);
    const auto library = load_library(unit, asked.by.institution);
    if (!asked.amount) found.reasons.push_back({.code = code::amount_unreadable});
    if (asked.currency != library->institution.currency)
        found.reasons.push_back({.code = code::currency_foreign, .field = library->institution.currency});
    if (!found.reasons.empty()) return refused_with<outcome>(std::move(found.reasons));
    auto did = perform(unit,
                       add_fee{.by = asked.by,
                               .card = asked.card,
                               .kind = asked.kind,
                               .amount = *asked.amount,
                               .item = asked.item,
                               .why = reason_or_asker(asked.by, asked.why)},
                       with);
    const auto fee = did.charged.empty() ? storage::fee_id{} : did.charged.front().id;
    return keep(unit, asked, with, std::move(did), fee);
}

outcome perform(storage::unit_of_work& unit, const answer_fee& asked, const surroundings& with) {
    const auto fee = find_fee(unit, asked.by.institution, asked.fee);
    storage::patron_id whose;
    std::vector<reason> against;
    if (!asked.card.empty()) {
        const auto found = find_patron(unit, asked.by, asked.card, with.now);
        against = found.reasons;
        if (found.who) whose = found.who->patron.id;
    }
    if (against.empty())
        if (auto before = answered_before(unit, asked, with, whose, fee ? fee->id : storage::fee_id{}))
            return std::move(*before);
    demand_reference(against, asked.reference);
    const auto& named = asked.fee.ours.empty() ? asked.fee.theirs.value : asked.fee.ours;
    if (!fee)
        against.push_back({.code = code::fee_unknown, .field = named});
    else if (whose && fee->patron != whose)
        against.push_back({.code = code::fee_of_another});
    if (!against.empty()) return refused_with<outcome>(std::move(against));
    auto did = perform(unit,
                       settle_fee{.by = asked.by,
                                  .fee = fee->id,
                                  .how = asked.how,
                                  .amount = asked.amount,
                                  .why = reason_or_asker(asked.by, asked.why)},
                       with);
    return keep(unit, asked, with, std::move(did), fee->id);
}

} // namespace circ::circulation
