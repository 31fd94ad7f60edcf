#pragma once

#include "config/settings.hpp"
#include "storage/reader.hpp"
#include "storage/records/library.hpp"

#include <string>
#include <vector>

namespace circ::circulation {

// Whom the rules about library systems behind us are for, and who keeps the book of record. All functions @throw storage::store_error.

/// The institutions whose book a rule is about: those it names, else those of the devices it names,
/// else all; never those that a rule before it takes as a whole. What the store does not have is left
/// out.
/// @pre the rule is one of `all`
[[nodiscard]] std::vector<storage::institution> concerned_by(storage::reader& from,
                                                             const config::settings& all,
                                                             const config::relay_rule& rule);

/// The library system whose book is the one of record for an institution, by its name; empty: ours is.
[[nodiscard]] std::string book_keeper(storage::reader& from,
                                      const config::settings& all,
                                      storage::institution_id of);

} // namespace circ::circulation
