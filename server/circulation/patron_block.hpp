#pragma once

#include "server/circulation/operations.hpp"
#include "storage/unit_of_work.hpp"

#include <string>

namespace circ::circulation {

// How blocks and notes are placed and lifted, by a terminal or by staff.

/// A block of this kind, by whoever asks; its event is the caller's.
/// @throws storage::store_error
storage::block_id add_block(storage::unit_of_work& unit,
                            const requester& by,
                            storage::patron_id whose,
                            storage::block_kind kind,
                            std::string why,
                            instant now);

/// @throws storage::store_error
void lift(storage::unit_of_work& unit, storage::block standing, const requester& by, instant now);

/// The kind of the event that tells of it.
[[nodiscard]] std::string_view placing_event(storage::block_kind kind) noexcept;

} // namespace circ::circulation
