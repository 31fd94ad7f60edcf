#include "server/circulation/sort_bin.hpp"

#include <algorithm>

namespace circ::circulation {

namespace {

using config::bin_alert;
using config::bin_conditions;
using config::bin_outcome;

static_assert(static_cast<int>(bin_alert::hold_interlibrary) ==
                  static_cast<int>(alert_kind::hold_interlibrary) &&
              static_cast<int>(bin_alert::other) == static_cast<int>(alert_kind::other));

template <class List, class Value>
bool lets_through(const List& allowed, const Value& value) {
    return allowed.empty() || std::ranges::find(allowed, value) != allowed.end();
}

/// "599" as the last of a range takes 599.5 too.
bool is_in_range(const bin_conditions& when, std::string_view number) {
    if (when.call_number_from.empty() && when.call_number_to.empty()) return true;
    if (number.empty() || number < when.call_number_from) return false;
    return when.call_number_to.empty() || number < when.call_number_to ||
           number.starts_with(when.call_number_to);
}

bool fits(const bin_conditions& when, const bin_facts& facts) {
    if (when.ok != bin_outcome::any && (when.ok == bin_outcome::yes) != facts.ok) return false;
    return lets_through(when.alert, static_cast<bin_alert>(facts.alert)) &&
           lets_through(when.destination, facts.destination) &&
           lets_through(when.item_type, facts.item_type) &&
           lets_through(when.collection, facts.collection) && is_in_range(when, facts.call_number);
}

} // namespace

bin_facts bin_facts_of(const checkin_outcome& from) {
    bin_facts facts{.ok = from.result == verdict::done, .alert = from.alert};
    if (from.destination) facts.destination = from.destination->code;
    if (!from.item) return facts;
    facts.item_type = from.item->item_type;
    facts.collection = from.item->collection;
    facts.call_number = from.item->call_number;
    return facts;
}

std::string pick_bin(std::span<const config::bin_rule> rules, const bin_facts& facts) {
    const auto found =
        std::ranges::find_if(rules, [&](const auto& rule) { return fits(rule.when, facts); });
    return found == rules.end() ? std::string{} : found->bin;
}

} // namespace circ::circulation
