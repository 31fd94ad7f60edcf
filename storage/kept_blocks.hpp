#pragma once

#include "storage/records/kept_block.hpp"
#include "storage/unit_of_work.hpp"

#include <string_view>
#include <vector>

namespace circ::storage {

/// Cards that are blocked at our devices alone, by their numbers. @throws store_error
[[nodiscard]] std::vector<kept_block> kept_blocks(const reader& from, std::string_view backend);

/// Writes one down in place of what was known of its card. @throws store_error
void keep(unit_of_work& into, const kept_block& what);

/// Nothing where it is not there. @throws store_error
void lift(unit_of_work& from, std::string_view backend, std::string_view card);

} // namespace circ::storage
