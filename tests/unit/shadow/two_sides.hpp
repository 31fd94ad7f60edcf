#pragma once

#include "server/shadow/comparison.hpp"

#include <chrono>
#include <string>

namespace circ::shadow::test {

inline constexpr instant noon =
    std::chrono::sys_days(std::chrono::year(2026) / 3 / 17) + std::chrono::hours(11);
inline constexpr std::chrono::days day{1};

inline moment here() {
    return {.now = noon, .time_zone = "Europe/Berlin"};
}

inline circulation::loan_entry loan_of(const std::string& barcode, instant due = {}) {
    circulation::loan_entry made;
    made.barcode = barcode;
    made.due_at = due;
    return made;
}

inline circulation::hold_entry hold_of(const std::string& barcode, const std::string& title = "") {
    circulation::hold_entry made;
    made.barcode = barcode;
    made.title = title;
    return made;
}

/// A reader with one loan, an item that stands on its shelf, a device that may do everything, and a
/// loan of four weeks.
inline side a_side() {
    using namespace circulation;
    side made;
    made.reader.emplace();
    made.reader->known = true;
    made.reader->name = "Anna Lindqvist";
    made.reader->counts = {1, 0, 1, 0, 0, 2};
    made.reader->owed = {250};
    made.reader->expires_on = storage::local_date(std::chrono::days(20'800));
    made.reader->lists.loans.push_back(loan_of("b1", noon + 9 * day));
    made.item.emplace();
    made.item->barcode = "i1";
    made.item->title = "The Two Towers";
    made.item->author = "Tolkien, J. R. R.";
    made.item->call_number = "F TOL";
    made.item->status = circulation_status::available;
    made.item->queue_length = 1;
    made.service.emplace();
    made.decided.emplace();
    made.decided->result = verdict::done;
    made.decided->due_at = noon + 28 * day;
    made.decided->for_a_reader = false;
    return made;
}

} // namespace circ::shadow::test
