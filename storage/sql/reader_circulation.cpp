#include "storage/reader.hpp"

#include "storage/sql/hold_lines.hpp"
#include "storage/sql/paged.hpp"

namespace circ::storage {

using sql::find_all;
using sql::find_one;
using sql::find_page;
using sql::hold_line_of;
using sql::lines_of_page;
using sql::query;
using sql::with;

namespace {

[[nodiscard]] loan_line loan_line_of(const sql::rows& row) {
    constexpr int next = sql::width<loan>();
    return {.loan = row.record<loan>(),
            .barcode = row.get<std::string>(next),
            .item_type = row.get<std::string>(next + 1),
            .title = row.get<std::string>(next + 2),
            .title_key = row.get<title_id>(next + 3)};
}

[[nodiscard]] fee_line fee_line_of(const sql::rows& row) {
    constexpr int next = sql::width<fee>();
    return {.fee = row.record<fee>(),
            .open = row.get<money>(next),
            .barcode = row.get<std::string>(next + 1),
            .title = row.get<std::string>(next + 2)};
}

[[nodiscard]] int number_in(sql::rows&& counted) {
    return counted.next() ? counted.get<int>(0) : 0;
}

} // namespace

std::optional<loan> reader::find_loan(loan_id id) {
    return find_one<loan>(*session_, query::find_loan, with("id", id));
}

std::optional<loan> reader::last_loan_of(item_id of) {
    return find_one<loan>(*session_, query::last_loan_of, with("item", of));
}

std::vector<loan> reader::past_loans_of(item_id of) {
    return find_all<loan>(*session_, query::past_loans_of_item, with("item", of));
}

std::vector<loan_line> reader::open_loans_of(patron_id of, page which) {
    return lines_of_page(*session_, query::open_loans_of, which, loan_line_of, with("patron", of));
}

std::vector<loan_line> reader::overdue_loans_of(patron_id of, instant now, page which) {
    return lines_of_page(*session_,
                         query::overdue_loans_of,
                         which,
                         loan_line_of,
                         with("patron", of),
                         with("now", now));
}

std::vector<loan> reader::loans_by_hours_of(branch_id hours_of, const due_window& which) {
    return find_all<loan>(*session_,
                          query::loans_by_hours_of,
                          with("branch", hours_of),
                          with("from", which.from),
                          with("after", which.after.value),
                          with("before", which.before),
                          with("count", which.count));
}

std::vector<loan_line> reader::recalled_loans_of(patron_id of, page which) {
    return lines_of_page(
        *session_, query::recalled_loans_of, which, loan_line_of, with("patron", of));
}

std::vector<loan_line> reader::loans_in(institution_id of, loan_state state, page which) {
    return lines_of_page(*session_,
                         query::loans_in,
                         which,
                         loan_line_of,
                         with("institution", of),
                         with("state", state));
}

int reader::open_loans_of_type(patron_id of, std::string_view item_type, local_date today) {
    return number_in(run(*session_,
                         query::open_loans_of_type,
                         with("patron", of),
                         with("item_type", item_type),
                         with("today", today)));
}

std::vector<loan_line> reader::recalled_loans(institution_id of, instant until, page which) {
    return lines_of_page(*session_,
                         query::recalled_loans,
                         which,
                         loan_line_of,
                         with("institution", of),
                         with("until", until));
}

std::optional<loan> reader::loan_recalled_for(hold_id behind) {
    return find_one<loan>(*session_, query::loan_recalled_for, with("hold", behind));
}

std::optional<hold> reader::find_hold(hold_id id) {
    return find_one<hold>(*session_, query::find_hold, with("id", id));
}

std::vector<hold_line> reader::ready_holds_of(patron_id of, page which) {
    return lines_of_page(*session_, query::ready_holds_of, which, hold_line_of, with("patron", of));
}

std::vector<hold_line> reader::waiting_holds_of(patron_id of, page which) {
    return lines_of_page(
        *session_, query::waiting_holds_of, which, hold_line_of, with("patron", of));
}

std::vector<hold> reader::shelf_holds(branch_id pickup, local_date first) {
    return find_all<hold>(
        *session_, query::shelf_holds, with("pickup", pickup), with("first", first));
}

std::vector<hold> reader::queue_of(title_id of, page which) {
    return find_page<hold>(*session_, query::queue_of, which, with("title", of));
}

std::vector<hold> reader::queued_holds_of(title_id of, page which) {
    return find_page<hold>(*session_, query::queued_holds_of, which, with("title", of));
}

std::optional<hold> reader::open_hold_of(patron_id of, title_id title) {
    return find_one<hold>(*session_, query::open_hold_of, with("patron", of), with("title", title));
}

int reader::queue_position(const hold& of, local_date today) {
    return number_in(run(*session_,
                         query::queue_position,
                         with("title", of.title),
                         with("rank", of.rank),
                         with("id", of.id),
                         with("today", today)));
}

int reader::wanted_holds_of(title_id of, local_date today) {
    return number_in(
        run(*session_, query::wanted_holds_of_title, with("title", of), with("today", today)));
}

int reader::wanted_holds_of(patron_id of, local_date today) {
    return number_in(
        run(*session_, query::wanted_holds_of_patron, with("patron", of), with("today", today)));
}

std::optional<fee> reader::find_fee(fee_id id) {
    return find_one<fee>(*session_, query::find_fee, with("id", id));
}

std::optional<open_fee> reader::find_open_fee(fee_id id) {
    return find_one<open_fee>(*session_, query::find_open_fee, with("fee", id));
}

std::vector<fee> reader::fees_of_loan(loan_id of) {
    return find_all<fee>(*session_, query::fees_of_loan, with("loan", of));
}

std::vector<fee_line> reader::open_fees_of(patron_id of, page which) {
    return lines_of_page(*session_, query::open_fees_of, which, fee_line_of, with("patron", of));
}

std::vector<fee_line> reader::fees_of(patron_id of, page which) {
    return lines_of_page(*session_, query::fees_of, which, fee_line_of, with("patron", of));
}

std::vector<fee_entry> reader::entries_of(fee_id of) {
    return find_all<fee_entry>(*session_, query::entries_of, with("fee", of));
}

std::optional<payment> reader::find_payment(payment_id id) {
    return find_one<payment>(*session_, query::find_payment, with("id", id));
}

std::vector<payment> reader::payments_by_bk(terminal_id by, std::string_view bk, instant since) {
    return find_all<payment>(*session_,
                             query::payments_by_bk,
                             with("terminal", by),
                             with("bk", bk),
                             with("since", since));
}

std::vector<payment> reader::refused_payments(institution_id of, instant since, page which) {
    return find_page<payment>(
        *session_, query::refused_payments, which, with("institution", of), with("since", since));
}

} // namespace circ::storage
