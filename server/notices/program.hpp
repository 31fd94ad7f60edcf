#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace circ::notices {

/// How a program ended; empty: well, with exit code 0. Else a sentence.
using program_failure = std::string;

/// Runs a program without a shell, with that on its standard input, and waits for its end; what it
/// prints goes to our standard error. It is killed when it takes longer.
/// @param command path and arguments; @pre not empty
[[nodiscard]] program_failure run_program(const std::vector<std::string>& command,
                                          std::string_view input,
                                          std::chrono::seconds patience);

} // namespace circ::notices
