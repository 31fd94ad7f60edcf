#pragma once

#include "storage/records/terminal_sign.hpp"
#include "storage/unit_of_work.hpp"

#include <vector>

namespace circ::storage {

/// What was heard of devices last, of all institutions. @throws store_error
[[nodiscard]] std::vector<terminal_sign> terminal_signs(const reader& from);

/// Writes it down in place of what was known; without a word of the device on itself its last one
/// stays. @throws store_error
void note(unit_of_work& into, const terminal_sign& heard);

} // namespace circ::storage
