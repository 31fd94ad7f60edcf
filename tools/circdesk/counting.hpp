#pragma once

#include "server/circulation/stocktaking.hpp"

#include <functional>
#include <string>

namespace circ::tool {

class tool;

// What the verbs of stocktaking share.

/// Rows read at once, and so held in memory.
inline constexpr int count_rows = 5000;

/// @throws complaint when there is none, or it has ended and that is not wanted
[[nodiscard]] storage::stock_count
open_count(tool& with, const std::string& name, bool also_ended = false);

/// The operator, where the count is made.
[[nodiscard]] circulation::requester counter_of(tool& with, const storage::stock_count& in);

/// What should stand there and nobody has seen, as it stands now.
void for_each_unseen(storage::reader& from,
                     const storage::stock_count& in,
                     const std::function<void(const storage::item_facts&)>& each);

void end_count(storage::unit_of_work& unit, storage::stock_count in, tool& with);

} // namespace circ::tool
