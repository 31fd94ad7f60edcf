#pragma once

#include <string>

namespace circ::protocol::sip2 {

/// All messages and fields as a page of Markdown, from the tables that the program itself uses.
[[nodiscard]] std::string reference_page();

} // namespace circ::protocol::sip2
