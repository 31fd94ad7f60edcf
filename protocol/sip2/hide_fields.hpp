#pragma once

#include "protocol/sip2/message_list.hpp"

#include <span>
#include <string>

namespace circ::protocol::sip2 {

/// Empties the fields with these ids, for terminals that stumble over them or must not have them.
/// A required field stays: its absence would be the greater stumbling block. Vendors' fields go
/// too.
void hide_fields(response& answer, std::span<const std::string> ids);

} // namespace circ::protocol::sip2
