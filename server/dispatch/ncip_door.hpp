#pragma once

#include "config/ncip_peer.hpp"
#include "server/circulation/device_rules.hpp"
#include "server/dispatch/sip2_door.hpp"
#include "server/dispatch/texts.hpp"

#include <memory>
#include <string>

namespace circ::dispatch {

/// What is known of whoever asks over NCIP, while one request of it is translated.
struct ncip_door {
    std::shared_ptr<const config::ncip_peer> peer;
    terminal_identity who; ///< the account that it acts as
    std::shared_ptr<const circulation::device_rules> rules;
    std::shared_ptr<const texts> words;
    std::string address;
};

} // namespace circ::dispatch
