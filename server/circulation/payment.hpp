#pragma once

#include "server/circulation/operations.hpp"
#include "storage/records/facts.hpp"

#include <vector>

namespace circ::circulation {

/// How an amount falls on open fees.
struct allocation {
    struct part {
        storage::fee fee;
        money amount;
    };
    std::vector<part> parts;
    money rest; ///< belongs to no fee
};

/// Spreads an amount: the fee named, else those of the kind named, else the oldest first.
/// @pre fees are those that may be paid, oldest first
/// @spec circulation §5, Payments
[[nodiscard]] allocation allocate(money amount, const std::vector<storage::fee_line>& fees);

} // namespace circ::circulation
