#include "protocol/ncip/reference.hpp"

#include "protocol/ncip/structures/header.hpp"
#include "protocol/ncip/table.hpp"

#include <map>
#include <set>
#include <utility>
#include <vector>

namespace circ::protocol::ncip {
namespace {

std::string_view mark_of(const element_row& row) noexcept {
    switch (row.often.how) {
    case presence::required:
        return "";
    case presence::optional:
        if (row.often.choice != 0) return row.value->is_list ? "+" : "";
        return "?";
    case presence::repeated:
        return "*";
    case presence::some:
        return "+";
    }
    return "";
}

void append_row(std::string& out, const element_row& row) {
    out.append(row.name).append(mark_of(row));
    if (row.often.choice != 0)
        out.append(" (").append(std::to_string(row.often.choice)).append(")");
    if (row.often.when == beside::problem && row.name != "Problem") out += " (refused)";
    if (row.often.in_ext) out += " (in Ext)";
    if (row.added == since::v2_02) out += " (2.02)";
}

/// One line, in the order of the schema.
void append_structure(std::string& out, std::string_view name, const structure_table& table) {
    out.append("- **").append(name).append("** = ");
    const char* separator = "";
    for (const auto& row : table.elements) {
        out += std::exchange(separator, ", ");
        append_row(out, row);
    }
    out += '\n';
}

/// Structures and values by the names of the elements that they stand in.
struct found_elements {
    std::map<std::string_view, const structure_table*> structures;
    std::map<std::string_view, std::set<std::string_view>> values; ///< by their form

    void add_all(const structure_table& table) {
        for (const auto& row : table.elements) {
            if (row.value->leaf != nullptr) {
                values[row.value->leaf->form].insert(row.name);
            } else if (structures.emplace(row.name, &row.value->inner()).second) {
                add_all(row.value->inner());
            }
        }
    }
};

constexpr std::string_view introduction =
    "# NCIP messages\n\nGenerated from the message tables in `protocol/ncip`; do not edit. "
    "Elements are written in this order and read in any. `?` at most once, `*` any number, `+` at "
    "least once; of those with the same number in brackets one must stand. Before a request's "
    "elements stands an InitiationHeader, before an answer's a ResponseHeader. An answer with "
    "problems has nothing else but what is marked *refused*. Ext may stand anywhere and is read as "
    "if its elements stood beside it.\n\n";

} // namespace

std::string reference_page() {
    std::string out(introduction);
    found_elements found;
    out += "## Messages\n\n";
    for (const auto* each : all_messages()) {
        append_structure(out, each->name, each->structure());
        found.add_all(each->structure());
    }
    out += "\n## Structures\n\n";
    append_structure(out, "InitiationHeader", table_of<initiation_header>());
    append_structure(out, "ResponseHeader", table_of<response_header>());
    found.add_all(table_of<initiation_header>());
    for (const auto& [name, table] : found.structures)
        append_structure(out, name, *table);
    out += "\n## Values\n\n";
    for (const auto& [form, names] : found.values) {
        out.append("- **").append(form).append("**: ");
        const char* separator = "";
        for (const auto name : names)
            out.append(std::exchange(separator, ", ")).append(name);
        out += '\n';
    }
    return out;
}

} // namespace circ::protocol::ncip
