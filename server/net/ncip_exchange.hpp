#pragma once

#include "protocol/ncip/dialect.hpp"
#include "protocol/ncip/message.hpp"
#include "server/dispatch/ncip_door.hpp"
#include "server/net/door_settings.hpp"
#include "server/net/ncip_meters.hpp"
#include "server/net/sip2_exchange.hpp"
#include "server/net/thinned.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::net {

/// From where somebody asks over NCIP, as far as the connection shows it.
struct ncip_caller {
    std::string listener;
    std::string address;
    std::string certificate; ///< its subject; empty: none was shown
};

/// What goes back: a document, and what it is called over HTTP.
struct ncip_document {
    std::string text;
    std::string content_type;
};

/// The requests that come over one connection, without the line they come over: whose they are,
/// whether that is proved, what may be done, and the way to the backend and back. Every document is
/// answered by one, whatever is wrong with it.
class ncip_exchange {
public:
    ncip_exchange(session_parts& parts, ncip_caller from);

    /// Whether any peer of the settings comes this way; a connection of nobody is told so in the
    /// log.
    [[nodiscard]] bool is_awaited() const;

    [[nodiscard]] boost::asio::awaitable<ncip_document> respond(std::string document);

    /// What is answered where the bytes are no document at all.
    [[nodiscard]] ncip_document unreadable(protocol::errc why, int line) const;
    /// What is answered where nobody is awaited.
    [[nodiscard]] ncip_document stranger() const;

    [[nodiscard]] const ncip_caller& from() const noexcept { return from_; }

private:
    using peer_ptr = std::shared_ptr<const config::ncip_peer>;
    /// A request while it is answered.
    struct work {
        protocol::ncip::message asked;
        peer_ptr peer;
        storage::instant began{};
    };

    [[nodiscard]] std::vector<peer_ptr> candidates() const;
    [[nodiscard]] boost::asio::awaitable<protocol::ncip::message> answer(work& on);
    [[nodiscard]] boost::asio::awaitable<std::optional<dispatch::terminal_identity>>
    prove(const work& on, protocol::ncip::message& refusal);
    [[nodiscard]] boost::asio::awaitable<protocol::ncip::message>
    perform(work& on, dispatch::terminal_identity as);
    [[nodiscard]] ncip_document written(const protocol::ncip::message& what,
                                        const config::ncip_peer* to,
                                        std::string_view zone) const;
    void tell_end(const work& on, const protocol::ncip::message& answer, ncip_ending how) const;

    session_parts* parts_;
    ncip_caller from_;
    std::string zone_ = "UTC"; ///< of the account's branch, once it is known
};

} // namespace circ::net
