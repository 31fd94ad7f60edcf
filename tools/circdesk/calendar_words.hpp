#pragma once

#include "storage/records/library.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace circ::tool {

// Days, weekdays and opening hours as an operator types them. All @throw complaint (wrong_usage)
// that names what was typed and what would be right.

/// "2026-12-24", "today" or "tomorrow".
[[nodiscard]] storage::local_date to_day(const std::string& text, storage::local_date today);

/// "mon", "mon-fri" or "mon,wed,sat-sun"; ISO numbers, ascending.
[[nodiscard]] std::vector<int> to_weekdays(std::string_view text);

using opening_span = std::pair<storage::minute_of_day, storage::minute_of_day>;

/// "10:00-19:00"; closing may be 24:00.
[[nodiscard]] opening_span to_opening(std::string_view text);

/// "17:30"
[[nodiscard]] storage::minute_of_day to_minute(std::string_view text);

/// "10:00-19:00"
[[nodiscard]] std::string opening_text(const opening_span& hours);
/// "mon"
[[nodiscard]] std::string_view weekday_text(int iso) noexcept;

} // namespace circ::tool
