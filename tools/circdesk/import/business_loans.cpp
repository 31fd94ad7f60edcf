#include "tools/circdesk/import/business_rows.hpp"

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
    known_column{"since", "itemlost_on stop_fines_time", false}};

constexpr std::array states{word_row<loan_state>{"open", loan_state::open},
                            word_row<loan_state>{"lost", loan_state::lost},
                            word_row<loan_state>{"claimed", loan_state::claimed_returned},
                            word_row<loan_state>{"claimsreturned", loan_state::claimed_returned},
                            word_row<loan_state>{"longoverdue", loan_state::open},
                            word_row<loan_state>{"maxfines", loan_state::open}};

open_loan read_loan(csv_row& row, const business_setting& with, import_report& report) {
    const std::string& zone = with.into.institution.time_zone;
    open_loan made{
        .by = requester_of(with), .card = row.reference("card"), .item = row.key("item")};
    made.branch = branch_code_of(row, "branch", with, report);
    for (const char* column : {"lent_at", "due_at"})
        static_cast<void>(row.needed(column));
    if (const auto lent = row.moment("lent_at", zone, noon)) made.lent_at = *lent;
    if (const auto due = row.moment("due_at", zone, end_of_day)) made.due_at = *due;
    if (made.due_at < made.lent_at)
        row.wrong("due_at", "it is due before it was lent; correct one of the two");
    if (made.lent_at > with.into.now) row.wrong("lent_at", "this lies ahead; correct the date");
    made.renewals = row.number("renewals", 0, 9999).value_or(0);
    made.state = word_of(row, "state", states, loan_state::open);
    made.since = row.moment("since", zone, noon);
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
