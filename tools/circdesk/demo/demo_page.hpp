#pragma once

#include <filesystem>
#include <string>

namespace circ::tool {

/// docs/demo.md: terminals, cards and items of the demo library to try, and what happens.
/// @param from the folder of the demo library
/// @throws complaint when its files cannot be read or do not fit together
[[nodiscard]] std::string demo_page(const std::filesystem::path& from);

} // namespace circ::tool
