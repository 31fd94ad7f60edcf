#pragma once

#include "server/circulation/reason.hpp"
#include "storage/records/library.hpp"

#include <string>

namespace circ::tool {

/// Why something was refused, in words for staff: what is the matter and which verb helps. The
/// texts of the catalogue speak to readers.
[[nodiscard]] std::string refusal_text(const circulation::reason& why,
                                       const storage::institution& of);

/// Whether it says that what was named is not there.
[[nodiscard]] bool says_not_found(circulation::reason_code code) noexcept;

} // namespace circ::tool
