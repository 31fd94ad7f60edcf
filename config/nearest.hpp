#pragma once

#include <span>
#include <string>
#include <string_view>

namespace circ::config {

/// The known word that a mistyped one may have meant.
/// @return `; did you mean "port"?`, or nothing when none is near
[[nodiscard]] std::string suggestion(std::string_view typed,
                                     std::span<const std::string_view> known);

} // namespace circ::config
