#pragma once

#include "config/settings.hpp"
#include "server/app/backend_files.hpp"
#include "server/circulation/clock.hpp"
#include "server/log/log.hpp"
#include "server/metrics/registry.hpp"
#include "server/net/async_store.hpp"
#include "server/net/outbox.hpp"
#include "server/net/relay_backend.hpp"
#include "server/net/shadow_keeper.hpp"
#include "server/net/switching_backend.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace circ::app {

/// The library systems behind us, each with its outbox, and the rules that say who performs what.
/// Used from the io thread.
class relays {
public:
    struct parts {
        net::async_store& store;
        net::own_backend& local;
        const circulation::clock& clock;
        log::logger& log;
        metrics::registry& figures;
    };

    relays(boost::asio::any_io_executor on, parts with);

    /// Takes over settings; one that is not named any more is asked for nothing, and its outbox
    /// goes on delivering.
    /// @throws storage::store_error, and then nothing has changed
    void adopt(const config::settings& from,
               const std::map<std::string, net::backend_credentials>& files);

    /// Begins to look whether they are there and to deliver what waits.
    void start();
    /// Begins nothing more; what is under way ends by its time.
    void close();

    /// Performs what devices ask for.
    [[nodiscard]] net::backend& performer() noexcept { return switching_; }

    /// @throws storage::store_error
    void add_figures(metrics::registry& into);
    /// As `circdesk relay status` reads it. @throws storage::store_error
    [[nodiscard]] std::string status();

private:
    struct served {
        std::unique_ptr<net::relay_backend> backend;
        std::unique_ptr<net::outbox> box;
        std::unique_ptr<net::shadow_keeper> keeper;
        bool started = false;
    };

    /// What the store has to say to the settings.
    struct known {
        std::vector<storage::institution> institutions;
        std::vector<std::vector<storage::institution_id>> concerned; ///< by each rule; none: all
    };

    void start(served& one);
    [[nodiscard]] boost::asio::awaitable<void> take_over_unnamed();
    [[nodiscard]] known look_up(const config::settings& of);
    [[nodiscard]] net::relay_setup setup_of(const config::ncip_backend& from,
                                            const net::backend_credentials& files,
                                            const config::settings& all,
                                            const known& by);
    void follow(net::relay_setup how);
    [[nodiscard]] std::vector<net::switching_rule> rules_of(const config::settings& from, const known& by);
    using by_state = std::map<std::string_view, std::int64_t>; ///< how many orders
    [[nodiscard]] std::map<std::string, by_state> order_counts();

    boost::asio::any_io_executor on_;
    parts with_;
    std::map<std::string, served> all_;
    net::switching_backend switching_;
    bool running_ = false;
};

} // namespace circ::app
