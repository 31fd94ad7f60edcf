#include "tools/circdesk/import/business_rows.hpp"

#include <functional>
#include <unordered_map>

// Fees and credits.

namespace circ::tool {
namespace {

using std::chrono::seconds;
using storage::fee_kind;

constexpr seconds noon = std::chrono::hours(12);
constexpr std::string_view cards = "cardnumber patron_barcode borrower_barcode user_barcode";

constexpr std::array fee_columns{
    known_column{"card", cards, true},
    known_column{"number", "accountlines_id fee_id bill_id id", false},
    known_column{"kind", "debit_type_code accounttype billing_type type", false},
    known_column{"amount", "amountoutstanding balance_owed balance outstanding", true},
    known_column{"original", "", false},
    known_column{"item", "barcode item_barcode itembarcode copy_barcode", false},
    known_column{"note", "description", false},
    known_column{"assessed_at", "date billing_ts", false}};
constexpr std::array credit_columns{known_column{"card", cards, true},
                                    known_column{"amount", "credit balance", true},
                                    known_column{"since", "date", false}};
/// Ours, then Koha's and Evergreen's.
constexpr std::array fee_kinds{word_row<fee_kind>{"other", fee_kind::other},
                               word_row<fee_kind>{"overdue", fee_kind::overdue},
                               word_row<fee_kind>{"replacement", fee_kind::replacement},
                               word_row<fee_kind>{"processing", fee_kind::processing},
                               word_row<fee_kind>{"rental", fee_kind::rental},
                               word_row<fee_kind>{"hold", fee_kind::hold},
                               word_row<fee_kind>{"card", fee_kind::card},
                               word_row<fee_kind>{"damage", fee_kind::damage},
                               word_row<fee_kind>{"computer", fee_kind::computer},
                               word_row<fee_kind>{"lost", fee_kind::replacement},
                               word_row<fee_kind>{"rent", fee_kind::rental},
                               word_row<fee_kind>{"reserve", fee_kind::hold},
                               word_row<fee_kind>{"new_card", fee_kind::card},
                               word_row<fee_kind>{"account", fee_kind::other},
                               word_row<fee_kind>{"manual", fee_kind::other},
                               word_row<fee_kind>{"lost materials", fee_kind::replacement},
                               word_row<fee_kind>{"overdue materials", fee_kind::overdue}};

/// Fees that have no number are known by all that is said of them, and by which of several equal
/// ones they are. Those before are kept by a hash, so that a million cost 40 MB and not their text.
class fee_numbers {
public:
    std::string number_of(const csv_row& row) {
        if (row.has("number")) return row.text("number");
        std::string made;
        for (const char* each : {"card", "kind", "item", "assessed_at", "note"})
            made += row.text(each) + '|';
        return made + std::to_string(++times_[std::hash<std::string>{}(made)]);
    }

private:
    std::unordered_map<std::size_t, int> times_;
};

circulation::open_debt read_fee(csv_row& row, fee_numbers& numbers, const business_setting& with) {
    circulation::open_debt made{
        .by = requester_of(with), .card = row.reference("card"), .number = numbers.number_of(row)};
    made.kind = word_of(row, "kind", fee_kinds, fee_kind::other);
    made.amount = amount_of(row, with);
    made.original = optional_amount(row, "original", with);
    if (made.original && *made.original < made.amount)
        row.wrong("original", "less than what is still open of it; correct one of the two");
    if (!row.text("item").empty()) made.item = row.reference("item");
    made.note = row.text("note");
    made.assessed_at =
        row.moment("assessed_at", with.into.institution.time_zone, noon).value_or(with.into.now);
    return made;
}

circulation::open_credit read_credit(csv_row& row, const business_setting& with) {
    circulation::open_credit made{
        .by = requester_of(with), .card = row.key("card"), .amount = amount_of(row, with)};
    made.since = row.moment("since", with.into.institution.time_zone, noon).value_or(with.into.now);
    return made;
}

} // namespace

void import_fees(std::istream& in,
                 const std::string& file,
                 const csv_mapping& mapping,
                 const business_setting& with,
                 import_report& report) {
    csv_table table(in, file, fee_columns, mapping);
    fee_numbers numbers;
    import_rows(table, record_kind::fee, with.into, report, [&](csv_row& row) {
        auto asked = read_fee(row, numbers, with);
        return take_over_step(row, record_kind::fee, std::move(asked), with);
    });
}

void import_credits(std::istream& in,
                    const std::string& file,
                    const csv_mapping& mapping,
                    const business_setting& with,
                    import_report& report) {
    csv_table table(in, file, credit_columns, mapping);
    import_rows(table, record_kind::credit, with.into, report, [&](csv_row& row) {
        auto asked = read_credit(row, with);
        return take_over_step(row, record_kind::credit, std::move(asked), with);
    });
}

} // namespace circ::tool
