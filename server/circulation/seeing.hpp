#pragma once

#include "server/circulation/operations.hpp"
#include "storage/unit_of_work.hpp"

#include <string>
#include <vector>

namespace circ::circulation {

/// An item that was asked for by a device that has it in hand.
struct sighting {
    requester by;
    std::string item; ///< barcode
    instant at{};
};

/// Writes where and when they were seen, with one event and counter for each terminal, and in the counts
/// that are open there. What was seen later by another way stays. @throws storage::store_error
void see(storage::unit_of_work& unit, const std::vector<sighting>& all, instant now);

} // namespace circ::circulation
