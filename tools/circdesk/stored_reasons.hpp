#pragma once

#include "server/circulation/reason.hpp"

#include <string>
#include <string_view>

namespace circ::tool {

/// A reason as a list of staff names it, without its values; empty for what refuses nothing.
[[nodiscard]] std::string_view in_words(circulation::reason_code code) noexcept;

/// Reasons as a review entry or a refused payment keeps them, by name, in words: "card expired; too
/// many loans". A name of another version stays as it is.
[[nodiscard]] std::string reasons_in_words(std::string_view stored);

} // namespace circ::tool
