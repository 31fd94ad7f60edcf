#pragma once

#include "config/relay_stage.hpp"
#include "storage/reader.hpp"
#include "storage/records/library.hpp"

#include <vector>

namespace circ::app {

/// The institutions whose book a rule is about: those it names, else those of the devices it names,
/// else all. What the store does not have is left out. @throws storage::store_error
[[nodiscard]] std::vector<storage::institution> concerned_by(storage::reader& from,
                                                             const config::relay_rule& rule);

} // namespace circ::app
