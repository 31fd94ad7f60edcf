#include "storage/report_reader.hpp"

#include "storage/sql/titled_item.hpp"

namespace circ::storage {

using sql::find_all;
using sql::query;
using sql::run;
using sql::with;

namespace {

[[nodiscard]] counted_money money_in(sql::rows&& found) {
    if (!found.next()) return {};
    return {.count = found.get<std::int64_t>(0), .amount = found.get<money>(1)};
}

} // namespace

std::vector<loan>
report_reader::loans_of_branch_in(branch_id lender, loan_state state, loan_id after, int most) {
    return find_all<loan>(*session_,
                          query::loans_of_branch_in,
                          with("branch", lender),
                          with("state", state),
                          with("after", after.value),
                          with("most", most));
}

std::vector<item_facts>
report_reader::items_of_branch_in(branch_id of, item_state state, item_id after, int most) {
    std::vector<item_facts> all;
    auto found = run(*session_,
                     query::items_of_branch_in,
                     with("branch", of),
                     with("state", state),
                     with("after", after.value),
                     with("most", most));
    while (found.next())
        all.push_back(sql::titled_item(found));
    return all;
}

std::vector<idle_item>
report_reader::idle_items(branch_id of, instant since, item_id after, int most) {
    constexpr int lent_at = sql::width<item>() + sql::width<title>();
    std::vector<idle_item> all;
    auto found = run(*session_,
                     query::idle_items,
                     with("branch", of),
                     with("since", since),
                     with("after", after.value),
                     with("most", most));
    while (found.next())
        all.push_back({sql::titled_item(found), found.get<std::optional<instant>>(lent_at)});
    return all;
}

std::vector<hold> report_reader::holds_waiting(branch_id pickup, due_place after, int most) {
    return find_all<hold>(*session_,
                          query::holds_waiting,
                          with("pickup", pickup),
                          with("at", after.at),
                          with("id", after.id),
                          with("most", most));
}

std::vector<wanted_title> report_reader::wanted_titles(institution_id of,
                                                       int holds_per_copy,
                                                       title_id after,
                                                       int most) {
    std::vector<wanted_title> all;
    auto found = run(*session_,
                     query::wanted_titles,
                     with("institution", of),
                     with("more_than", holds_per_copy),
                     with("after", after.value),
                     with("most", most));
    while (found.next())
        all.push_back({found.record<title>(), found.get<int>(sql::width<title>())});
    return all;
}

std::vector<patron>
report_reader::patrons_with_credit(branch_id of, patron_id after, int most) {
    return find_all<patron>(*session_,
                            query::patrons_with_credit,
                            with("branch", of),
                            with("after", after.value),
                            with("most", most));
}

std::vector<payment> report_reader::payments_bk_reused(institution_id of,
                                                       instant since,
                                                       due_place after,
                                                       int most) {
    return find_all<payment>(*session_,
                             query::payments_bk_reused,
                             with("institution", of),
                             with("since", since),
                             with("at", after.at),
                             with("id", after.id),
                             with("most", most));
}

std::vector<counter_sum>
report_reader::counted_at(const counted_part& what, local_date first, local_date last) {
    auto found = run(*session_,
                     query::counted_part,
                     with("institution", what.of),
                     with("branch", what.at),
                     with("item_type", what.item_type),
                     with("first", first),
                     with("last", last));
    std::vector<counter_sum> sums;
    while (found.next())
        sums.push_back({what.item_type, found.get<std::string>(0), found.get<std::int64_t>(1)});
    return sums;
}

counted_money
report_reader::charged(institution_id of, branch_id at, instant after, instant until) {
    return money_in(run(*session_,
                        query::charged_between,
                        with("institution", of),
                        with("branch", at),
                        with("after", after),
                        with("until", until)));
}

counted_money report_reader::paid(institution_id of, branch_id at, instant after, instant until) {
    return money_in(run(*session_,
                        query::paid_between,
                        with("institution", of),
                        with("branch", at),
                        with("after", after),
                        with("until", until)));
}

std::int64_t
report_reader::new_patrons(institution_id of, branch_id at, instant after, instant until) {
    auto found = run(*session_,
                     query::patrons_made_between,
                     with("institution", of),
                     with("branch", at),
                     with("after", after),
                     with("until", until));
    return found.next() ? found.get<std::int64_t>(0) : 0;
}

} // namespace circ::storage
