#include "protocol/sip2/reference.hpp"

#include "protocol/sip2/dictionary.hpp"
#include "protocol/sip2/message_list.hpp"
#include "protocol/sip2/table.hpp"

#include <initializer_list>
#include <string_view>

namespace circ::protocol::sip2 {
namespace {

void append(std::string& out, std::initializer_list<std::string_view> parts) {
    for (const auto part : parts) {
        out += part;
    }
}

std::string_view release(protocol_version version) noexcept {
    return version == protocol_version::v2_00 ? "2.00" : "1.00";
}

std::string_view occurrence(presence occurs) noexcept {
    switch (occurs) {
    case presence::required:
        return "required";
    case presence::optional:
        return "optional";
    case presence::repeated:
        return "any number";
    }
    return {};
}

void append_fixed(std::string& out, const message_table& table) {
    if (table.fixed.empty()) {
        return;
    }
    out += "| Fixed field | Offset | Length | Form |\n| --- | --- | --- | --- |\n";
    std::size_t offset = table.code.size();
    for (const auto& row : table.fixed) {
        append(out,
               {"| ",
                row.name,
                " | ",
                std::to_string(offset),
                " | ",
                std::to_string(row.value->width),
                " | ",
                row.value->form,
                " |\n"});
        offset += row.value->width;
    }
    out += '\n';
}

void append_fields(std::string& out, const message_table& table) {
    if (table.fields.empty()) {
        return;
    }
    out += "| Id | Field | Occurs | Form | Since |\n| --- | --- | --- | --- | --- |\n";
    for (const auto& row : table.fields) {
        const auto added =
            row.added == since::the_message ? table.introduced : protocol_version::v2_00;
        append(out,
               {"| ",
                row.id,
                " | ",
                look_up(row.id).name,
                " | ",
                occurrence(row.occurs),
                " | ",
                row.value->form,
                " | ",
                release(added),
                " |\n"});
    }
    out += '\n';
}

void append_message(std::string& out, const message_table& table) {
    append(out,
           {"## ",
            table.code,
            " ",
            table.title,
            "\n\n",
            table.sent_as == direction::request ? "Terminal to server" : "Server to terminal",
            ", since ",
            release(table.introduced),
            ".\n\n"});
    append_fixed(out, table);
    append_fields(out, table);
    if (table.fixed.empty() && table.fields.empty()) {
        out += "No fields.\n\n";
    }
}

template <class... Messages>
void append_all(std::string& out, message_types<Messages...>) {
    (append_message(out, table_of<Messages>()), ...);
}

void append_extensions(std::string& out) {
    out += "## Fields of vendors\n\nNot in the standard, but agreed upon by several vendors. They "
           "follow the other fields, towards a 2.00 terminal only.\n\n"
           "| Id | Field |\n| --- | --- |\n";
    for (const auto& each : dictionary()) {
        if (each.extension) {
            append(out, {"| ", each.id, " | ", each.name, " |\n"});
        }
    }
}

} // namespace

std::string reference_page() {
    std::string out = "# SIP2 messages\n\nGenerated from the message tables in `protocol/sip2`; do "
                      "not edit. Fields are written in the order of the tables and read in any. A "
                      "field with an id ends with the delimiter; text has at most 255 bytes.\n\n";
    append_all(out, request_types{});
    append_all(out, response_types{});
    append_extensions(out);
    return out;
}

} // namespace circ::protocol::sip2
