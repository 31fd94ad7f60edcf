#pragma once

#include "tools/circdesk/command.hpp"

#include <string>

namespace circ::tool {

class tool;

/// The option of a verb that does what no other verb takes back.
[[nodiscard]] inline option without_asking(bool& yes) {
    return {"--yes", &yes, "do it without asking; else only say what would be done where nobody can be asked"};
}

/// Before such a verb does it. On a terminal whoever sits there is asked; elsewhere it is only said what
/// would be done.
/// @param would names the thing: "this would forget Ana Rivera, card 29012000007777, for good"
/// @return whether to go on; else the verb ends with `refused`
/// @throws complaint when the answer is no
/// @note End the store's turn before: an answer may take its time.
[[nodiscard]] bool confirm(tool& with, const std::string& would, bool yes);

} // namespace circ::tool
