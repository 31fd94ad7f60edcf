#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace circ::fuzz {

struct seed {
    std::string name;
    std::string bytes;
};

/// Where a target begins: what tests/data holds for it, and the files of tests/fuzz/corpus/TARGET,
/// among them all that it once stumbled over.
/// @throws std::runtime_error for a file that cannot be read
[[nodiscard]] std::vector<seed> seeds_for(std::string_view target);

} // namespace circ::fuzz
