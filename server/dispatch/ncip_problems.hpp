#pragma once

#include "protocol/ncip/problem_types.hpp"
#include "server/circulation/reason.hpp"

#include <string_view>

namespace circ::dispatch {

/// How NCIP words a reason, in the answer to one service.
struct ncip_wording {
    protocol::ncip::problem_type type;
    std::string_view element; ///< at fault; empty: none
};

/// Every reason has its row; the standard has other words for some services than for the rest.
/// @param service the request's element, as `CheckOutItem`
/// @spec  ncip reference §5.5
[[nodiscard]] ncip_wording wording_of(circulation::reason_code why, std::string_view service);

} // namespace circ::dispatch
