#pragma once

#include "server/circulation/scene.hpp"
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

/// Open fees of a kind, or of any, the oldest first, as many as the amount can reach.
/// @throws storage::store_error
[[nodiscard]] std::vector<storage::fee_line> open_fees(storage::reader& from, storage::patron_id who,
                                                       std::optional<storage::fee_kind> kind, money amount);

/// Writes that a payment answers these fees.
/// @pre `as` is in the store
void book(storage::unit_of_work& unit, const pay_fee& asked, const surroundings& with, const allocation& parts,
          const storage::payment& as);

/// What is owed now, as an account shows it.
[[nodiscard]] money owed_by(storage::reader& from, const scene& at, const surroundings& with,
                            storage::patron_id whose);

} // namespace circ::circulation
