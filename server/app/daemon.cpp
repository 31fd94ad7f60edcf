#include "server/app/daemon.hpp"

#include "config/load.hpp"
#include "server/app/certificates.hpp"
#include "server/app/control_requests.hpp"
#include "server/app/day_keeper.hpp"
#include "server/app/figures.hpp"
#include "server/app/readiness.hpp"
#include "server/app/relays.hpp"
#include "server/app/stage_gate.hpp"
#include "server/net/control_socket.hpp"
#include "server/net/exchange_meters.hpp"
#include "server/net/health_pages.hpp"
#include "server/net/life_signs.hpp"
#include "server/net/listener.hpp"
#include "server/net/local_backend.hpp"
#include "server/net/ncip_meters.hpp"
#include "server/net/seen_items.hpp"
#include "server/net/vitals.hpp"
#include "storage/store_error.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <csignal>
#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace circ::app {

namespace asio = boost::asio;

namespace {

constexpr std::size_t most_proofs_waiting = 64; ///< about two seconds of hashing on one thread

circulation::pin_limits pin_limits_of(const config::settings& from) {
    return {.tries_per_card = static_cast<int>(from.limits.pin_tries_per_card),
            .locked_for = from.limits.pin_lock,
            .per_terminal_minute = from.limits.pin_tries_per_terminal_minute,
            .per_address_minute = from.limits.pin_tries_per_address_minute};
}

net::exchange_meters::terminals terminals_of(const config::http_settings& from) {
    using enum net::exchange_meters::terminals;
    return from.terminal_label ? by_login : not_told_apart;
}

} // namespace

/// Members stand in the order in which they are made; taken down from the end, so that nothing
/// outlives what it refers to. The pool comes before the io_context: its threads post there.
struct daemon::state {
    state(prepared_settings with, storage::store& over, log::logger& to, metrics::registry& shown,
          std::function<prepared_settings()> read_again)
        : settings(std::move(with.settings)), again(std::move(read_again)),
          store(over, io.get_executor(), settings.server.reading_threads),
          log(to), figures(shown), hashing(settings.server.hashing_threads, most_proofs_waiting), pepper(std::move(with.pepper)),
          pins(hashing, pepper,
               {.most_remembered = settings.pin.cache_entries, .remembered_for = settings.pin.cache}),
          passwords(hashing, pepper,
                    {.most_remembered = settings.server.max_connections, .remembered_for = settings.pin.password_cache}),
          logins(store, passwords, clock), heard(store, clock), seen(store, io.get_executor(), clock, to, settings.store.seen),
          performer(store, pins, seen, clock, to), behind(io.get_executor(), {store, performer, clock, to, shown}), stages(store, clock, to), health(store, sessions, clock, to),
          meters(shown, terminals_of(settings.http)), ncip(shown), day(over, clock, to), signals(io, SIGTERM, SIGINT, SIGHUP),
          grace(io), keeps_running(io.get_executor()) {
        behind.adopt(settings, with.backends);
        adopt(with);
        parts = {.performer = &behind.performer(), .logins = &logins, .log = &log, .watchers = &hub, .clock = &clock,
                 .settings = [this] { return doors; }, .meters = &meters, .health = &health, .ncip = &ncip, .heard = &heard, .helpers = &store.helpers()};
        open_doors();
        open_http();
    }

    void adopt(const prepared_settings& from) {
        certificates = from.certificates;
        doors = net::make_door_settings(settings, from.words, certificates);
        ncip.know(settings.ncip_peers);
        tell_certificates(certificates, clock.now(), log, figures);
        for (auto& each : listeners) each->set_limits(limits_of_listeners());
        if (http) http->set_allowed(settings.http.allow);
        performer.set_rules(from.policy, pin_limits_of(settings));
        day.set_rules(from.policy, settings);
        asio::co_spawn(io, stages.entered(settings), asio::detached);
    }

    [[nodiscard]] net::listener::limits limits_of_listeners() const {
        return {.connections = settings.server.max_connections,
                .connections_per_address = settings.server.max_connections_per_address};
    }

    void open_doors() {
        for (const auto& how : settings.listeners) {
            auto& opened = listeners.emplace_back(
                std::make_unique<net::listener>(io.get_executor(), how, limits_of_listeners(), parts, sessions));
            log.write(log::event::listener_opened,
                      {{"listener", how.name}, {"address", how.address}, {"port", opened->port()}});
        }
        const auto beside_store = std::filesystem::path(settings.server.data_dir) / "circdesk.sock";
        control.emplace(io.get_executor(), beside_store.string(), hub, log,
                        control_requests({.health = health, .sessions = sessions, .clock = clock, .behind = behind, .settings = settings, .certificates = certificates,
                                          .http_port = [this] { return http ? http->port() : std::uint16_t{0}; }}));
    }

    /// Without it nobody can look in, but every device can be served: not a reason not to start.
    void open_http() {
        if (!settings.http.enabled) return;
        const figure_sources from{.log = log, .store = store, .sessions = sessions, .pins = pins, .passwords = passwords, .hashing = hashing, .behind = behind,
                                  .health = health, .clock = clock, .settings = settings};
        try {
            http.emplace(io.get_executor(), settings.http, net::http_server::limits{},
                         net::health_pages(health, [this, from] { return current_figures(figures, from); }), clock, log);
            log.write(log::event::listener_opened,
                      {{"listener", "http"}, {"address", settings.http.address}, {"port", http->port()}});
        } catch (const std::system_error& taken) {
            log.write(log::event::http_listener_failed, {{"cause", std::string_view(taken.what())}});
        }
    }

    void await_signal() {
        signals.async_wait([this](boost::system::error_code gone, int number) {
            if (gone || !keeps_running.owns_work()) return; // stopped: another one came with that which did it
            await_signal(); // first: without sessions the stop below ends at once, and this wait with it
            if (number == SIGHUP)
                reload();
            else if (sessions.stopping())
                end_all();
            else
                begin_to_stop();
        });
    }

    void end_all() {
        sessions.end_all();
        behind.close(); // what they wait for there is looked up when they come again
    }

    void begin_to_stop() {
        log.write(log::event::daemon_stopping, {{"sessions", sessions.size()}});
        for (auto& each : listeners) each->close();
        control->close();
        day.ask_to_stop();
        grace.expires_after(settings.server.stop_grace);
        grace.async_wait([this](boost::system::error_code cancelled) {
            if (!cancelled) end_all();
        });
        sessions.finish_all([this] {
            if (http) http->close(); // until now it says that the daemon stops
            behind.close();
            seen.flush(); // the writer is only stopped when it has written all that it was given
            grace.cancel();
            signals.cancel();
            keeps_running.reset();
        });
    }

    /// Something that nobody foresaw has come out of the loop. Whoever is connected refers to parts of
    /// this, and is to be gone before they go; what fails once more on the way out ends the process.
    void break_off() noexcept {
        if (!sessions.stopping()) begin_to_stop();
        end_all();
        io.run();
    }

    /// What runs, with the doors that were opened whatever the file has said since.
    [[nodiscard]] config::settings running() const {
        config::settings made = settings;
        made.listeners.clear();
        for (const auto& each : listeners) made.listeners.push_back(each->how());
        return made;
    }

    /// A file that is invalid changes nothing, and neither does one that meets a store which is away or
    /// cannot be taken over for a reason that nobody foresaw. The log's file is opened again all the same: whoever
    /// has moved it away to be removed asks for no more than that.
    void reload() {
        log.write(log.reopen() ? log::event::log_reopened : log::event::log_reopen_failed);
        bool taken = false;
        try {
            taken = take_over(again());
        } catch (const storage::store_error& away) {
            log.write(log::event::store_unavailable, {{"cause", std::string_view(away.what())}});
        } catch (const std::exception& unforeseen) {
            return log.write(log::event::settings_reload_refused, {{"cause", std::string_view(unforeseen.what())}});
        }
        if (!taken) return log.write(log::event::settings_reload_refused);
        log.set_level(static_cast<log::level>(settings.log.level));
        log.write(log::event::settings_reloaded);
    }

    /// @return whether the settings are in force now, but for what waits for a restart
    bool take_over(prepared_settings wanted) {
        for (const auto& each : wanted.mistakes) log.write(log::event::settings_mistake, {{"mistake", each}});
        if (!wanted.mistakes.empty() || stages.keeps_from(settings, wanted.settings)) return false;
        for (const auto& key : config::restart_needed(running(), wanted.settings))
            log.write(log::event::setting_needs_restart, {{"key", key}});
        if (wanted.settings.pin.pepper_file == settings.pin.pepper_file && wanted.pepper != pepper)
            log.write(log::event::setting_needs_restart, {{"key", "pin.pepper_file (holds another pepper)"}});
        config::keep_until_restart(settings, wanted.settings);
        behind.adopt(wanted.settings, wanted.backends); // first, since it alone can fail
        settings = std::move(wanted.settings);
        adopt(wanted);
        return true;
    }

    asio::io_context io{1}; // run by one thread: Asio wakes no other. It keeps its locks, since others post here
    config::settings settings;
    std::function<prepared_settings()> again;
    circulation::system_clock clock;
    net::async_store store;
    log::logger& log;
    metrics::registry& figures;
    net::hashing_pool hashing;
    const std::string pepper; ///< proved with until the end, whatever its file holds by then
    net::pin_prover pins;
    net::pin_prover passwords; ///< of devices: many of them may come back at the same time
    net::terminal_logins logins;
    net::life_signs heard;
    net::seen_items seen;
    net::local_backend performer;
    relays behind;
    stage_gate stages;
    net::session_list sessions;
    net::vitals health;
    net::exchange_meters meters;
    net::ncip_meters ncip;
    day_keeper day;
    net::watch_hub hub;
    net::tls_contexts certificates;
    std::shared_ptr<const net::door_settings> doors;
    net::session_parts parts;
    std::vector<std::unique_ptr<net::listener>> listeners;
    std::optional<net::http_server> http;
    std::optional<net::control_socket> control;
    asio::signal_set signals;
    asio::steady_timer grace;
    asio::executor_work_guard<asio::io_context::executor_type> keeps_running;
};

daemon::daemon(prepared_settings with, storage::store& store, log::logger& log, metrics::registry& figures,
               std::function<prepared_settings()> again)
    : state_(std::make_unique<state>(std::move(with), store, log, figures, std::move(again))) {}

daemon::~daemon() = default;

void daemon::run() {
    for (auto& each : state_->listeners) each->start();
    if (state_->http) state_->http->start();
    state_->await_signal();
    std::vector<open_address> open;
    for (const auto& each : state_->listeners)
        open.push_back({each->how().name, each->how().address, each->port()});
    const readiness ready(state_->settings.server.data_dir, open, state_->log);
    state_->day.start();
    state_->behind.start();
    state_->log.write(log::event::daemon_ready);
    state_->log.flush();
    try {
        state_->io.run();
    } catch (...) {
        state_->break_off();
        throw;
    }
}

} // namespace circ::app
