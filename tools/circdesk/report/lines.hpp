#pragma once

#include "tools/circdesk/report/report.hpp"

// The lines of each report: all of them, each page of the store after the other.

namespace circ::tool::report_lines {

using lines = std::vector<report_line>;

// Loans
[[nodiscard]] lines overdues(report_source& from, const report_question& asked);
[[nodiscard]] lines lost(report_source& from, const report_question& asked);
[[nodiscard]] lines claims(report_source& from, const report_question& asked);

// Holds and what travels
[[nodiscard]] lines pull_list(report_source& from, const report_question& asked);
[[nodiscard]] lines holds_to_clear(report_source& from, const report_question& asked);
[[nodiscard]] lines holds_unfillable(report_source& from, const report_question& asked);
[[nodiscard]] lines holds_per_copy(report_source& from, const report_question& asked);
[[nodiscard]] lines transits_late(report_source& from, const report_question& asked);

// Items
[[nodiscard]] lines damaged(report_source& from, const report_question& asked);
[[nodiscard]] lines missing(report_source& from, const report_question& asked);
[[nodiscard]] lines never_lent(report_source& from, const report_question& asked);

// People and money
[[nodiscard]] lines cards_expiring(report_source& from, const report_question& asked);
[[nodiscard]] lines credits(report_source& from, const report_question& asked);
[[nodiscard]] lines fees(report_source& from, const report_question& asked);
[[nodiscard]] lines payments_refused(report_source& from, const report_question& asked);

// The house
[[nodiscard]] lines notices_failed(report_source& from, const report_question& asked);
[[nodiscard]] lines terminals_silent(report_source& from, const report_question& asked);
[[nodiscard]] lines statistics(report_source& from, const report_question& asked);

} // namespace circ::tool::report_lines
