#include "storage/reader.hpp"

#include "storage/sql/row_mapping.hpp"

namespace circ::storage {

using sql::find_all;
using sql::find_one;
using sql::query;
using sql::with;

std::vector<day_job> reader::day_jobs(institution_id of) {
    return find_all<day_job>(*session_, query::day_jobs, with("institution", of));
}

std::optional<day_job>
reader::find_day_job(institution_id of, branch_id at, std::string_view job) {
    return find_one<day_job>(*session_,
                             query::find_day_job,
                             with("institution", of),
                             with("branch", at),
                             with("job", job));
}

namespace {

/// Some that are due, after that place.
template <class Record>
std::vector<Record>
find_due(sql::session& over, query which, due_place after, int most, const auto&... of) {
    return find_all<Record>(
        over, which, of..., with("at", after.at), with("id", after.id), with("most", most));
}

} // namespace

std::vector<hold>
reader::holds_to_wake(branch_id pickup, local_date today, due_place after, int most) {
    return find_due<hold>(
        *session_, query::holds_to_wake, after, most, with("pickup", pickup), with("today", today));
}

std::vector<hold>
reader::holds_to_expire(branch_id pickup, local_date today, due_place after, int most) {
    return find_due<hold>(
        *session_, query::holds_to_expire, after, most, with("pickup", pickup), with("today", today));
}

std::vector<hold>
reader::holds_shelved_until(branch_id pickup, local_date before, due_place after, int most) {
    return find_due<hold>(
        *session_, query::holds_shelved_until, after, most, with("pickup", pickup), with("before", before));
}

std::vector<hold>
reader::holds_closed(branch_id pickup, instant before, due_place after, int most) {
    return find_due<hold>(
        *session_, query::holds_closed, after, most, with("pickup", pickup), with("before", before));
}

std::vector<loan> reader::loans_due(
    branch_id lender, instant from, instant before, due_place after, int most) {
    return find_due<loan>(
        *session_, query::loans_due, after, most, with("branch", lender), with("from", from), with("before", before));
}

std::vector<loan>
reader::loans_to_cut(branch_id lender, instant before, due_place after, int most) {
    return find_due<loan>(
        *session_, query::loans_to_cut, after, most, with("branch", lender), with("before", before));
}

std::vector<patron> reader::patrons_expiring(
    branch_id of, local_date from, local_date to, due_place after, int most) {
    return find_due<patron>(
        *session_, query::patrons_expiring, after, most, with("branch", of), with("from", from), with("to", to));
}

} // namespace circ::storage
