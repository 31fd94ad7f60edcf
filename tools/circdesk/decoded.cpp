#include "tools/circdesk/decoded.hpp"

#include "protocol/sip2/any_message.hpp"
#include "protocol/sip2/checksum.hpp"

#include <boost/json/array.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <iomanip>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace circ::tool {

namespace sip2 = protocol::sip2;

namespace {

std::string tail_in_words(const sip2::split_frame& parts) {
    std::string words;
    if (parts.sequence) words = "sequence " + std::string(*parts.sequence) + ", ";
    switch (parts.state) {
    case sip2::checksum_state::none: return words + "no checksum";
    case sip2::checksum_state::good: return words + "checksum right";
    case sip2::checksum_state::bad: return words + "checksum WRONG";
    }
    return words;
}

template <class Parsed>
void print_message(std::ostream& to, std::string_view mark, const Parsed& message, const std::string& tail,
                   sip2::personal_data people) {
    const auto view = sip2::view_of(message.value);
    to << mark << ' ' << view.table.code << ' ' << view.table.title << "  (" << tail << ")\n";
    const auto fields = sip2::describe(view, people);
    std::size_t widest = 0;
    for (const auto& each : fields) widest = std::max(widest, each.name.size());
    for (const auto& each : fields) {
        std::string shown = each.value;
        if (shown.find_first_not_of(' ') == std::string::npos && !shown.empty()) shown = "(blank)";
        to << "       " << std::left << std::setw(2) << each.id << "  " << std::setw(static_cast<int>(widest))
           << each.name << "  " << shown << '\n';
    }
    for (const auto& each : message.faults) to << "       !!  " << sip2::describe_in_line(each, people) << '\n';
}

std::string_view in_words(sip2::checksum_state state) {
    switch (state) {
    case sip2::checksum_state::none: return "none";
    case sip2::checksum_state::good: return "right";
    case sip2::checksum_state::bad: return "wrong";
    }
    return "";
}

template <class Parsed>
void tell_message(boost::json::object& to, const Parsed& message, sip2::personal_data people) {
    const auto view = sip2::view_of(message.value);
    to["code"] = std::string(view.table.code);
    to["title"] = std::string(view.table.title);
    boost::json::array fields;
    for (const auto& each : sip2::describe(view, people))
        fields.push_back(boost::json::object{{"id", each.id}, {"name", std::string(each.name)}, {"value", each.value}});
    to["fields"] = std::move(fields);
    boost::json::array faults;
    for (const auto& each : message.faults) faults.push_back(boost::json::string(sip2::describe_in_line(each, people)));
    to["faults"] = std::move(faults);
}

} // namespace

boost::json::object decoded(std::string_view line, const sip2::dialect& as, sip2::personal_data people) {
    const auto parts = sip2::split_tail(line, as.delimiter, as.encoding);
    boost::json::object told{{"sound", parts.state != sip2::checksum_state::bad}, {"checksum", std::string(in_words(parts.state))}};
    if (parts.sequence) told["sequence"] = std::string(*parts.sequence);
    if (const auto request = sip2::parse_request(parts.body, as)) {
        tell_message(told, *request, people);
    } else if (const auto response = sip2::parse_response(parts.body, as)) {
        tell_message(told, *response, people);
    } else {
        told["sound"] = false;
        told["faults"] = boost::json::array{boost::json::string(response.error().message())};
    }
    return told;
}

bool print_decoded(std::ostream& to, std::string_view mark, std::string_view line, const sip2::dialect& as,
                   sip2::personal_data people) {
    const auto parts = sip2::split_tail(line, as.delimiter, as.encoding);
    const std::string tail = tail_in_words(parts);
    const bool sound = parts.state != sip2::checksum_state::bad;
    if (const auto request = sip2::parse_request(parts.body, as)) {
        print_message(to, mark, *request, tail, people);
        return sound;
    }
    const auto response = sip2::parse_response(parts.body, as);
    if (response) {
        print_message(to, mark, *response, tail, people);
        return sound;
    }
    to << mark << " not a message of SIP2: " << response.error().message() << "  (" << tail << ")\n";
    return false;
}

} // namespace circ::tool
