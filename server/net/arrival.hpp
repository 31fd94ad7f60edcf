#pragma once

#include "server/net/byte_stream.hpp"
#include "server/net/session_list.hpp"
#include "server/net/sip2_exchange.hpp"
#include "server/net/thinned.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace circ::net {

/// Says whether a device at this address may have a session now.
/// @return nullptr when it may, else the event that says why not
using objection = std::function<const log::event*(const std::string& address)>;

/// What a SIP2 device hears that speaks in the open and is turned away: no line is closed without an answer.
/// @param in_words the same for people and devices that log in by lines
[[nodiscard]] std::string last_words(const config::listener_settings& how, session_parts& parts,
                                     const std::string& peer, std::string_view in_words);

/// What the log was told of those who were turned away at one door; a storm of one kind hides no other.
using refusals_told = std::map<log::event, thinned>;

/// Closes the line of somebody who may not come. That costs no more than this, and a line of the log now and
/// then. A device that there is no place for is told so first, since a close without an answer makes some
/// try again at once, for ever.
void turn_away(byte_stream& line, const config::listener_settings& how, session_parts& parts, refusals_told& told,
               log::event why, std::string_view in_words = {});

/// The way of a connection from its acceptance to its session: for whom a balancer speaks, who may
/// come, and from where without encryption, TLS. Who is turned away is told so in the log, a storm now and then.
/// @return the line that a session may be had over; nothing when it was turned away and closed
/// @note   what it waits for has the time of a login; a stop of all sessions ends it too
[[nodiscard]] boost::asio::awaitable<std::unique_ptr<byte_stream>>
arrive(std::unique_ptr<byte_stream> line, std::shared_ptr<const listener_in_use> how, objection objects,
       session_parts& parts, session_list& list, refusals_told& told);

} // namespace circ::net
