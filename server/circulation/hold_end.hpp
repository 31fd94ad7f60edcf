#pragma once

#include "server/circulation/operations.hpp"
#include "storage/unit_of_work.hpp"

namespace circ::circulation {

// How a hold ends without being filled, and what its reader is told no more because of it.

/// Ends an open hold as cancelled or lapsed. A copy on the shelf stays named until it is scanned: it
/// is on the list to clear; one on its way is let go. What was called back for it no longer is.
/// @return the hold as it is now
storage::hold close_hold(storage::unit_of_work& unit, const storage::hold& before, storage::hold_state as,
                         const requester& by, instant now);

/// The hold without its item: one that still keeps it waits again, the others are over.
[[nodiscard]] storage::hold without_item(storage::hold one, storage::local_date today, storage::instant now);

/// What was called back for a hold no longer is, where giving up its item has ended it.
void give_up_recall_if_over(storage::unit_of_work& unit, const storage::hold& before, const storage::hold& after,
                            const requester& by, storage::instant now);

/// Nobody is to be told any more that this hold, as it stood, is ready. @return whether somebody still was
[[nodiscard]] bool give_up_ready_notice(storage::unit_of_work& unit, const storage::hold& of, storage::instant now);

/// Takes that back, if the hold is on the shelf again.
void take_up_ready_notice(storage::unit_of_work& unit, const storage::hold& of);

} // namespace circ::circulation
