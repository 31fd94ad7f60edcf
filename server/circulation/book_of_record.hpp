#pragma once

#include "config/settings.hpp"
#include "storage/reader.hpp"
#include "storage/records/library.hpp"

#include <vector>

namespace circ::circulation {

// Whom the rules about library systems behind us are for. All functions @throw storage::store_error.

/// The institutions whose book a rule is about: those it names, else those of the devices it names,
/// else all; never those that a rule before it takes as a whole. What the store does not have is left
/// out.
/// @pre the rule is one of `all`
[[nodiscard]] std::vector<storage::institution> concerned_by(storage::reader& from,
                                                             const config::settings& all,
                                                             const config::relay_rule& rule);

} // namespace circ::circulation
