#pragma once

#include <string>
#include <utility>
#include <vector>

namespace circ::test {

/// The rules of the shipped file, with some words of the one for everyone replaced.
[[nodiscard]] std::string shipped_policy(const std::vector<std::pair<std::string, std::string>>& instead);

} // namespace circ::test
