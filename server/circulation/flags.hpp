#pragma once

#include "server/circulation/calendar.hpp"
#include "server/circulation/terms.hpp"
#include "server/circulation/views.hpp"
#include "storage/records/facts.hpp"

namespace circ::circulation {

/// What the fourteen flags are computed from, besides the patron.
struct flag_question {
    local_date today{};
    money running;              ///< overdue fees still running
    bool recall_overdue = false; ///< a recalled loan is past its recall date
};

/// The fourteen conditions of a patron, for something unrestricted.
/// @param by terms of an item type that no rule mentions
/// @spec circulation §6; SIP2 patron status
[[nodiscard]] patron_flags flags_of(const storage::patron_facts& who, const terms& by, const flag_question& asked);

} // namespace circ::circulation
