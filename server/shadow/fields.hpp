#pragma once

// What is laid side by side: a row for each field. To compare something more: a row in fields.cpp, and
// its cases in tests/unit/shadow/test_fields.cpp.

#include "server/shadow/measures.hpp"
#include "server/shadow/side.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace circ::shadow {

/// fact: what a side knows. decision: what it makes of that. wording: how it says it.
enum class weight { fact, decision, wording };

/// When and where the request was made.
struct moment {
    instant now{};
    std::string time_zone;
};

struct field {
    std::string_view name;  ///< in the store, and in what machines read
    std::string_view words; ///< for people: "due date of the loan"
    weight is;
    /// @return nothing where a side does not tell of it at all
    std::optional<finding> (*compare)(const side& ours, const side& theirs, const moment& at);
};

[[nodiscard]] std::span<const field> all_fields();

/// A field in words; its own name, when there is no such field any more.
[[nodiscard]] std::string_view field_in_words(std::string_view name);

} // namespace circ::shadow
