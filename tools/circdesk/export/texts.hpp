#pragma once

#include "storage/records/library.hpp"
#include "storage/records/money.hpp"
#include "storage/records/time.hpp"

#include <optional>
#include <string>

// How an export says what an import reads again without loss.

namespace circ::tool {

/// "2026-03-17T14:05:09Z", with as many digits of a second as it has; empty for none.
[[nodiscard]] std::string export_text(std::optional<storage::instant> at);
[[nodiscard]] std::string export_text(std::optional<storage::local_date> day);
/// "12.50", without the currency, in its number of decimals; empty for none.
[[nodiscard]] std::string export_text(std::optional<storage::money> amount,
                                      const storage::institution& of);

} // namespace circ::tool
