#pragma once

#include "protocol/ncip/messages/check_in_item.hpp"
#include "server/circulation/operations.hpp"
#include "server/relay/conversation.hpp"

#include <string>

namespace circ::relay {

/// What has to happen with the thing in hand: alert, destination, bin, and for whom it is, from the
/// routing of the answer; without any from the item's status, looked up if need be.
/// @param answer null: the return was found to have been done
/// @spec ncip.md 4.7
void read_routing(conversation& talk,
                  circulation::checkin_outcome& into,
                  const ncip::check_in_item_response* answer,
                  const std::string& barcode,
                  ncip::item_optional_fields& told);

} // namespace circ::relay
