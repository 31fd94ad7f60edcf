#pragma once

#include "server/shadow/fields.hpp"
#include "storage/records/shadow.hpp"

#include <vector>

namespace circ::shadow {

/// A field in which two sides differ beyond what is tolerable by itself.
struct difference {
    const field* of = nullptr;
    storage::shadow_cause cause = storage::shadow_cause::state;
    finding found;
};

struct comparison {
    grade worst = grade::same;
    std::vector<difference> differences;
};

/// Whether our own changes, of which the other side has not been told, explain that facts differ.
enum class history { untouched, changed_here };

/// Lays both sides side by side, field by field. A decision that differs with a fact is of state;
/// with the same facts it is a rule.
[[nodiscard]] comparison
compare(const side& ours, const side& theirs, const moment& at, history of);

} // namespace circ::shadow
