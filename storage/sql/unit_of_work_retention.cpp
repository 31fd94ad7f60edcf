// What is forgotten or removed when it has been kept long enough.

#include "storage/unit_of_work.hpp"

#include "storage/sql/row_mapping.hpp"

namespace circ::storage {

using sql::execute;
using sql::query;
using sql::with;

void unit_of_work::forget_borrower(const loan& record) {
    loan after = record;
    after.patron = {};
    after.filled_hold = {};
    change(record, after);
    static_cast<void>(execute(*session_, query::cut_fees_of_loan, with("loan", record.id)));
    static_cast<void>(execute(
        *session_, query::cut_events_of_loan, with("item", record.item), with("loan", record.id)));
    static_cast<void>(execute(*session_, query::remove_notices_of_loan, with("loan", record.id)));
}

void unit_of_work::forget(const hold& record) {
    static_cast<void>(execute(*session_, query::remove_notices_of_hold, with("hold", record.id)));
    static_cast<void>(execute(*session_, query::cut_loans_of_hold, with("hold", record.id)));
    static_cast<void>(execute(*session_, query::cut_recalls_of_hold, with("hold", record.id)));
    static_cast<void>(execute(*session_, query::cut_transits_of_hold, with("hold", record.id)));
    static_cast<void>(execute(*session_, query::remove_hold, with("id", record.id)));
}

int unit_of_work::forget_in_events(instant before, int most) {
    return static_cast<int>(
        execute(*session_, query::cut_events, with("before", before), with("most", most)));
}

int unit_of_work::remove_done_notices(instant before, int most) {
    return static_cast<int>(
        execute(*session_, query::remove_done_notices, with("before", before), with("most", most)));
}

int unit_of_work::remove_settled_reviews(instant before, int most) {
    return static_cast<int>(
        execute(*session_, query::remove_settled_reviews, with("before", before), with("most", most)));
}

int unit_of_work::remove_spent_references(instant before, int most) {
    return static_cast<int>(execute(
        *session_, query::remove_spent_references, with("before", before), with("most", most)));
}

int unit_of_work::remove_ended_orders(instant before, int most) {
    return static_cast<int>(
        execute(*session_, query::remove_ended_orders, with("before", before), with("most", most)));
}

int unit_of_work::expire_journal(instant now, int most) {
    return static_cast<int>(
        execute(*session_, query::expire_journal, with("now", now), with("most", most)));
}

} // namespace circ::storage
