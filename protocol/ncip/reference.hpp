#pragma once

#include <string>

namespace circ::protocol::ncip {

/// docs/reference/ncip-messages.md, made of the tables.
[[nodiscard]] std::string reference_page();

} // namespace circ::protocol::ncip
