#pragma once

#include "protocol/ncip/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace circ::tool {

/// Who says what to whom, for the header.
struct ncip_sender {
    std::string from; ///< agency; with `to` empty no header is written
    std::string to;
    std::string secret;
};

/// A message of a service and fields as they are typed:
/// `UserId/UserIdentifierValue=29012000000010`, and `LoanedItemsDesired` for an element that only
/// stands there. A field whose element stands already in a structure begins that structure anew.
/// @throws complaint for a service or an element that there is not
[[nodiscard]] protocol::ncip::message make_ncip_message(const std::string& service,
                                                        const std::vector<std::string>& fields,
                                                        const ncip_sender& by);

} // namespace circ::tool
