#pragma once

#include <cstdint>
#include <string>

namespace circ::tool {

class tool;

/// Where an NCIP peer is, and how it is spoken to.
struct ncip_target {
    bool http = true;
    bool encrypted = false;
    std::string host;
    std::uint16_t port = 0;
    std::string path = "/";
};

/// `http://host:9602/ncip`, `https://...`, `tcp://host:9603`, `tls://...`.
/// @throws complaint for anything else
[[nodiscard]] ncip_target read_ncip_target(const std::string& typed);

/// The first listener of the running daemon that speaks NCIP.
/// @throws complaint when there is none
[[nodiscard]] ncip_target own_ncip_listener(tool& with);

} // namespace circ::tool
