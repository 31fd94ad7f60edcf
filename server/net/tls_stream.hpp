#pragma once

#include "protocol/tls/context.hpp"
#include "server/net/byte_stream.hpp"

#include <memory>
#include <string>

namespace circ::net {

/// What came of agreeing on TLS.
struct tls_agreement {
    std::unique_ptr<byte_stream> line; ///< the encrypted one; nothing when it failed
    std::string version;
    std::string peer;            ///< whose certificate the peer showed; empty: none
    std::string why;             ///< where it failed
    bool silent = false;         ///< nothing at all came
    bool spoke_otherwise = false; ///< the peer began with something that is not TLS
};

/// Agrees with the peer on TLS, as the server. A peer that fails is told so in TLS's own words.
/// @param over is taken when it succeeds, else left as it is, for a last answer
/// @pre   a deadline is set: it ends by closing `over`
[[nodiscard]] boost::asio::awaitable<tls_agreement>
agree_on_tls(std::unique_ptr<byte_stream>& over, std::shared_ptr<const protocol::tls::context> with);

/// The same as the client: only with a server whose certificate is for this name or address, and was
/// signed by somebody that `with` trusts.
[[nodiscard]] boost::asio::awaitable<tls_agreement>
agree_on_tls_with(std::unique_ptr<byte_stream>& over, std::shared_ptr<const protocol::tls::context> with,
                  std::string server);

} // namespace circ::net
