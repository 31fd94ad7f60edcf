#pragma once

#include "protocol/ncip/structures/bibliographic_description.hpp"
#include "protocol/ncip/vocabulary.hpp"
#include "server/circulation/system_operations.hpp"

#include <optional>

// What requests say of titles and states, in our words, and back.

namespace circ::dispatch {

[[nodiscard]] circulation::brief_title
brief_title_of(const protocol::ncip::bibliographic_description& from);
[[nodiscard]] protocol::ncip::request_status request_status_of(storage::hold_state state);
/// The condition that a status comes to; nothing for one that follows from loans and holds alone.
[[nodiscard]] std::optional<storage::item_state>
item_state_of(protocol::ncip::circulation_status status);

} // namespace circ::dispatch
