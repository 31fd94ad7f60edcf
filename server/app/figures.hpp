#pragma once

#include "config/settings.hpp"
#include "server/app/relays.hpp"
#include "server/circulation/clock.hpp"
#include "server/log/log.hpp"
#include "server/metrics/registry.hpp"
#include "server/net/async_store.hpp"
#include "server/net/hashing_pool.hpp"
#include "server/net/pin_prover.hpp"
#include "server/net/session_list.hpp"
#include "server/net/vitals.hpp"
#include "storage/store_events.hpp"

#include <string>

namespace circ::app {

/// Where figures are kept that nobody hands over: they are fetched when somebody asks.
struct figure_sources {
    const log::logger& log;
    net::async_store& store;
    const net::session_list& sessions;
    const net::pin_prover& pins;
    const net::pin_prover& passwords;
    const net::hashing_pool& hashing;
    relays& behind;
    const net::vitals& health;
    const circulation::clock& clock;
    const config::settings& settings; ///< as they are now
};

/// All figures as they are now, for /metrics. On the io thread, since it reads the store there.
[[nodiscard]] std::string current_figures(metrics::registry& into, const figure_sources& from);

/// The store's own: what the writer tells. Any thread.
[[nodiscard]] storage::store_events metered(metrics::registry& into, storage::store_events events);

} // namespace circ::app
