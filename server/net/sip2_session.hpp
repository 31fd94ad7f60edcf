#pragma once

#include "config/settings.hpp"
#include "server/net/byte_stream.hpp"
#include "server/net/session_list.hpp"
#include "server/net/sip2_exchange.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>

namespace circ::net {

/// How a session begins.
struct sip2_beginning {
    std::string listener;
    std::string profile;  ///< in force until a terminal has logged in
    std::string terminal; ///< account of whoever connects; empty: they log in
    config::listener_kind kind = config::listener_kind::plain;
    bool probes_only = false; ///< all places are taken: this one is kept for a probe
    std::optional<storage::instant> since; ///< when it connected; nothing: just now
};

/// Serves one terminal from its connection to its end: read, hand over, write, repeat.
/// @param list enters the session for as long as it lives, so that a stop can reach it
/// @note  one coroutine, on its executor's thread; `parts` and `list` outlive it
[[nodiscard]] boost::asio::awaitable<void> serve_sip2(std::unique_ptr<byte_stream> stream,
                                                      sip2_beginning how, session_parts& parts,
                                                      session_list& list);

} // namespace circ::net
