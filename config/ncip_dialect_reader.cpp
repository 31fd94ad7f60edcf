#include "config/ncip_dialect_reader.hpp"
#include "config/text_rules.hpp"

#include <algorithm>

namespace circ::config {

namespace {

/// What may begin a name in XML, as far as anybody would choose one.
bool is_prefix(std::string_view text) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto any = [&](char c) {
        return letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    return !text.empty() && text.size() <= 32 && letter(text.front()) &&
           std::all_of(text.begin(), text.end(), any) && !text.starts_with("xml");
}

bool is_header_text(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}

const text_rule a_prefix{&is_prefix,
                         "a prefix of letters and digits that begins with a letter, not with xml"};
const text_rule a_header_text{&is_header_text, "a text of printable ASCII characters"};

} // namespace

void codec<ncip_problem_texts>::read(const value& from,
                                     ncip_problem_texts& to,
                                     const bounds&,
                                     const reading& where) {
    const auto* table = read_table(from, where);
    if (table == nullptr) return;
    ncip_problem_texts texts;
    for (const table_entry& entry : *table)
        codec<ncip_problem>::read(entry.value, texts[entry.key], {}, where.under(entry.key));
    to = std::move(texts);
}

std::string codec<ncip_problem_texts>::show(const ncip_problem_texts& texts) {
    if (texts.empty()) return "{}";
    std::string out;
    for (const auto& [text, means] : texts)
        out += (out.empty() ? "{ " : ", ") + in_quotes(text) + " = " +
               codec<ncip_problem>::show(means);
    return out + " }";
}

std::string codec<ncip_problem_texts>::allowed(const bounds&) {
    return "a table: text = " + alternatives(choices<ncip_problem>);
}

// clang-format off
template <>
std::span<const setting<ncip_dialect>> table_of() {
    using s = ncip_dialect;
    static constexpr setting<s> rows[] = {
        row<&s::release>({.key = "release",
            .text = "The release of NCIP that is written; as_asked answers in that of the request, and asks in 2.02."}),
        row<&s::version_text>({.key = "version_text",
            .text = "What the version attribute says; empty: the release's own address."}),
        row<&s::names>({.key = "names",
            .text = "How elements are tied to NCIP's namespace: by a default namespace, by a prefix, or not at all."}),
        row<&s::prefix>({.key = "prefix", .rule = &a_prefix,
            .text = "The prefix, for attributes and with names = \"prefixed\" for elements."}),
        row<&s::attributes>({.key = "attributes",
            .text = "Whether `version` and `Scheme` bear the prefix, as the schema wants, or not, as some peers look for them."}),
        row<&s::schemes>({.key = "schemes",
            .text = "Which values get a Scheme: those that have one, all that the standard has a list for, or none."}),
        row<&s::dates>({.key = "dates",
            .text = "How instants are written: in UTC, in local time with its offset, or in local time without a zone."}),
        row<&s::date_order>({.key = "date_order",
            .text = "How dates are read; some older servers exchange day and month."}),
        row<&s::money>({.key = "money",
            .text = "What an amount without a decimal point counts: 750 are 7.50 (minor) or 750.00 (major)."}),
        row<&s::balance>({.key = "balance",
            .text = "Whether an account's balance is above or below zero when the reader owes something."}),
        row<&s::content_type>({.key = "content_type", .rule = &a_header_text,
            .text = "The Content-Type of what is sent over HTTP."}),
        row<&s::agency_scheme>({.key = "agency_scheme",
            .text = "The Scheme of agencies that we name; empty: none."}),
        row<&s::id_agency>({.key = "id_agency",
            .text = "The agency that stands in the ids of users, items and requests: ours, theirs, or none."}),
        row<&s::user_id_type>({.key = "user_id_type",
            .text = "The type of the user ids that we write; empty: left out."}),
        row<&s::item_id_type>({.key = "item_id_type",
            .text = "The type of the item ids that we write; empty: left out."}),
        row<&s::request_id_type>({.key = "request_id_type",
            .text = "The type of the request ids that we write; empty: left out."}),
        row<&s::record_id_code>({.key = "record_id_code",
            .text = "The code that stands with the number of a title's record, as \"SYSNUMBER\"; empty: its agency stands there."}),
        row<&s::problems>({.key = "problems",
            .text = "Texts by which this peer gives a reason, beside those that all use, and what they come to."}),
    };
    return rows;
}
// clang-format on

void read_ncip_dialect(const value& from, ncip_dialect& to, const reading& where) {
    if (const auto* table = read_table(from, where))
        read_members(*table, to, table_of<ncip_dialect>(), where);
}

} // namespace circ::config
