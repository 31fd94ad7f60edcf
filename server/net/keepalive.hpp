#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <chrono>

namespace circ::net {

/// Has the system ask a silent peer whether it is still there, and give up one that does not answer,
/// or does not take what it was sent, for as long again: a device that lost its power says nothing.
/// @note Fails in silence on a socket whose peer has gone; reading tells that.
void watch_over(boost::asio::ip::tcp::socket& socket, std::chrono::seconds silence);

} // namespace circ::net
