#pragma once

#include "protocol/secret.hpp"
#include "protocol/tls/context.hpp"
#include "storage/records/secret.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace circ::net {

/// Where a backend is spoken to, and how.
struct backend_target {
    enum class framing { http, document }; ///< document: the bare XML on a socket

    framing how = framing::http;
    bool encrypted = false;
    std::string host; ///< a name or an address, without brackets
    std::uint16_t port = 0;
    std::string path = "/";                            ///< with the query
    std::string content_type = "application/xml; charset=utf-8";
    std::shared_ptr<const protocol::tls::context> tls; ///< where encrypted
    storage::secret authorization; ///< the value of that header; empty: none is sent

    /// As a Host header says it.
    [[nodiscard]] std::string authority() const;
};

/// What proves who we are, and who may prove to be the backend.
struct backend_credentials {
    std::shared_ptr<const protocol::tls::context> tls; ///< null where it is spoken to without
    std::optional<protocol::secret> system_secret;     ///< in a message's header
    std::optional<protocol::secret> agency_secret;
};

/// Reads `http://`, `https://`, `ncip-tcp://` and `ncip-tls://` addresses: scheme, host, port and
/// path.
/// @return nullopt for anything else
[[nodiscard]] std::optional<backend_target> parse_backend_url(std::string_view url);

} // namespace circ::net
