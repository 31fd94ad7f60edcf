#include "storage/sql/row_mapping.hpp"
#include "storage/unit_of_work.hpp"

namespace circ::storage {

using sql::execute;
using sql::query;
using sql::with;

void unit_of_work::add(const shadow_kind& record) {
    sql::insert(*session_, record);
}

void unit_of_work::change(const shadow_kind& record) {
    sql::update(*session_, record);
}

void unit_of_work::count(const shadow_place& of, const shadow_tally& by, instant at) {
    static_cast<void>(execute(*session_,
                              query::add_to_shadow_tally,
                              with("institution", of.institution),
                              with("day", of.day),
                              with("backend", of.backend),
                              with("terminal", of.terminal),
                              with("operation", of.operation),
                              with("same", by.same),
                              with("tolerable", by.tolerable),
                              with("different", by.different),
                              with("decided_otherwise", by.decided_otherwise),
                              with("unanswered", by.unanswered),
                              with("skipped", by.skipped),
                              with("at", at)));
}

void unit_of_work::count(const shadow_sighting& seen) {
    static_cast<void>(execute(*session_,
                              query::add_shadow_sighting,
                              with("institution", seen.institution),
                              with("day", seen.day),
                              with("kind", seen.kind),
                              with("terminal", seen.terminal),
                              with("at", seen.at),
                              with("example", seen.example)));
}

int unit_of_work::remove_old_shadows(institution_id of, local_date before) {
    std::int64_t rows = 0;
    for (const auto each : {query::remove_shadow_tallies, query::remove_shadow_sightings})
        rows += execute(*session_, each, with("institution", of), with("before", before));
    rows += execute(*session_, query::remove_shadow_kinds, with("institution", of));
    return static_cast<int>(rows);
}

} // namespace circ::storage
