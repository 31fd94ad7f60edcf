#pragma once

#include "protocol/ncip/dialect.hpp"
#include "protocol/ncip/message.hpp"

#include <string>

namespace circ::protocol::ncip {

/// Writes a document, elements in the schema's order. An answer with problems has no data. What the
/// dialect's release does not have is left out, what it wants and later ones do not is added.
/// @pre  message has a body or problems; of a 1.x dialect, problems or LookupVersion
/// @note A 1.x dialect is written for refusals alone: an answer without problems is written as 2.x.
[[nodiscard]] std::string serialize(const message& message, const dialect& as = {});

} // namespace circ::protocol::ncip
