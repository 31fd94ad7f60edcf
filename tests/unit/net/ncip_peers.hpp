#pragma once

#include "server/net/ncip_exchange.hpp"
#include "server/net/ncip_session.hpp"
#include "tests/unit/net/desk.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace circ::net::test {

/// The partner STATE, who acts as the account "kiosk" (with a password) and may ask for all.
[[nodiscard]] config::ncip_peer state_library();

/// A document with one service, from this agency, with this secret.
[[nodiscard]] std::string ncip_request(const std::string& service,
                                       const std::string& inside,
                                       const std::string& secret = std::string(kiosk_password),
                                       const std::string& agency = "STATE");

/// The problems that stand in a document, by their types; "done" when there are none, "unreadable"
/// for what is no document.
[[nodiscard]] std::string problems_of(const std::string& document);

/// The same over HTTP.
[[nodiscard]] std::string posted(const std::string& document, const std::string& more_head = {});
[[nodiscard]] std::string body_of(const std::string& answer);

} // namespace circ::net::test
