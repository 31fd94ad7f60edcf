#pragma once

#include "tests/bench/dialogue.hpp"
#include "tests/bench/library.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace circ::bench {

using dialogue_ptr = std::unique_ptr<dialogue>;

// What devices ask, each kiosk of `kiosks` in its own share of the library.

/// SC Status (99).
[[nodiscard]] dialogue_ptr status_dialogue();

/// Item Information (17) of items at random.
[[nodiscard]] dialogue_ptr item_dialogue(const made_library& of, std::size_t kiosks);

enum class readers { all, busy };
/// Patron Information (63) of account cards at random with their PIN. The first round goes through all of
/// them, and a kiosk rests only after it: so one drive without a span proves all PINs.
[[nodiscard]] dialogue_ptr account_dialogue(const made_library& of, std::size_t kiosks, readers which);

/// A Checkout (11) with PIN and the Checkin (09) of the same item, in turn; items and cards at random.
[[nodiscard]] dialogue_ptr circulation_dialogue(const made_library& of, std::size_t kiosks);

/// Patron Information (63) with PINs that nobody has, of cards at random.
[[nodiscard]] dialogue_ptr guessing_dialogue(const made_library& of, std::size_t kiosks);

/// Patron Information (63) with ten lines of a reader's loans, from that one on.
[[nodiscard]] dialogue_ptr loans_dialogue(std::string card, std::size_t first);

} // namespace circ::bench
