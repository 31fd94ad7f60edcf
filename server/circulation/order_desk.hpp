#pragma once

#include "server/circulation/operations.hpp"
#include "storage/records/outbox.hpp"
#include "storage/unit_of_work.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace circ::circulation {

// What a person decides about a change that a library system behind us still has to make.

/// In the order of storage::order_state.
inline constexpr std::array<std::string_view, storage::order_state_count> order_state_names{
    "ordering", "done", "refused", "in_doubt", "waiting", "stuck", "conflict", "dropped"};

[[nodiscard]] constexpr std::string_view name_of(storage::order_state state) {
    return order_state_names[static_cast<std::size_t>(state)];
}

[[nodiscard]] std::optional<storage::order_state> order_state_named(std::string_view name);

/// What the order had left to staff is dealt with, unless somebody has done so.
void end_review(storage::unit_of_work& unit,
                const storage::backend_order& of,
                std::string_view by,
                instant now,
                std::string_view how);

/// What came of a decision.
enum class order_change {
    done,
    not_there,
    under_way,  ///< it is being asked for just now
    not_decided ///< it waits for nobody: it is done, or will be tried by itself
};

/// Lets the daemon try it again: what is stuck, in conflict, or in doubt and not looked up any
/// more.
[[nodiscard]] order_change retry_order(storage::unit_of_work& unit,
                                       storage::order_id which,
                                       const requester& by,
                                       instant now,
                                       std::string_view why);

/// It is not to be delivered, and leaves the review list.
[[nodiscard]] order_change drop_order(storage::unit_of_work& unit,
                                      storage::order_id which,
                                      const requester& by,
                                      instant now,
                                      std::string_view why);

} // namespace circ::circulation
