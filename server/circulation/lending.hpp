#pragma once

#include "server/circulation/calendar.hpp"
#include "server/circulation/reason.hpp"
#include "server/circulation/terms.hpp"
#include "storage/records/circulation.hpp"
#include "storage/records/inventory.hpp"
#include "storage/records/people.hpp"

#include <optional>
#include <string>

namespace circ::circulation {

/// The terms a loan keeps, as policy has them today.
/// @param rule name of the rule that gave the loan period
[[nodiscard]] storage::loan_terms make_loan_terms(const terms& by, const storage::item& what,
                                                  std::string rule);

/// When a loan that begins at `from` is due.
/// @param moment when it is asked: a card that has ended by then is refused elsewhere, and caps nothing
[[nodiscard]] instant due_of(const terms& by, const storage::patron& who, instant from,
                             const branch_calendar& here, instant moment);

/// A due date as far as the item's lender allows: never after the day it is wanted back.
[[nodiscard]] instant due_for_lender(instant due, const storage::item& what);

/// The due date a device has given for what it did at `moment`, if it is one: after that moment and
/// within a year.
[[nodiscard]] std::optional<instant> believable_due(std::optional<instant> given, instant moment);

} // namespace circ::circulation
