#pragma once

#include "server/net/byte_stream.hpp"

#include <memory>
#include <string>

namespace circ::net {

/// What came of waiting for a balancer's header.
struct announcement {
    bool came = false;
    std::string source;      ///< the device's address; empty: the balancer speaks for itself
    std::string_view why;    ///< where none came: what was wrong
    bool silent = false;     ///< nothing at all came, as of a check that only connects
};

/// Reads the header of the PROXY protocol, and no byte beyond it.
/// @pre a deadline is set: it ends by closing the line
[[nodiscard]] boost::asio::awaitable<announcement> read_announcement(byte_stream& line);

/// The same line under the address that its balancer has told.
[[nodiscard]] std::unique_ptr<byte_stream> make_announced_stream(std::unique_ptr<byte_stream> over, std::string address);

} // namespace circ::net
