#include "tools/circdesk/import/business_rows.hpp"

#include "tools/circdesk/import/catalogue.hpp"
#include "tools/circdesk/import/read_date.hpp"

#include <cctype>

namespace circ::tool {
namespace {

using code = circulation::reason_code;

struct objection_row {
    code why;
    std::string_view column;
    std::string_view sentence;
};

constexpr std::array rows{
    objection_row{code::patron_unknown, "card", "nobody has this card; import the patrons first"},
    objection_row{
        code::item_unknown, "item", "there is no item with this barcode; import the items first"},
    objection_row{code::title_unknown,
                  "control_number",
                  "there is no title with this control number; import it first"},
    objection_row{code::branch_unknown,
                  "branch",
                  "there is no such branch; --branch-map says which of ours it is"},
    objection_row{code::pickup_unknown,
                  "pickup",
                  "there is no such branch; --branch-map says which of ours it is"},
    objection_row{code::item_on_loan_to_other,
                  "item",
                  "the item is on loan; return it in the old system, or here"},
    objection_row{code::item_trapped_for_other,
                  "item",
                  "the item is kept for another reader, or on its way to them"},
    objection_row{code::item_withdrawn,
                  "item",
                  "the item is withdrawn; set its state with `circdesk item state` first"},
    objection_row{code::recall_not_found,
                  "recalls",
                  "no loan of this item, a copy of the title, is called back, or it is for another "
                  "hold; import the loans first, with recalled_at"},
    objection_row{code::amount_unreadable,
                  "amount",
                  "the amount must not be below zero; what the library owes is a credit"},
    objection_row{code::reference_taken,
                  "number",
                  "another reader has a fee of this number; numbers must differ"},
    objection_row{code::card_number_taken, "number", "another reader has a card of this number"},
    objection_row{code::request_incomplete, "", "what this needs is missing"}};

} // namespace

std::string lower_case(std::string text) {
    for (char& each : text)
        each = static_cast<char>(std::tolower(static_cast<unsigned char>(each)));
    return text;
}

storage::money amount_of(csv_row& row, const business_setting& with) {
    static_cast<void>(row.needed("amount"));
    return optional_amount(row, "amount", with).value_or(storage::money{});
}

std::optional<storage::money>
optional_amount(csv_row& row, std::string_view column, const business_setting& with) {
    const std::string text = row.text(column);
    if (text.empty()) return std::nullopt;
    const auto read = price_in(with.into.institution, text);
    if (!read)
        row.wrong(column,
                  "this is no amount in " + with.into.institution.currency + " such as 12.50");
    return read;
}

storage::instant needed_moment(csv_row& row,
                               std::string_view column,
                               std::string_view zone,
                               std::chrono::seconds without_time) {
    const std::string text = row.needed(column);
    if (!text.empty() && is_no_date(text)) row.wrong(column, "this is no date; give it one");
    return row.moment(column, zone, without_time).value_or(storage::instant{});
}

std::string branch_code_of(csv_row& row,
                           std::string_view column,
                           const business_setting& with,
                           import_report& report) {
    const std::string code = row.text(column);
    if (code.empty()) return with.into.branches.code_of(with.into.branches.fallback());
    if (const auto found = with.into.branches.find(code, report))
        return with.into.branches.code_of(*found);
    row.wrong(column, with.into.branches.unknown());
    return {};
}

circulation::requester requester_of(const business_setting& with) {
    circulation::requester made;
    made.operator_name = with.by;
    made.institution = with.into.institution.id;
    made.received = with.into.now;
    return made;
}

std::vector<finding>
objections(const finding& place, const csv_row& row, const std::vector<circulation::reason>& why) {
    std::vector<finding> all;
    for (const auto& each : why) {
        const auto found = std::ranges::find(rows, each.code, &objection_row::why);
        finding made = place;
        made.field = found != rows.end() ? std::string(found->column) : std::string();
        if (made.field.empty()) made.field = each.field;
        made.value = row.text(made.field);
        made.sentence = found != rows.end() ? std::string(found->sentence)
                                            : circulation::reason_name(each.code);
        all.push_back(std::move(made));
    }
    return all;
}

} // namespace circ::tool
