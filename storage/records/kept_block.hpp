#pragma once

#include "storage/records/time.hpp"

#include <string>

namespace circ::storage {

/// A card that a device has blocked where the library system behind us has no place for it, or could
/// not be reached: our devices lend it nothing until one of them lifts that, or the system has it.
struct kept_block {
    std::string backend; ///< name of its section in the settings
    std::string card;
    std::string reason;
    instant since{};
    bool card_retained = false;
};

} // namespace circ::storage
