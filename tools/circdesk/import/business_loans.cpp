#include "tools/circdesk/import/business_rows.hpp"
#include "tools/circdesk/terms_column.hpp"

// Loans, with those that are lost or claimed to be returned.

namespace circ::tool {
namespace {

using circulation::open_loan;
using std::chrono::seconds;
using storage::loan_state;

constexpr seconds noon = std::chrono::hours(12);
constexpr seconds end_of_day = std::chrono::days(1) - seconds(1);

constexpr std::array columns{
    known_column{"card", "cardnumber patron_barcode borrower_barcode user_barcode", true},
    known_column{"item", "barcode item_barcode itembarcode copy_barcode", true},
    known_column{"lent_at", "issuedate issued checkout_date charge_date xact_start", true},
    known_column{"due_at", "date_due due_date due duedate", true},
    known_column{"branch", "branchcode circ_lib library", false},
    known_column{"renewals", "renewals_count number_of_renewals", false},
    known_column{"state", "status stop_fines", false},
    known_column{"since", "itemlost_on stop_fines_time", false},
    known_column{"recalled_at", "", false},
    known_column{"recall_due_at", "", false},
    known_column{"due_before_recall", "", false},
    known_column{"terms", "", false}};

constexpr std::array states{word_row<loan_state>{"open", loan_state::open},
                            word_row<loan_state>{"lost", loan_state::lost},
                            word_row<loan_state>{"claimed", loan_state::claimed_returned},
                            word_row<loan_state>{"claimsreturned", loan_state::claimed_returned},
                            word_row<loan_state>{"longoverdue", loan_state::open},
                            word_row<loan_state>{"maxfines", loan_state::open}};

/// Nothing where the file has no such column.
std::optional<circulation::told_recall> read_recall(csv_row& row, const business_setting& with) {
    if (!row.has("recalled_at")) return std::nullopt;
    const std::string& zone = with.into.institution.time_zone;
    circulation::told_recall made;
    made.at = row.moment("recalled_at", zone, noon);
    made.due_at = row.moment("recall_due_at", zone, end_of_day);
    made.due_before = row.moment("due_before_recall", zone, end_of_day);
    if (made.at > with.into.now) row.wrong("recalled_at", "this lies ahead; correct the date");
    for (const char* column : {"recall_due_at", "due_before_recall"})
        if (row.text("recalled_at").empty() && !row.text(column).empty())
            row.wrong(column, "recalled_at is empty; say when it was called back, or leave this empty");
    return made;
}

std::optional<storage::loan_terms> read_terms(csv_row& row, const business_setting& with) {
    const std::string text = row.text("terms");
    if (text.empty()) return std::nullopt;
    auto read = read_terms_column(text, with.into.institution);
    if (!read.terms) row.wrong("terms", read.wrong);
    return std::move(read.terms);
}

open_loan read_loan(csv_row& row, const business_setting& with, import_report& report) {
    const std::string& zone = with.into.institution.time_zone;
    open_loan made{
        .by = requester_of(with), .card = row.reference("card"), .item = row.key("item")};
    made.branch = branch_code_of(row, "branch", with, report);
    made.lent_at = needed_moment(row, "lent_at", zone, noon);
    made.due_at = needed_moment(row, "due_at", zone, end_of_day);
    if (made.due_at < made.lent_at)
        row.wrong("due_at", "it is due before it was lent; correct one of the two");
    if (made.lent_at > with.into.now) row.wrong("lent_at", "this lies ahead; correct the date");
    made.renewals = row.number("renewals", 0, 9999).value_or(0);
    made.state = word_of(row, "state", states, loan_state::open);
    made.since = row.moment("since", zone, noon);
    made.terms = read_terms(row, with);
    made.recall = read_recall(row, with);
    return made;
}

} // namespace

void import_loans(std::istream& in,
                  const std::string& file,
                  const csv_mapping& mapping,
                  const business_setting& with,
                  import_report& report) {
    csv_table table(in, file, columns, mapping);
    import_rows(table, record_kind::loan, with.into, report, [&](csv_row& row) {
        auto asked = read_loan(row, with, report);
        return take_over_step(row, record_kind::loan, std::move(asked), with);
    });
}

} // namespace circ::tool
