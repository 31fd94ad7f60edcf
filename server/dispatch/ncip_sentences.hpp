#pragma once

#include "server/dispatch/ncip_common.hpp"

#include <string>

namespace circ::dispatch {

/// A reason or notice as a reader would be told it, in the library's language.
[[nodiscard]] std::string sentence_of(const circulation::reason& why, const ncip_outgoing& to);

} // namespace circ::dispatch
