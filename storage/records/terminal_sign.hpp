#pragma once

#include "storage/records/ids.hpp"
#include "storage/records/time.hpp"

#include <optional>

namespace circ::storage {

/// What a device says of itself with 99.
enum class device_state { ready, out_of_paper, shutting_down };

/// The last sign of life of a device's account.
struct terminal_sign {
    terminal_id terminal;
    instant heard_at{};               ///< to some minutes: written down at most once in so many
    std::optional<device_state> says; ///< absent: it has never said
    std::optional<instant> said_at;
};

} // namespace circ::storage
