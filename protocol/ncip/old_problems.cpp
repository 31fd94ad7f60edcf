#include "protocol/ncip/old_problems.hpp"

#include "protocol/ncip/release.hpp"
#include "protocol/ncip/xml_writer.hpp"

namespace circ::protocol::ncip {
namespace {

constexpr std::string_view doctype =
    "<!DOCTYPE NCIPMessage PUBLIC \"-//NISO//NCIP DTD Version 1//EN\" "
    "\"http://www.niso.org/ncip/v1_0/imp1/dtd/ncip_v1_0.dtd\">\n";

struct error_names {
    std::string_view error;
    std::string_view type;
    std::string_view element;
    std::string_view value;
};

constexpr error_names of_processing{
    "ProcessingError", "ProcessingErrorType", "ProcessingErrorElement", "ProcessingErrorValue"};
constexpr error_names of_message{
    "MessagingError", "MessagingErrorType", "MessagingErrorElement", "MessagingErrorValue"};

void write_pair(xml::writer& to, std::string_view name, const scheme_value& pair) {
    to.open(name);
    to.leaf("Scheme", pair.scheme);
    to.leaf("Value", pair.value);
    to.close();
}

void write_agency(xml::writer& to, std::string_view name, const agency_reference& agency) {
    to.open(name);
    write_pair(to, "UniqueAgencyId", agency.agency_id);
    to.close();
}

void write_header(xml::writer& to, const response_header& header) {
    to.open("ResponseHeader");
    write_agency(to, "FromAgencyId", header.from_agency_id);
    write_agency(to, "ToAgencyId", header.to_agency_id);
    to.close();
}

void write_problem(xml::writer& to, const problem& each, const error_names& names) {
    to.open("Problem");
    to.open(names.error);
    write_pair(to, names.type, each.problem_type);
    if (each.problem_element) {
        to.open(names.element);
        to.leaf("ElementName", *each.problem_element);
        if (each.problem_value) to.leaf(names.value, *each.problem_value);
        to.close();
    }
    to.close();
    to.close();
}

} // namespace

std::string old_problems(const message& message) {
    std::string out(xml_declaration);
    out += doctype;
    xml::writer to(out, {}, {});
    to.open("NCIPMessage");
    to.attribute("version", version_text(release::v1));
    const bool is_answer = !message.body.empty();
    if (is_answer) {
        to.open(message.body.table()->name);
        if (message.response_header) write_header(to, *message.response_header);
    }
    for (const auto& each : message.problems())
        write_problem(to, each, is_answer ? of_processing : of_message);
    if (is_answer) to.close();
    to.close();
    out += '\n';
    return out;
}

} // namespace circ::protocol::ncip
