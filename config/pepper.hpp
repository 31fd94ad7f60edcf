#pragma once

#include <string>

namespace circ::config {

/// The secret of `pin.pepper_file`, or what is wrong with it.
struct pepper {
    std::string text;
    std::string mistake; ///< empty: usable
};

/// Reads it for whoever makes or proves verifiers: daemon and tool must find the same in a file.
/// @param file empty: no pepper, and no mistake
[[nodiscard]] pepper read_pepper(const std::string& file);

} // namespace circ::config
