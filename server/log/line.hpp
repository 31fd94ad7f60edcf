#pragma once

#include "server/log/events.hpp"
#include "server/log/field.hpp"

#include <chrono>
#include <span>
#include <string>

namespace circ::log {

enum class format { text, json };

/// Appends one event as a line, without its end. Whatever the values hold, the line stays one line,
/// in valid UTF-8: control characters, quotes and broken bytes are escaped, long values cut.
void append_line(std::string& out,
                 format as,
                 std::chrono::system_clock::time_point at,
                 const event_info& what,
                 std::span<const field> fields);

} // namespace circ::log
