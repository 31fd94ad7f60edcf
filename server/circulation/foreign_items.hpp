#pragma once

#include "server/circulation/perform.hpp"

#include <optional>

namespace circ::circulation {

// Items that are not ours: another library's that we borrowed, another institution's of this store.

/// Who sends back what other libraries lent us: the branch of the settings, else that of the item.
/// @return zero for an item of our own. @throws storage::store_error
[[nodiscard]] storage::branch_id
interlibrary_desk_of(storage::reader& from, const surroundings& with, const storage::item& what);

/// A number that another institution of this store has, with which nothing is agreed: nothing is
/// done, and staff is told whose it is. @throws storage::store_error
[[nodiscard]] std::optional<checkin_outcome>
take_foreign(storage::unit_of_work& unit, const checkin& asked, const surroundings& with);

} // namespace circ::circulation
