#include "storage/sql/row_mapping.hpp"
#include "storage/unit_of_work.hpp"

namespace circ::storage {

using sql::execute;
using sql::query;
using sql::with;

namespace {

// What is over is found by events of the one who goes, so it comes first and they last; a notice's
// recipient is found by whom it is about, and by who answers for them.
constexpr query merging[] = {query::merge_past_loans,
                             query::merge_past_holds,
                             query::merge_open_loans,
                             query::merge_open_holds,
                             query::merge_cards,
                             query::merge_blocks,
                             query::merge_messages,
                             query::merge_fees,
                             query::merge_open_fees,
                             query::merge_payments,
                             query::merge_recipients,
                             query::merge_notices,
                             query::merge_reviews,
                             query::merge_wards,
                             query::merge_events};

constexpr query emptying[] = {query::empty_blocks,
                              query::empty_messages,
                              query::empty_fees,
                              query::empty_entries,
                              query::empty_payments,
                              query::empty_notices,
                              query::empty_reviews,
                              query::empty_events};

} // namespace

void unit_of_work::merge(const patron& from, const patron& into) {
    for (const auto each : merging)
        static_cast<void>(execute(*session_, each, with("from", from.id), with("into", into.id)));
    const auto adjust = [&](patron_id whose, int sign) {
        static_cast<void>(execute(*session_,
                                  query::adjust_patron,
                                  with("patron", whose),
                                  with("loans", sign * from.open_loans),
                                  with("holds", sign * from.open_holds),
                                  with("fees", sign * from.open_fees),
                                  with("owed", sign < 0 ? money{} - from.owed : from.owed),
                                  with("credit", sign < 0 ? money{} - from.credit : from.credit)));
    };
    adjust(from.id, -1);
    adjust(into.id, 1);
}

void unit_of_work::forget_words_about(patron_id who) {
    for (const auto each : emptying)
        static_cast<void>(execute(*session_, each, with("patron", who)));
    static_cast<void>(execute(*session_,
                              query::remove_marks_of,
                              with("kind", imported_kind::patron),
                              with("record", who.value)));
}

} // namespace circ::storage
