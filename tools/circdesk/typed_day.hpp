#pragma once

#include "storage/records/time.hpp"

#include <optional>
#include <string>

namespace circ::tool {

/// "2027-01-31"; nullopt for anything else.
[[nodiscard]] std::optional<storage::local_date> read_day(const std::string& text);

/// The same from a command line. @throws complaint (wrong_usage)
[[nodiscard]] storage::local_date typed_day(const std::string& text);

} // namespace circ::tool
