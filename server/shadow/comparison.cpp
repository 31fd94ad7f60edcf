#include "server/shadow/comparison.hpp"

#include <algorithm>
#include <utility>

namespace circ::shadow {

using storage::shadow_cause;

namespace {

shadow_cause cause_of(weight of, bool facts_differ) {
    switch (of) {
    case weight::fact:
        return shadow_cause::state;
    case weight::wording:
        return shadow_cause::form;
    case weight::decision:
        break;
    }
    return facts_differ ? shadow_cause::state : shadow_cause::rule;
}

} // namespace

comparison compare(const side& ours, const side& theirs, const moment& at, history of) {
    comparison made;
    for (const field& each : all_fields()) {
        auto found = each.compare(ours, theirs, at);
        if (!found) continue;
        if (found->how == grade::tolerable) made.worst = std::max(made.worst, grade::tolerable);
        if (found->how == grade::different)
            made.differences.push_back({.of = &each, .found = std::move(*found)});
    }
    const bool facts_differ = std::ranges::any_of(
        made.differences, [](const difference& each) { return each.of->is == weight::fact; });
    for (difference& each : made.differences)
        each.cause = cause_of(each.of->is, facts_differ);
    if (of == history::changed_here) {
        const auto gone = std::erase_if(made.differences, [](const difference& each) {
            return each.cause == shadow_cause::state;
        });
        if (gone > 0) made.worst = std::max(made.worst, grade::tolerable);
    }
    if (!made.differences.empty()) made.worst = grade::different;
    return made;
}

} // namespace circ::shadow
