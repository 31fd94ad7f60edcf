#pragma once

#include "protocol/marc/record.hpp"

#include <string>

namespace circ::protocol::marc {

/// @return whether records in this character set can be read; an empty name means UTF-8.
[[nodiscard]] bool is_known_encoding(const std::string& name);

/// Parses one record element, which stands alone: a prefix without its declaration is no fault.
/// @pre    `encoding` is known.
/// @return the record or the fault; number and offset are left at 0.
[[nodiscard]] reading parse_marcxml_element(const std::string& element,
                                            const std::string& encoding);

} // namespace circ::protocol::marc
