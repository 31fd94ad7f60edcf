#pragma once

#include "server/circulation/operations.hpp"
#include "storage/unit_of_work.hpp"

#include <chrono>
#include <cstddef>
#include <optional>

namespace circ::circulation {

/// How many wrong PINs in a row lock a card, and for how long; and how many within a minute are
/// looked at from one device and one address, where the device's rules say nothing else.
struct pin_limits {
    int tries_per_card = 5;
    std::chrono::minutes locked_for{15};
    std::size_t per_terminal_minute = 30;
    std::size_t per_address_minute = 60;
};

[[nodiscard]] bool is_pin_locked(const storage::patron& whose, storage::instant now);

/// Where cards are not to be found by trying: what anybody gets whose PIN is not proved, the same
/// whether there is such a card or not.
/// @return nothing where the request may be performed
[[nodiscard]] std::optional<reason> unproved_card_refusal(pin_state pin, const device_rules& rules);

/// What a wrong PIN is to its card.
enum class wrong_pin {
    counted,
    locks,      ///< the last that the card takes
    behind_lock ///< it was on its way when another one locked the card
};

/// Takes down a wrong PIN; the one that reaches the limit locks the card until it opens by itself.
/// Those behind it change nothing: however many they are, they lock the card neither again nor for longer.
/// @throws storage::store_error
[[nodiscard]] wrong_pin count_wrong_pin(storage::unit_of_work& into, storage::patron_id whose, const pin_limits& limits,
                                        storage::instant now);

/// Counts a PIN for a card that nobody has. A wrong one of a reader is written down, so this is too:
/// else the time to the answer would tell which was which.
/// @throws storage::store_error
void count_pin_of_nobody(storage::unit_of_work& into, const requester& by, storage::instant now);

/// Puts a verifier in the place of another one, unless the patron has got a new PIN since.
/// @throws storage::store_error
void replace_verifier(storage::unit_of_work& into, storage::patron_id whose, const std::string& before, const std::string& after);

/// A right PIN ends the counting, and a lock that is over.
/// @throws storage::store_error
void forget_wrong_pins(storage::unit_of_work& into, storage::patron_id whose);

} // namespace circ::circulation
