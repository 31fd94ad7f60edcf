#include "storage/reader.hpp"

#include "storage/sql/paged.hpp"

namespace circ::storage {

using sql::find_one;
using sql::query;
using sql::with;

std::optional<shadow_kind> reader::find_like(const shadow_kind& what) {
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

std::optional<shadow_kind> reader::find_shadow_kind(institution_id of, std::int64_t number) {
    return find_one<shadow_kind>(
        *session_, query::find_shadow_kind, with("institution", of), with("number", number));
}

std::int64_t reader::last_shadow_number(institution_id of) {
    auto found = sql::run(*session_, query::last_shadow_number, with("institution", of));
    return found.next() ? found.get<std::int64_t>(0) : 0;
}

std::vector<shadow_kind> reader::accepted_shadow_kinds(institution_id of, page which) {
    return sql::find_page<shadow_kind>(
        *session_, query::accepted_shadow_kinds, which, with("institution", of));
}

std::vector<shadow_line> reader::shadow_lines(institution_id of, local_date from) {
    auto found =
        sql::run(*session_, query::shadow_lines, with("institution", of), with("from", from));
    constexpr int after = sql::width<shadow_kind>();
    std::vector<shadow_line> lines;
    while (found.next())
        lines.push_back({.kind = found.record<shadow_kind>(),
                         .terminal = found.get<terminal_id>(after),
                         .count = found.get<std::int64_t>(after + 1),
                         .first_at = found.get<instant>(after + 2),
                         .last_at = found.get<instant>(after + 3),
                         .example = found.get<std::string>(after + 4)});
    return lines;
}

std::vector<shadow_sum> reader::shadow_sums(institution_id of, local_date from) {
    auto found =
        sql::run(*session_, query::shadow_sums, with("institution", of), with("from", from));
    std::vector<shadow_sum> sums;
    while (found.next())
        sums.push_back({.backend = found.get<std::string>(0),
                        .terminal = found.get<terminal_id>(1),
                        .operation = found.get<std::string>(2),
                        .counted = {.same = found.get<std::int64_t>(3),
                                    .tolerable = found.get<std::int64_t>(4),
                                    .different = found.get<std::int64_t>(5),
                                    .decided_otherwise = found.get<std::int64_t>(6),
                                    .unanswered = found.get<std::int64_t>(7),
                                    .skipped = found.get<std::int64_t>(8)}});
    return sums;
}

std::optional<instant> reader::shadow_begun(institution_id of, std::string_view backend) {
    auto found = sql::run(
        *session_, query::shadow_begun, with("institution", of), with("backend", backend));
    if (!found.next() || found.is_null(0)) return std::nullopt;
    return found.get<instant>(0);
}

} // namespace circ::storage
