#pragma once

#include <string>
#include <string_view>

namespace circ::protocol::text {

/// What came from outside, fit to stand in a sentence for an operator: each control character is a
/// blank, what is not UTF-8 the replacement character.
[[nodiscard]] std::string one_line(std::string_view from);

} // namespace circ::protocol::text
