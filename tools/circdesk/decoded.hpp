#pragma once

#include "protocol/sip2/dialect.hpp"
#include "protocol/sip2/describe.hpp"

#include <boost/json/object.hpp>

#include <iosfwd>
#include <string>
#include <string_view>

namespace circ::tool {

/// Prints one SIP2 line field by field, with the verdict on its error detection and what is wrong.
/// @param mark stands in front of the first line: "SC>", "ACS<"
/// @return whether it is a message, undamaged
bool print_decoded(std::ostream& to, std::string_view mark, std::string_view line,
                   const protocol::sip2::dialect& as, protocol::sip2::personal_data people);

/// The same for machines; "sound" says whether it is a message, undamaged.
[[nodiscard]] boost::json::object decoded(std::string_view line, const protocol::sip2::dialect& as,
                                          protocol::sip2::personal_data people);

} // namespace circ::tool
