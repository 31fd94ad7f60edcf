#pragma once

#include "server/net/byte_stream.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <memory>

namespace circ::net {

/// A byte stream over plain TCP; small answers leave at once (TCP_NODELAY), a dead peer is noticed
/// by keep-alive.
/// @param from the peer, as the acceptor had it: of one that has gone meanwhile a socket tells nothing
[[nodiscard]] std::unique_ptr<byte_stream> make_plain_stream(boost::asio::ip::tcp::socket socket,
                                                             const boost::asio::ip::tcp::endpoint& from);

} // namespace circ::net
