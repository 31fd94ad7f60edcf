#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace circ::net {

/// Lets an acceptor listen at an address; a port that somebody has just left may be taken again.
/// @param who what the failure begins with
/// @throws std::system_error naming address and port
void open_acceptor(boost::asio::ip::tcp::acceptor& which, const std::string& address, std::uint16_t port, std::string_view who);

} // namespace circ::net
