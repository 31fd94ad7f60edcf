#include "server/net/listener.hpp"

#include "config/address_range.hpp"
#include "server/net/plain_stream.hpp"
#include "server/net/sip2_session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
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

} // namespace

struct listener::state {
    state(asio::any_io_executor on, config::listener_settings settings, limits bounds,
          session_parts& shared, session_list& sessions)
        : acceptor(std::move(on)), how(std::move(settings)), most(bounds), parts(&shared), list(&sessions) {}

    [[nodiscard]] bool is_allowed(const std::string& address) const {
        if (how.allow.empty()) return true;
        const auto bytes = config::parse_address(address);
        return bytes && std::any_of(how.allow.begin(), how.allow.end(), [&](const auto& range) {
                   return config::contains(range, *bytes);
               });
    }

    /// @return nullptr when this connection may have a session, else the event that says why not
    [[nodiscard]] const log::event* objection(const std::string& address) const {
        static constexpr log::event not_allowed = log::event::connection_not_allowed;
        static constexpr log::event too_many = log::event::connection_refused_by_limit;
        if (!is_allowed(address)) return &not_allowed;
        const bool full = list->size() >= most.connections || list->from(address) >= most.connections_per_address;
        return full ? &too_many : nullptr;
    }

    tcp::acceptor acceptor;
    config::listener_settings how;
    limits most;
    session_parts* parts;
    session_list* list;
};

namespace {

void open(listener::state& in) {
    boost::system::error_code failed;
    const auto address = asio::ip::make_address(in.how.address, failed);
    const tcp::endpoint at(address, in.how.port);
    if (!failed) in.acceptor.open(at.protocol(), failed);
    if (!failed) in.acceptor.set_option(asio::socket_base::reuse_address(true), failed);
    if (!failed) in.acceptor.bind(at, failed);
    if (!failed) in.acceptor.listen(asio::socket_base::max_listen_connections, failed);
    if (failed)
        throw std::system_error(failed, "listener '" + in.how.name + "' at " + in.how.address + " port " +
                                            std::to_string(in.how.port));
}

void begin_session(listener::state& in, tcp::socket socket) {
    auto stream = make_plain_stream(std::move(socket));
    if (const log::event* objection = in.objection(stream->peer())) {
        in.parts->log->write(*objection, {{"listener", in.how.name}, {"address", stream->peer()}});
        stream->close();
        return;
    }
    sip2_beginning how{.listener = in.how.name, .profile = in.how.profile,
                       .terminal = in.how.terminal, .kind = in.how.kind};
    auto session = serve_sip2(std::move(stream), std::move(how), *in.parts, *in.list);
    log::logger* const log = in.parts->log;
    asio::co_spawn(in.acceptor.get_executor(), std::move(session), [log](std::exception_ptr failure) {
        if (!failure) return;
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& ours) {
            log->write(log::event::session_failed, {{"cause", std::string_view(ours.what())}});
        }
    });
}

asio::awaitable<void> accept_all(std::shared_ptr<listener::state> in) {
    asio::steady_timer pause(in->acceptor.get_executor());
    while (in->acceptor.is_open()) {
        auto [error, socket] = co_await in->acceptor.async_accept(as_value);
        if (!in->acceptor.is_open()) co_return;
        if (error) {
            in->parts->log->write(log::event::accept_failed, {{"listener", in->how.name}, {"cause", error.message()}});
            pause.expires_after(after_failed_accept);
            co_await pause.async_wait(as_value);
            continue;
        }
        begin_session(*in, std::move(socket));
    }
}

} // namespace

listener::listener(asio::any_io_executor on, config::listener_settings how, limits most,
                   session_parts& parts, session_list& list)
    : state_(std::make_shared<state>(std::move(on), std::move(how), most, parts, list)) {
    open(*state_);
}

listener::~listener() { close(); }

void listener::start() {
    asio::co_spawn(state_->acceptor.get_executor(), accept_all(state_), asio::detached);
}

void listener::close() {
    boost::system::error_code ignored; // closed already
    state_->acceptor.close(ignored);
}

std::uint16_t listener::port() const {
    boost::system::error_code closed;
    return state_->acceptor.local_endpoint(closed).port();
}

const config::listener_settings& listener::how() const noexcept { return state_->how; }

} // namespace circ::net
