#pragma once

#include "tools/circdesk/report/report.hpp"

#include <iosfwd>
#include <vector>

namespace circ::tool {

/// One page of a report: of a branch, or of the whole library.
struct report_page {
    report_question asked;
    std::vector<report_line> lines;
};

/// What was made of one report.
struct made_report {
    const report& of;
    const storage::institution& library;
    bool with_names = false;
    std::vector<report_page> pages; ///< those with lines, or that were asked for by name
};

/// For people: a heading that says what of and as of when, aligned lines and totals; the pages of
/// branches are parted by form feeds.
void print_text(const made_report& what, std::ostream& to);

/// One table with the time and the branch in front, safe for spreadsheets; no totals.
void print_csv(const made_report& what, std::ostream& to);

/// Pages with their lines and totals; written line by line, as is the table.
void print_json(const made_report& what, std::ostream& to);

} // namespace circ::tool
