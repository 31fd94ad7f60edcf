#pragma once

#include "tests/bench/dialogues.hpp"

namespace circ::bench {

// The documents that the relay sends for what kiosks ask, from a system that sends them itself.

/// LookupItem of items at random.
[[nodiscard]] dialogue_ptr ncip_item_dialogue(const made_library& of, std::size_t systems);

/// A CheckOutItem and the CheckInItem of the same item, in turn; items and cards at random.
[[nodiscard]] dialogue_ptr ncip_circulation_dialogue(const made_library& of, std::size_t systems);

} // namespace circ::bench
