#pragma once

#include "config/settings.hpp"
#include "server/net/session_list.hpp"
#include "server/net/sip2_exchange.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <memory>

namespace circ::net {

/// Accepts terminals at one address and gives each a session. Who is not allowed, or one too many,
/// is told so in the log and closed at once. Used from one io thread.
class listener {
public:
    struct limits {
        std::size_t connections = 12'000;
        std::size_t connections_per_address = 200;
    };

    /// Opens the port; connections wait until start().
    /// @throws std::system_error naming address and port; the log has been told
    listener(boost::asio::any_io_executor on, config::listener_settings how, limits most,
             session_parts& parts, session_list& list);
    ~listener();

    void start();
    void close();

    /// For connections from now on.
    void set_limits(limits most);

    /// The port that is really open, also when 0 was asked for.
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] const config::listener_settings& how() const noexcept;

    struct state;

private:
    std::shared_ptr<state> state_;
};

} // namespace circ::net
