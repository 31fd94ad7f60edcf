#pragma once

#include "tests/fuzz/seeds.hpp"

#include <random>
#include <span>
#include <string>

namespace circ::fuzz {

/// One of the seeds with some changes: bytes turned, cut, doubled, mixed with another seed's, and
/// the words that make parsers stumble put in.
/// @pre `seeds` is not empty
[[nodiscard]] std::string mutated(std::span<const seed> seeds, std::mt19937& random);

} // namespace circ::fuzz
