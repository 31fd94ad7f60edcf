#pragma once

// How comparisons are kept: counted by day, terminal and operation; each kind of difference under a
// number, which a person may accept as a tolerance. All functions @throw storage::store_error.

#include "server/shadow/comparison.hpp"
#include "storage/unit_of_work.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace circ::shadow {

/// What became of a comparison once the tolerances were looked up.
struct kept {
    grade as = grade::same;
    std::array<int, 3> by_cause{};                ///< differences that are no tolerance
    std::vector<storage::shadow_kind> first_seen; ///< kinds that were not known before
};

/// Counts a comparison and its differences.
/// @param about the case, for the example: "item …0137"
[[nodiscard]] kept write_down(storage::unit_of_work& unit,
                              const storage::shadow_place& of,
                              const comparison& what,
                              instant now,
                              std::string_view about);

/// What came of a person's decision.
enum class acceptance { done, not_there, already_so };

/// From now on it counts as tolerable, at all terminals.
[[nodiscard]] acceptance accept(storage::unit_of_work& unit,
                                std::int64_t number,
                                const circulation::requester& by,
                                instant now,
                                std::string_view why);
/// From now on it counts as a difference again.
[[nodiscard]] acceptance forget(storage::unit_of_work& unit,
                                std::int64_t number,
                                const circulation::requester& by,
                                instant now,
                                std::string_view why);

} // namespace circ::shadow
