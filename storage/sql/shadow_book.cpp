#include "storage/shadow_book.hpp"

#include "storage/sql/paged.hpp"

namespace circ::storage {

using sql::execute;
using sql::find_one;
using sql::query;
using sql::with;

std::optional<shadow_kind> shadow_reader::find_like(const shadow_kind& what) {
    return find_one<shadow_kind>(*session_,
                                 query::shadow_kind_like,
                                 with("institution", what.institution),
                                 with("backend", what.backend),
                                 with("operation", what.operation),
                                 with("field", what.field),
                                 with("cause", what.cause),
                                 with("ours", what.ours),
                                 with("theirs", what.theirs));
}

std::optional<shadow_kind> shadow_reader::find_kind(institution_id of, std::int64_t number) {
    return find_one<shadow_kind>(
        *session_, query::find_shadow_kind, with("institution", of), with("number", number));
}

std::int64_t shadow_reader::last_number(institution_id of) {
    auto found = sql::run(*session_, query::last_shadow_number, with("institution", of));
    return found.next() ? found.get<std::int64_t>(0) : 0;
}

std::vector<shadow_kind> shadow_reader::accepted_kinds(institution_id of, page which) {
    return sql::find_page<shadow_kind>(
        *session_, query::accepted_shadow_kinds, which, with("institution", of));
}

std::vector<shadow_line> shadow_reader::lines(institution_id of, local_date from) {
    auto found =
        sql::run(*session_, query::shadow_lines, with("institution", of), with("from", from));
    constexpr int after = sql::width<shadow_kind>();
    std::vector<shadow_line> all;
    while (found.next())
        all.push_back({.kind = found.record<shadow_kind>(),
                         .terminal = found.get<terminal_id>(after),
                         .count = found.get<std::int64_t>(after + 1),
                         .first_at = found.get<instant>(after + 2),
                         .last_at = found.get<instant>(after + 3),
                         .example = found.get<std::string>(after + 4)});
    return all;
}

std::vector<shadow_sum> shadow_reader::sums(institution_id of, local_date from) {
    auto found =
        sql::run(*session_, query::shadow_sums, with("institution", of), with("from", from));
    std::vector<shadow_sum> all;
    while (found.next())
        all.push_back({.backend = found.get<std::string>(0),
                        .terminal = found.get<terminal_id>(1),
                        .operation = found.get<std::string>(2),
                        .counted = {.same = found.get<std::int64_t>(3),
                                    .tolerable = found.get<std::int64_t>(4),
                                    .different = found.get<std::int64_t>(5),
                                    .decided_otherwise = found.get<std::int64_t>(6),
                                    .unanswered = found.get<std::int64_t>(7),
                                    .skipped = found.get<std::int64_t>(8)}});
    return all;
}

std::optional<instant> shadow_reader::begun(institution_id of, std::string_view backend) {
    auto found = sql::run(
        *session_, query::shadow_begun, with("institution", of), with("backend", backend));
    if (!found.next() || found.is_null(0)) return std::nullopt;
    return found.get<instant>(0);
}

void shadow_book::add(const shadow_kind& record) {
    sql::insert(*session_, record);
}

void shadow_book::change(const shadow_kind& record) {
    sql::update(*session_, record);
}

void shadow_book::count(const shadow_place& of, const shadow_tally& by, instant at) {
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

void shadow_book::count(const shadow_sighting& seen) {
    static_cast<void>(execute(*session_,
                              query::add_shadow_sighting,
                              with("institution", seen.institution),
                              with("day", seen.day),
                              with("kind", seen.kind),
                              with("terminal", seen.terminal),
                              with("at", seen.at),
                              with("example", seen.example)));
}

int shadow_book::remove_old(institution_id of, local_date before) {
    std::int64_t rows = 0;
    for (const auto each : {query::remove_shadow_tallies, query::remove_shadow_sightings})
        rows += execute(*session_, each, with("institution", of), with("before", before));
    rows += execute(*session_, query::remove_shadow_kinds, with("institution", of));
    return static_cast<int>(rows);
}

} // namespace circ::storage
