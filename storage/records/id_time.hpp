#pragma once

#include "storage/records/ids.hpp"
#include "storage/records/time.hpp"

#include <cstdint>

namespace circ::storage {

// An id: 41 bits of milliseconds since 2020, 10 bits of node, 12 bits of sequence.
inline constexpr int id_node_bits = 10;
inline constexpr int id_sequence_bits = 12;
inline constexpr std::int64_t id_step_of_time = std::int64_t{1}
                                                << (id_node_bits + id_sequence_bits);
inline constexpr instant first_id_time = std::chrono::sys_days{std::chrono::year{2020} / 1 / 1};

/// When a record was made, to the millisecond: on the clock of the machine that made it.
template <class Tag>
[[nodiscard]] constexpr instant made_at(strong_id<Tag> id) {
    return first_id_time + std::chrono::milliseconds{id.value / id_step_of_time};
}

} // namespace circ::storage
