#pragma once

#include "storage/reader.hpp"

#include <string>

namespace circ::tool {

/// @throws complaint (not_found) naming the terminals there are
[[nodiscard]] storage::terminal find_terminal(storage::reader& from, const std::string& login);

/// What a list calls whoever took money: the terminal, or the desk.
[[nodiscard]] std::string login_of(storage::reader& from, storage::terminal_id id);

} // namespace circ::tool
