#pragma once

#include <string>
#include <string_view>

// What checks ask of an answer: each says what is wrong with it, or nothing.

namespace circ::tool::checks {

/// `field=value`, as a message is made of.
[[nodiscard]] std::string named(std::string_view field, std::string_view value);

/// Answered in its kind, or asked for again; silence and the end of the session are neither.
[[nodiscard]] std::string is_answered(const std::string& answer, std::string_view code);

/// A whole answer in which the field is what it was in the request.
[[nodiscard]] std::string
is_about(const std::string& answer, std::string_view code, std::string_view field, std::string_view value);

[[nodiscard]] std::string needs_value(const std::string& answer, std::string_view field, std::string_view value);

/// Nobody has this card: the answer says so, and names no one.
[[nodiscard]] std::string is_unknown_patron(const std::string& answer, std::string_view code);

} // namespace circ::tool::checks
