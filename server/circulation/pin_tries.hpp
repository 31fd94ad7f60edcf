#pragma once

#include "storage/unit_of_work.hpp"

#include <chrono>

namespace circ::circulation {

/// How many wrong PINs in a row lock a card, and for how long.
struct pin_limits {
    int tries_per_card = 5;
    std::chrono::minutes locked_for{15};
};

/// Takes down a wrong PIN; the one that reaches the limit locks the card until it opens by itself.
/// @return whether the card is locked now
/// @throws storage::store_error
bool count_wrong_pin(storage::unit_of_work& into, storage::patron_id whose, const pin_limits& limits,
                     storage::instant now);

/// A right PIN ends the counting, and a lock that is over.
/// @throws storage::store_error
void forget_wrong_pins(storage::unit_of_work& into, storage::patron_id whose);

} // namespace circ::circulation
