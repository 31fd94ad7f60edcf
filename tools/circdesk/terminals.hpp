#pragma once

#include "storage/reader.hpp"

#include <string>

namespace circ::tool {

/// @throws complaint (not_found), also for one of another institution
[[nodiscard]] storage::terminal find_terminal(storage::reader& from, storage::institution_id of, const std::string& login);

/// What to say to whoever watches a login that no account has; empty where one has it, or for "*".
[[nodiscard]] std::string watch_warning(storage::reader& from, const std::string& login);

} // namespace circ::tool
