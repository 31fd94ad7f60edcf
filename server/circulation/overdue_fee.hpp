#pragma once

#include "server/circulation/calendar.hpp"
#include "storage/records/circulation.hpp"

namespace circ::circulation {

/// What a loan that was due at `due` costs when it is back at `back`: the running fee while it is
/// out, the assessed one when it is returned.
///
/// By the day: each date after the due date counts, closed ones not if the terms say so. By the
/// hour: each hour begun, less what falls on closed days. Grace that forgives is never charged;
/// grace that delays is charged with the rest once it is over.
[[nodiscard]] storage::money overdue_fee(const storage::loan_terms& terms, instant due, instant back,
                                         const branch_calendar& when);

/// The same of this loan as it stands; one that was recalled goes on at its own rate, without
/// grace, once its recall date is over.
[[nodiscard]] storage::money overdue_fee(const storage::loan& of, instant back, const branch_calendar& when);

} // namespace circ::circulation
