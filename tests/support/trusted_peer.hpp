#pragma once

#include "config/ncip_peer.hpp"
#include "config/ncip_peer_reader.hpp"

#include <cstddef>
#include <string>
#include <utility>

namespace circ::test {

/// The State Library's system, which may ask everything and is told everything.
[[nodiscard]] inline config::ncip_peer trusted_peer(std::string terminal) {
    config::ncip_peer made;
    made.name = "state";
    made.terminal = std::move(terminal);
    made.agencies = {"STATE"};
    for (std::size_t i = 0; i < config::choices<config::peer_service>.size(); ++i)
        made.services.push_back(static_cast<config::peer_service>(i));
    for (std::size_t i = 0; i < config::choices<config::ncip_detail>.size(); ++i)
        made.tells.push_back(static_cast<config::ncip_detail>(i));
    for (std::size_t i = 0; i < config::choices<config::ncip_money_right>.size(); ++i)
        made.money.push_back(static_cast<config::ncip_money_right>(i));
    return made;
}

} // namespace circ::test
