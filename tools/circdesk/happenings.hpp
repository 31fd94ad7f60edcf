#pragma once

#include "server/circulation/facts.hpp"
#include "storage/reader.hpp"

#include <boost/json/array.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace circ::tool {

/// An event with who did it: the operator, or the terminal's login.
struct told_event {
    storage::event what;
    std::string by;
};

[[nodiscard]] std::vector<told_event> told(storage::reader& from,
                                           std::vector<storage::event> events);

/// A line for each, in words, with the reason where staff gave one.
void print_events(const std::vector<told_event>& events,
                  const circulation::library_facts& of,
                  std::string_view zone);

/// For machines: kinds and details as they are kept.
[[nodiscard]] boost::json::array events_json(const std::vector<told_event>& events,
                                             const circulation::library_facts& of);

} // namespace circ::tool
