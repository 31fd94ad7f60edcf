#pragma once

#include "storage/reader.hpp"

#include <string>

namespace circ::tool {

/// SIP2's payment types; the others by number.
[[nodiscard]] std::string payment_words(int type);

/// What a list calls whoever took money: the terminal, or the desk.
[[nodiscard]] std::string till_of(storage::reader& from, storage::terminal_id id);

} // namespace circ::tool
