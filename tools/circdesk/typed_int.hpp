#pragma once

#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/tool.hpp"

#include <string>
#include <utility>

namespace circ::tool {

/// A number that was typed and is kept as an int, whole: cut to one it would be another.
/// @throws complaint (wrong_usage)
[[nodiscard]] inline int typed_int(const std::string& text, const char* of_what) {
    const auto number = typed_number(text, of_what);
    if (!std::in_range<int>(number))
        throw complaint("'" + text + "' is a number that no " + of_what + " can have", wrong_usage);
    return static_cast<int>(number);
}

} // namespace circ::tool
