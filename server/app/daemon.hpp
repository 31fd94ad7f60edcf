#pragma once

#include "config/settings.hpp"
#include "server/app/backend_files.hpp"
#include "server/circulation/policy.hpp"
#include "server/dispatch/texts.hpp"
#include "server/log/log.hpp"
#include "server/net/door_settings.hpp"
#include "server/metrics/registry.hpp"
#include "storage/store.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace circ::app {

/// Settings with what was made of them: all or nothing.
struct prepared_settings {
    config::settings settings;
    std::shared_ptr<const circulation::policy> policy;
    std::shared_ptr<const dispatch::texts> words;
    std::string pepper;
    net::tls_contexts certificates;
    std::map<std::string, net::backend_credentials> backends;
    std::vector<std::string> mistakes; ///< empty: usable
};

/// Reads everything the settings file names, and says all that is wrong with it.
/// @param decimals that an amount of policy may have: before there is a store to ask, what any currency has
[[nodiscard]] prepared_settings prepare(const std::string& settings_file, int decimals = circulation::most_decimals);

/// The running server: puts the parts together and takes them down in the right order.
class daemon {
public:
    /// @param again reads the settings anew, for SIGHUP
    /// @throws std::system_error when a listener or the control socket cannot be opened
    daemon(prepared_settings with, storage::store& store, log::logger& log, metrics::registry& figures,
           std::function<prepared_settings()> again);
    ~daemon();

    /// Serves until SIGTERM or SIGINT: then no new sessions, those there finish their request, and
    /// after the grace period (or a second signal) they are cut. SIGHUP reads the settings anew.
    /// @throws what nobody foresaw, when those who were connected have been cut
    void run();

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace circ::app
