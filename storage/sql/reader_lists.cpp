// The lists that staff walks with, and the reconciliation.

#include "storage/reader.hpp"

#include "storage/sql/hold_lines.hpp"
#include "storage/sql/paged.hpp"

namespace circ::storage {

using sql::find_all;
using sql::find_page;
using sql::hold_line_of;
using sql::lines_of_page;
using sql::query;
using sql::with;

namespace {

[[nodiscard]] transit_line transit_line_of(const sql::rows& row) {
    constexpr int next = sql::width<transit>();
    return {.transit = row.record<transit>(),
            .barcode = row.get<std::string>(next),
            .title = row.get<std::string>(next + 1)};
}

[[nodiscard]] payment_sum payment_sum_of(const sql::rows& row) {
    return {.terminal = row.get<terminal_id>(0),
            .payment_type = row.get<int>(1),
            .accepted = row.get<int>(2),
            .accepted_amount = row.get<money>(3),
            .refused = row.get<int>(4),
            .refused_amount = row.get<money>(5),
            .unsettled = row.get<int>(6),
            .unsettled_amount = row.get<money>(7),
            .bk_reused = row.get<int>(8),
            .bk_reused_amount = row.get<money>(9),
            .credited = row.get<money>(10)};
}

} // namespace

std::vector<hold_line> reader::holds_on_shelf(branch_id at, page which) {
    return lines_of_page(*session_, query::holds_on_shelf, which, hold_line_of, with("branch", at));
}

std::vector<hold_line> reader::holds_to_clear(branch_id at, local_date today, page which) {
    return lines_of_page(*session_,
                         query::holds_to_clear,
                         which,
                         hold_line_of,
                         with("branch", at),
                         with("today", today));
}

std::vector<hold_line> reader::suspended_holds(institution_id of, page which) {
    return lines_of_page(
        *session_, query::suspended_holds, which, hold_line_of, with("institution", of));
}

std::vector<transit_line> reader::transits_to(branch_id to, page which) {
    return lines_of_page(*session_, query::transits_to, which, transit_line_of, with("branch", to));
}

std::vector<item> reader::copies_to_pull(branch_id at, title_id title, item_id after, int count) {
    return find_all<item>(*session_,
                          query::copies_to_pull,
                          with("branch", at),
                          with("title", title.value),
                          with("item", after.value),
                          with("count", count));
}

std::vector<payment> reader::unsettled_payments(institution_id of, page which) {
    return find_page<payment>(
        *session_, query::unsettled_payments, which, with("institution", of));
}

std::vector<payment> reader::payments_between(
    institution_id of, terminal_id at, instant after, instant until, page which) {
    return find_page<payment>(*session_,
                              query::payments_between,
                              which,
                              with("institution", of),
                              with("terminal", at),
                              with("after", after),
                              with("until", until));
}

std::vector<payment_sum>
reader::payment_sums(institution_id of, instant after, instant until) {
    std::vector<payment_sum> sums;
    auto found = run(*session_,
                     query::payment_sums,
                     with("institution", of),
                     with("after", after),
                     with("until", until));
    while (found.next())
        sums.push_back(payment_sum_of(found));
    return sums;
}

} // namespace circ::storage
