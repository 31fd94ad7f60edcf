#include "server/net/listener.hpp"

#include "config/address_range.hpp"
#include "server/net/arrival.hpp"
#include "server/net/keepalive.hpp"
#include "server/net/ncip_session.hpp"
#include "server/net/open_acceptor.hpp"
#include "server/net/plain_stream.hpp"
#include "server/net/sip2_session.hpp"
#include "server/net/thinned.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <system_error>
#include <utility>

namespace circ::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

/// After a failed accept (no descriptors left) trying again at once would only burn the processor.
constexpr std::chrono::milliseconds after_failed_accept{100};

/// Places beyond the limits, for probes: a balancer that finds none would take the whole server out.
constexpr std::size_t probe_places = 4;

} // namespace

struct listener::state {
    state(asio::any_io_executor on, config::listener_settings settings, limits bounds,
          session_parts& shared, session_list& sessions)
        : acceptor(std::move(on)), how(std::move(settings)), most(bounds), parts(&shared), list(&sessions) {
        follow_settings();
    }

    /// What the settings say of this listener now; one that they say nothing of any more goes on as
    /// it is until the next start.
    void follow_settings() {
        if (auto now = parts->settings()->listener(how.name)) in_use = std::move(now);
        if (!in_use) in_use = std::make_shared<const listener_in_use>(listener_in_use{.how = how, .tls = nullptr});
    }

    [[nodiscard]] bool is_allowed(const std::string& address) const {
        const auto& allow = in_use->how.allow;
        return allow.empty() || config::is_in(allow, address);
    }

    [[nodiscard]] bool is_full(const std::string& address, std::size_t beyond = 0) const {
        return list->size() >= most.connections + beyond || list->from(address) >= most.connections_per_address + beyond;
    }

    /// Nobody logs in over NCIP, so nobody shows there that it is a probe.
    [[nodiscard]] std::size_t kept_places() const { return config::speaks_ncip(in_use->how.kind) ? 0 : probe_places; }

    [[nodiscard]] bool may_be_probe(const std::string& address) const {
        return config::is_in(parts->settings()->limits.probe_from, address);
    }

    /// @return nullptr when this connection may have a session, else the event that says why not
    [[nodiscard]] const log::event* objection(const std::string& address) const {
        static constexpr log::event not_allowed = log::event::connection_not_allowed;
        static constexpr log::event too_many = log::event::connection_refused_by_limit;
        if (!is_allowed(address)) return &not_allowed;
        const bool full = is_full(address, may_be_probe(address) ? kept_places() : 0);
        return full ? &too_many : nullptr;
    }

    /// The same at once for whoever has come. A balancer has not said yet for whom it speaks: it is
    /// only counted.
    [[nodiscard]] const log::event* first_objection(const std::string& address) const {
        static constexpr log::event too_many = log::event::connection_refused_by_limit;
        if (!config::is_in(in_use->how.proxy_from, address)) return objection(address);
        return list->size() >= most.connections + kept_places() ? &too_many : nullptr;
    }

    tcp::acceptor acceptor;
    config::listener_settings how; ///< as it was opened
    std::shared_ptr<const listener_in_use> in_use;
    limits most;
    session_parts* parts;
    session_list* list;
    refusals_told refusals;
    thinned failures{1};
};

namespace {

void tell_failure(log::logger& to, const std::exception_ptr& failure) {
    if (!failure) return;
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& ours) {
        to.write(log::event::session_failed, {{"cause", std::string_view(ours.what())}});
    }
}

asio::awaitable<void> serve(std::unique_ptr<byte_stream> line, const listener::state& in,
                            std::shared_ptr<const listener_in_use> in_use, storage::instant since) {
    if (config::speaks_http(in_use->how.kind)) return serve_ncip_http(std::move(line), in_use->how.name, *in.parts, *in.list);
    if (config::speaks_ncip(in_use->how.kind)) return serve_ncip_bare(std::move(line), in_use->how.name, *in.parts, *in.list);
    sip2_beginning how;
    how.listener = in_use->how.name;
    how.profile = in_use->how.profile;
    how.terminal = in_use->how.terminal;
    how.kind = in_use->how.kind;
    how.probes_only = in.is_full(line->peer());
    how.since = since;
    return serve_sip2(std::move(line), std::move(how), *in.parts, *in.list);
}

void tell_that_it_cannot_listen(const listener::state& which, std::string_view cause) {
    which.parts->log->write(log::event::listener_failed,
                            {{"listener", which.how.name}, {"address", which.how.address}, {"port", which.how.port}, {"cause", cause}});
}

/// Lets the connection in, if it may, and then leaves it to a session of its own.
asio::awaitable<void> receive(std::shared_ptr<listener::state> in, std::unique_ptr<byte_stream> line) {
    const auto in_use = in->in_use;
    const auto since = in->parts->clock->now();
    objection objects = [&door = *in](const std::string& address) { return door.objection(address); };
    line = co_await arrive(std::move(line), in_use, std::move(objects), *in->parts, *in->list, in->refusals);
    if (!line) co_return;
    log::logger* const log = in->parts->log;
    asio::co_spawn(in->acceptor.get_executor(), serve(std::move(line), *in, in_use, since),
                   [log](std::exception_ptr failure) { tell_failure(*log, failure); });
}

void begin_session(const std::shared_ptr<listener::state>& in, tcp::socket socket, const tcp::endpoint& from) {
    in->follow_settings();
    watch_over(socket, in->parts->settings()->limits.keepalive);
    auto line = make_plain_stream(std::move(socket), from);
    if (const log::event* against = in->first_objection(line->peer()))
        return turn_away(*line, in->in_use->how, *in->parts, in->refusals, *against);
    log::logger* const log = in->parts->log;
    asio::co_spawn(in->acceptor.get_executor(), receive(in, std::move(line)),
                   [log](std::exception_ptr failure) { tell_failure(*log, failure); });
}

/// What goes wrong with one connection is the end of that one alone.
void try_session(const std::shared_ptr<listener::state>& in, tcp::socket socket, const tcp::endpoint& from) {
    try {
        begin_session(in, std::move(socket), from);
    } catch (...) {
        tell_failure(*in->parts->log, std::current_exception());
    }
}

void tell_failed_accept(listener::state& in, const boost::system::error_code& why) {
    const auto more = in.failures.turn(in.parts->clock->now());
    if (!more) return in.parts->log->pass_over(log::event::accept_failed);
    in.parts->log->write(log::event::accept_failed, {{"listener", in.how.name}, {"cause", why.message()}, {"more", *more}});
}

asio::awaitable<void> accept_all(std::shared_ptr<listener::state> in) {
    asio::steady_timer pause(in->acceptor.get_executor());
    tcp::endpoint from;
    while (in->acceptor.is_open()) {
        auto [error, socket] = co_await in->acceptor.async_accept(from, as_value);
        if (!in->acceptor.is_open()) co_return;
        if (error) {
            tell_failed_accept(*in, error);
            pause.expires_after(after_failed_accept);
            co_await pause.async_wait(as_value);
            continue;
        }
        try_session(in, std::move(socket), from);
    }
}

/// Nobody is let in there any more, and only a new start helps.
void tell_end(const listener::state& of, const std::exception_ptr& failure) {
    if (!failure) return;
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& ours) {
        tell_that_it_cannot_listen(of, ours.what());
    }
}

} // namespace

listener::listener(asio::any_io_executor on, config::listener_settings how, limits most,
                   session_parts& parts, session_list& list)
    : state_(std::make_shared<state>(std::move(on), std::move(how), most, parts, list)) {
    const auto& settings = state_->how;
    try {
        open_acceptor(state_->acceptor, settings.address, settings.port, std::string("listener '").append(settings.name).append("'"));
    } catch (const std::system_error& taken) {
        tell_that_it_cannot_listen(*state_, taken.code().message());
        throw;
    }
}

listener::~listener() { close(); }

void listener::start() {
    asio::co_spawn(state_->acceptor.get_executor(), accept_all(state_),
                   [state = state_](std::exception_ptr failure) { tell_end(*state, failure); });
}

void listener::close() {
    boost::system::error_code ignored; // closed already
    state_->acceptor.close(ignored);
}

void listener::set_limits(limits most) { state_->most = most; }

std::uint16_t listener::port() const {
    boost::system::error_code closed;
    return state_->acceptor.local_endpoint(closed).port();
}

const config::listener_settings& listener::how() const noexcept { return state_->how; }

} // namespace circ::net
