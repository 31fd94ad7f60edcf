#pragma once

#include "server/circulation/facts.hpp"
#include "server/circulation/local_time.hpp"
#include "storage/report_reader.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace circ::tool {

class tool;

// What staff and whoever is responsible reads: one table of all reports. To add one: a row in
// reports.cpp and the function that makes its lines. The command, its help and the tests follow.

/// What a report says in one place, as a thing and not yet as text.
using report_cell = std::variant<std::monostate,
                                 std::string,
                                 std::int64_t,
                                 storage::money,
                                 storage::local_date,
                                 storage::instant>;
using report_line = std::vector<report_cell>;

enum class column_kind {
    plain,
    summed, ///< a number or an amount: its total stands under the lines
    named,  ///< says who somebody is: shown only where names are asked for
};

struct report_column {
    std::string_view name;
    column_kind kind = column_kind::plain;
};

/// What may be asked of a report; each takes some of it.
enum class report_option { days, since, until, more_than, by, item_type, with_names };

struct report_parameter {
    report_option which;
    std::string_view usual; ///< what it is when nothing is said; a report's help says it too
    std::string_view help;
};

/// What was asked. @note Days and instants are those of the branch of the page.
struct report_question {
    storage::branch here; ///< of a page; without an id: the whole library
    storage::instant now{};
    storage::local_date today{};
    storage::local_date since{};
    storage::local_date until{};
    int days = 0;
    int more_than = 0;
    std::string by;
    std::string item_type;

    /// On the calendar of the page.
    [[nodiscard]] std::int64_t days_since(storage::instant then) const {
        return (today - circulation::date_in(then, here.time_zone)).count();
    }
};

/// Where lines come from.
struct report_source {
    storage::report_reader from;
    tool& with;
    const circulation::library_facts& library;
};

/// each_branch: a page for each, or for the one that is named. one_for_all: of the institution.
/// one_for_some: the same, and it can be narrowed to a branch.
enum class report_pages { each_branch, one_for_all, one_for_some };

/// shelf: somebody walks with it, so by location, call number and barcode, which are its first
/// columns. made: as its lines are made.
enum class report_order { made, shelf };

struct report {
    std::string_view name;
    std::string_view title; ///< "Overdue loans"
    std::string_view use;   ///< who reads it for what: one line for the help and the manual
    std::string_view ends;  ///< by what a line leaves it, for the manual
    report_pages pages;
    report_order order;
    std::span<const report_column> columns;
    std::span<const report_parameter> takes;
    std::vector<report_line> (*lines)(report_source& from, const report_question& asked);
};

/// All of them, in the order of the manual.
[[nodiscard]] std::span<const report> reports();

} // namespace circ::tool
