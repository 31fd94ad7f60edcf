#pragma once

#include "storage/records/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace circ::tool {

/// In which order a file writes its days where it does not write 2026-03-17: 17.3.2026 or
/// 3/17/2026.
enum class date_order : std::uint8_t { year_first, day_first, month_first };

/// A day, with or without a time behind it.
[[nodiscard]] std::optional<storage::local_date> read_date(std::string_view text, date_order order);

/// What a file says instead of leaving a date out: nothing, or 0000-00-00.
[[nodiscard]] bool is_no_date(std::string_view text);

/// A moment: "2026-03-17 14:05", "2026-03-17T14:05:09-0400"; without an offset on the wall of the
/// zone.
/// @param without_time the time of a day that stands alone
[[nodiscard]] std::optional<storage::instant> read_moment(std::string_view text,
                                                          date_order order,
                                                          std::string_view zone,
                                                          std::chrono::seconds without_time);

} // namespace circ::tool
