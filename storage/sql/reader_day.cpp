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

std::vector<hold>
reader::holds_to_wake(branch_id pickup, local_date today, due_place after, int most) {
    return find_all<hold>(*session_,
                          query::holds_to_wake,
                          with("pickup", pickup),
                          with("today", today),
                          with("at", after.at),
                          with("id", after.id),
                          with("most", most));
}

std::vector<hold>
reader::holds_to_expire(branch_id pickup, local_date today, due_place after, int most) {
    return find_all<hold>(*session_,
                          query::holds_to_expire,
                          with("pickup", pickup),
                          with("today", today),
                          with("at", after.at),
                          with("id", after.id),
                          with("most", most));
}

std::vector<hold>
reader::holds_shelved_until(branch_id pickup, local_date before, due_place after, int most) {
    return find_all<hold>(*session_,
                          query::holds_shelved_until,
                          with("pickup", pickup),
                          with("before", before),
                          with("at", after.at),
                          with("id", after.id),
                          with("most", most));
}

std::vector<hold>
reader::holds_closed(branch_id pickup, instant before, due_place after, int most) {
    return find_all<hold>(*session_,
                          query::holds_closed,
                          with("pickup", pickup),
                          with("before", before),
                          with("at", after.at),
                          with("id", after.id),
                          with("most", most));
}

std::vector<loan> reader::loans_due(
    branch_id lender, instant from, instant before, due_place after, int most) {
    return find_all<loan>(*session_,
                          query::loans_due,
                          with("branch", lender),
                          with("from", from),
                          with("before", before),
                          with("at", after.at),
                          with("id", after.id),
                          with("most", most));
}

std::vector<loan>
reader::loans_to_cut(branch_id lender, instant before, due_place after, int most) {
    return find_all<loan>(*session_,
                          query::loans_to_cut,
                          with("branch", lender),
                          with("before", before),
                          with("at", after.at),
                          with("id", after.id),
                          with("most", most));
}

std::vector<patron> reader::patrons_expiring(
    branch_id of, local_date from, local_date to, due_place after, int most) {
    return find_all<patron>(*session_,
                            query::patrons_expiring,
                            with("branch", of),
                            with("from", from),
                            with("to", to),
                            with("at", after.at),
                            with("id", after.id),
                            with("most", most));
}

} // namespace circ::storage
