#pragma once

#include <cstddef>

namespace circ::protocol::marc {

inline constexpr char record_terminator = '\x1D';
inline constexpr char field_terminator = '\x1E';
inline constexpr char subfield_delimiter = '\x1F';

inline constexpr std::size_t leader_length = 24;
inline constexpr std::size_t directory_entry_length = 12;

} // namespace circ::protocol::marc
