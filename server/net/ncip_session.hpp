#pragma once

#include "config/settings.hpp"
#include "server/net/byte_stream.hpp"
#include "server/net/session_list.hpp"
#include "server/net/sip2_exchange.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace circ::net {

/// Serves one peer over HTTP from its connection to its end: requests one after the other, each
/// with the time that limits.message_seconds gives for all of its bytes.
/// @note one coroutine, on its executor's thread; `parts` and `list` outlive it
[[nodiscard]] boost::asio::awaitable<void> serve_ncip_http(std::unique_ptr<byte_stream> stream,
                                                           std::string listener,
                                                           session_parts& parts,
                                                           session_list& list);

/// The same over a bare line, where a document ends with its root's end tag.
[[nodiscard]] boost::asio::awaitable<void> serve_ncip_bare(std::unique_ptr<byte_stream> stream,
                                                           std::string listener,
                                                           session_parts& parts,
                                                           session_list& list);

/// What somebody hears who is turned away before anything was read.
[[nodiscard]] std::string ncip_farewell(config::listener_kind at);

} // namespace circ::net
