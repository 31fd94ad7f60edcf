#include "tools/circdesk/happenings.hpp"

#include "tools/circdesk/table.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/object.hpp>

#include <iostream>
#include <utility>

namespace circ::tool {

std::vector<told_event> told(storage::reader& from, std::vector<storage::event> events) {
    std::vector<told_event> all;
    for (auto& each : events) {
        const auto terminal = from.find_terminal(each.terminal);
        std::string by = terminal ? terminal->login : each.by;
        all.push_back({std::move(each), std::move(by)});
    }
    return all;
}

void print_events(const std::vector<told_event>& events,
                  const circulation::library_facts& of,
                  std::string_view zone) {
    table happened({"when", "what", "where", "by", "why"});
    for (const auto& each : events)
        happened.add({time_text(each.what.at, zone),
                      event_in_words(each.what.kind),
                      of.branch(each.what.branch).code,
                      each.by,
                      each.what.reason});
    if (happened.empty())
        std::cout << "nothing yet\n";
    else
        happened.print(std::cout);
}

boost::json::array events_json(const std::vector<told_event>& events,
                               const circulation::library_facts& of) {
    boost::json::array all;
    for (const auto& each : events)
        all.push_back(boost::json::object{{"at", machine_time(each.what.at)},
                                          {"kind", each.what.kind},
                                          {"branch", of.branch(each.what.branch).code},
                                          {"by", each.by},
                                          {"detail", each.what.detail},
                                          {"reason", each.what.reason}});
    return all;
}

} // namespace circ::tool
