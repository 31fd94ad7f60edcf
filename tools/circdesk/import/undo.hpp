#pragma once

#include "storage/records/imports.hpp"
#include "storage/store.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace circ::tool {

/// What others depend on first: a loan names the hold that it filled.
inline constexpr std::array imported_kinds{storage::imported_kind::title,
                                           storage::imported_kind::item,
                                           storage::imported_kind::patron,
                                           storage::imported_kind::hold,
                                           storage::imported_kind::loan,
                                           storage::imported_kind::fee,
                                           storage::imported_kind::credit,
                                           storage::imported_kind::card,
                                           storage::imported_kind::block,
                                           storage::imported_kind::message};

/// What taking an import back came to, by kind.
struct undo_counts {
    std::uint64_t removed = 0;  ///< the import had added them
    std::uint64_t restored = 0; ///< as they were before
    std::uint64_t left = 0; ///< somebody has touched them since, or they are named by what stays
};

using undo_result = std::array<undo_counts, imported_kinds.size()>;

/// Takes back what nobody has touched since, what depends on others first, in units of bounded
/// size; what is left keeps its mark, so that it can be tried again.
/// @throws storage::store_error
[[nodiscard]] undo_result undo_import(storage::store& in, const storage::import_run& run);

} // namespace circ::tool
