#pragma once

#include <string>
#include <string_view>

namespace circ::tool {

// What is made of the table of verbs besides --help. The files stand in docs/man and
// tools/completion; a test compares them, and CIRC_TEST_ACCEPT=1 writes them anew.

/// docs/man/circdesk.1: all verbs with their options and examples.
[[nodiscard]] std::string manual_page();

/// What completes a command line, for "bash", "zsh" or "fish".
/// @pre shell is one of them
[[nodiscard]] std::string completion_script(std::string_view shell);

} // namespace circ::tool
