#pragma once

#include "config/settings.hpp"
#include "server/circulation/clock.hpp"
#include "server/log/log.hpp"
#include "server/net/async_store.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace circ::app {

/// Watches over the stages of the library systems behind us: they are entered and left when both
/// books say the same, or somebody has answered for it. No system goes for which changes wait.
class stage_gate {
public:
    stage_gate(net::async_store& store, const circulation::clock& clock, log::logger& log)
        : store_(&store), clock_(&clock), log_(&log) {}

    /// Whether stages would change although something speaks against it, or nobody can say; each is
    /// logged.
    /// @param before the settings that are followed now
    [[nodiscard]] bool keeps_from(const config::settings& before, const config::settings& wanted);

    /// The settings are followed now. Stages that nobody has looked at are logged, and all that are
    /// new written down.
    [[nodiscard]] boost::asio::awaitable<void> entered(config::settings now);

private:
    struct change {
        std::string backend;
        std::string before; ///< empty: there is no word of it
        std::string after;
        std::vector<std::string> objections;
    };
    /// @throws storage::store_error
    [[nodiscard]] std::vector<change> changes_to(const config::settings& before,
                                                 const config::settings& wanted);

    net::async_store* store_;
    const circulation::clock* clock_;
    log::logger* log_;
};

} // namespace circ::app
