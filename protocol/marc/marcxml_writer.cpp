#include "protocol/marc/marcxml.hpp"

#include <fmt/format.h>

#include <iterator>

namespace circ::protocol::marc {

namespace {

/// Appends text for an element or a quoted attribute. XML 1.0 has no way to write most control
/// characters; no reader makes such text, a caller might.
void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c >= '\0' && c < ' ' ? ' ' : c;
        }
    }
}

std::string escaped(std::string_view text) {
    std::string out;
    append_escaped(out, text);
    return out;
}

} // namespace

std::string_view marcxml_head() noexcept {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<collection xmlns=\"http://www.loc.gov/MARC21/slim\">\n";
}

std::string_view marcxml_foot() noexcept {
    return "</collection>\n";
}

std::string to_marcxml(const record& from) {
    std::string out = fmt::format("<record xmlns=\"http://www.loc.gov/MARC21/slim\">\n"
                                  "  <leader>{}</leader>\n",
                                  escaped(from.leader));
    const auto to = std::back_inserter(out);
    for (const control_field& field : from.control_fields)
        fmt::format_to(to,
                       "  <controlfield tag=\"{}\">{}</controlfield>\n",
                       escaped(field.tag),
                       escaped(field.value));
    for (const data_field& field : from.data_fields) {
        fmt::format_to(to,
                       "  <datafield tag=\"{}\" ind1=\"{}\" ind2=\"{}\">\n",
                       escaped(field.tag),
                       escaped({&field.indicator_1, 1}),
                       escaped({&field.indicator_2, 1}));
        for (const subfield& each : field.subfields)
            fmt::format_to(to,
                           "    <subfield code=\"{}\">{}</subfield>\n",
                           escaped({&each.code, 1}),
                           escaped(each.value));
        out += "  </datafield>\n";
    }
    out += "</record>\n";
    return out;
}

} // namespace circ::protocol::marc
