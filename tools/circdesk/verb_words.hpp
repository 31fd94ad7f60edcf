#pragma once

#include <string>
#include <string_view>

namespace circ::tool {

/// What to say of a word where a verb should stand.
/// @param group the verb's first word, "item"; empty where the typed word stands first
/// @return "there is no verb 'shwo' of item; did you mean \"show\"?", else where they are listed
[[nodiscard]] std::string no_such_verb(std::string_view group, std::string_view typed);

} // namespace circ::tool
