#pragma once

#include "server/circulation/stocktaking.hpp"

#include <string>
#include <vector>

namespace circ::tool {

/// What a count has settled, a line of JSON each: with it `count undo` puts back what nobody has
/// touched since.
void write_undo_file(const std::string& path, const std::vector<circulation::settled>& all);

/// @throws complaint naming file and line
[[nodiscard]] std::vector<circulation::settled> read_undo_file(const std::string& path);

} // namespace circ::tool
