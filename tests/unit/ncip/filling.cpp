#include "tests/unit/ncip/filling.hpp"

#include "protocol/ncip/dialect.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace circ::protocol::ncip::test {
namespace {

xml::element with_text(std::string text) {
    xml::element made;
    made.text = std::move(text);
    return made;
}

/// Elements that may not stand beside others: a table does not tell alternatives of which none need
/// stand.
constexpr std::string_view later_alternatives[] = {"AuthenticationInput",
                                                   "DateWillSend",
                                                   "IndeterminateLoanPeriodFlag",
                                                   "Line2",
                                                   "NonReturnableFlag"};

constexpr const char* texts[] = {"plain",
                                 "a <b> & \"c\" 'd' ]]>",
                                 "Käsekästchen 🧀",
                                 "two\nlines\ttab",
                                 "cr\rlf",
                                 "&amp;",
                                 "  inner  blanks"};

} // namespace

any_message filling::fill(const message_table& table, beside which) {
    any_message made(table);
    fill(table.structure(), made.inside(), which);
    return made;
}

void filling::fill(const structure_table& table, void* structure, beside which) {
    for (const auto& row : table.elements) {
        if (row.often.when != beside::either && row.often.when != which) continue;
        if (row.often.choice != 0 && !is_chosen(table, row)) continue;
        if (row.often.choice == 0 && excludes_others(row)) continue;
        const bool is_optional = row.often.how == presence::optional && row.often.choice == 0;
        if ((is_optional || row.often.how == presence::repeated) && row.name != "Problem" &&
            is_left_out())
            continue;
        fill(row, row.member(structure));
        if (row.value->is_list) fill(row, row.member(structure)); // twice, so that order shows
    }
}

bool filling::excludes_others(const element_row& row) const {
    if (row.name == "ActualResource") return alternative_ != 0;
    return std::ranges::find(later_alternatives, row.name) != std::end(later_alternatives);
}

bool filling::is_chosen(const structure_table& table, const element_row& row) const {
    std::vector<const element_row*> alternatives;
    for (const auto& each : table.elements)
        if (each.often.choice == row.often.choice) alternatives.push_back(&each);
    return alternatives[alternative_ % alternatives.size()] == &row;
}

void filling::fill(const element_row& row, void* member) {
    void* value = row.value->add(member);
    if (row.value->leaf == nullptr) return fill(row.value->inner(), value, beside::data);
    if (!row.value->leaf->read(value, content_for(row), {}))
        throw std::logic_error("cannot fill " + std::string(row.name));
}

xml::element filling::content_for(const element_row& row) {
    ++count_;
    const auto form = row.value->leaf->form;
    if (form == "number") return with_text(std::to_string(count_));
    if (form == "date")
        return with_text(count_ % 2 == 0 ? "2026-11-22T10:00:00.25Z" : "1990-05-17T00:00:00");
    if (form == "amount") {
        xml::element made;
        made.children = {with_text("USD"), with_text(std::to_string(count_ * 7))};
        made.children[0].name = "CurrencyCode";
        made.children[1].name = "MonetaryValue";
        return made;
    }
    auto made = with_text(texts[count_ % std::size(texts)]);
    if (form == "scheme")
        made.attributes = {{"Scheme", "urn:list?a=1&b=" + std::to_string(count_)}};
    return made;
}

} // namespace circ::protocol::ncip::test
