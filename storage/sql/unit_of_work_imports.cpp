#include "storage/sql/row_mapping.hpp"
#include "storage/unit_of_work.hpp"

namespace circ::storage {

using sql::execute;
using sql::insert;
using sql::query;
using sql::update;
using sql::with;

void unit_of_work::add(const import_run& record) {
    insert(*session_, record);
}
void unit_of_work::add(const import_mark& record) {
    insert(*session_, record);
}

void unit_of_work::add(const import_reject& record) {
    insert(*session_, record);
}

void unit_of_work::change(const import_run& record) {
    update(*session_, record);
}

void unit_of_work::remove(const import_mark& record) {
    static_cast<void>(execute(*session_,
                              query::remove_import_mark,
                              with("run", record.run),
                              with("kind", record.kind),
                              with("record", record.record)));
}

int unit_of_work::remove_rejects(import_run_id of) {
    return static_cast<int>(execute(*session_, query::remove_import_rejects, with("run", of)));
}

void unit_of_work::remove(const patron& record) {
    static_cast<void>(execute(*session_, query::remove_patron_words, with("patron", record.id)));
    static_cast<void>(execute(*session_, query::remove_cards, with("patron", record.id)));
    static_cast<void>(execute(*session_, query::remove_patron, with("id", record.id)));
}

} // namespace circ::storage
