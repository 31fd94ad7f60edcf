#include "server/circulation/hold.hpp"

#include "server/circulation/standing.hpp"

#include <utility>

namespace circ::circulation {

namespace {

using code = reason_code;

bool level_allowed(const terms& by, storage::hold_level level) {
    return (by.hold_levels.bits >> static_cast<int>(level) & 1) == 1;
}

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

} // namespace circ::circulation
