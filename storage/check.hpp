#pragma once

#include "storage/reader.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::storage {

/// Something that must always hold and does not.
struct violation {
    std::string name;        ///< of the invariant
    std::int64_t record = 0; ///< the record that breaks it; 0 when the engine found it
    std::string sentence;
};

/// Told before each invariant is looked at: which, its place, and how many there are.
using check_progress =
    std::function<void(std::string_view name, std::size_t place, std::size_t of)>;

/// Walks through everything that must hold in a store, in one snapshot. Reads all of it: minutes on
/// a large one. Of a store of an older version the engine alone is asked: our rules are about the present schema.
/// @throws store_error
[[nodiscard]] std::vector<violation> check(const reader& store, const check_progress& tell = {});

} // namespace circ::storage
