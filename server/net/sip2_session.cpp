#include "server/net/sip2_session.hpp"

#include "protocol/sip2/framer.hpp"
#include "protocol/sip2/other_protocol.hpp"
#include "protocol/sip2/telnet_login.hpp"
#include "server/net/crew.hpp"
#include "server/net/deadline.hpp"
#include "server/net/observations.hpp"
#include "server/net/patience.hpp"
#include "server/net/thinned.hpp"

#include <boost/asio/this_coro.hpp>

#include <array>
#include <limits>
#include <utility>
#include <variant>

#include <string.h>

namespace circ::net {

namespace asio = boost::asio;
namespace sip2 = protocol::sip2;

namespace {

/// How long a peer may take to close after our last answer.
constexpr std::chrono::seconds farewell{2};
/// And how long one has to show that it is a probe, where a place is kept for those alone.
constexpr std::chrono::seconds for_a_probe{5};

/// The last words of a text login that was refused too often, or whose place was kept for somebody else.
sip2::telnet_login::step no_further() { return sip2::telnet_login::hang_up{"Login failed.\r\n"}; }

class sip2_session final : public stoppable {
public:
    sip2_session(std::unique_ptr<byte_stream> stream, sip2_beginning how, session_parts& parts,
                 session_list& list, asio::any_io_executor on)
        : stream_(std::move(stream)), how_(std::move(how)), parts_(&parts),
          exchange_(parts, how_.profile, stream_->peer(), how_.listener), talk_(exchange_.conversation_settings()),
          framer_(exchange_.message_bytes()), place_(list, *this, stream_->peer()),
          deadline_(std::move(on), [this] { time_is_up(); }), began_(how_.since.value_or(parts.clock->now())),
          patience_(began_), in_force_(parts.settings()), stopping_(list.stopping()) {
        if (how_.probes_only) exchange_.admit_probes_only();
    }

    asio::awaitable<void> run();

    void finish_request_and_end() noexcept override {
        stopping_ = true;
        if (reading_) stream_->cancel_read();
    }
    void end_now() noexcept override {
        if (shared_)
            ends_now_ = true; // a helper is writing to it
        else
            stream_->close();
    }
    void make_way() noexcept override {
        replaced_ = true;
        finish_request_and_end();
    }

private:
    asio::awaitable<void> converse();
    asio::awaitable<bool> begin();
    asio::awaitable<bool> telnet_dialogue();
    [[nodiscard]] bool was_last_login();
    asio::awaitable<std::string_view> read();
    asio::awaitable<bool> knows_protocol(std::string_view bytes);
    void has_spoken_sip2();
    asio::awaitable<bool> take(sip2::frame line);
    void tell_observations();
    asio::awaitable<bool> say_farewell(std::string_view last);
    asio::awaitable<bool> handle(sip2::handle what);
    asio::awaitable<bool> send(std::string_view bytes);
    asio::awaitable<bool> send_answer(const sip2::request& asked, sip2_result& came);
    asio::awaitable<bool> send_rest(std::string_view bytes);
    void time_is_up();
    void tell_timeout();
    void follow_login();
    void follow_settings();
    [[nodiscard]] patience::duration time_left();
    [[nodiscard]] bool message_begun() const noexcept { return !framer_.pending().empty(); }
    [[nodiscard]] const config::limit_settings& limits() const noexcept { return in_force_->limits; }

    std::unique_ptr<byte_stream> stream_;
    sip2_beginning how_;
    session_parts* parts_;
    sip2_exchange exchange_;
    sip2::conversation talk_;
    sip2::framer framer_;
    session_list::place place_;
    deadline deadline_;
    storage::instant began_;
    patience patience_;
    std::shared_ptr<const door_settings> in_force_; ///< when something last came from the device
    thinned noticed_{told_a_second};
    std::array<char, 1024> buffer_{}; ///< a request is a few hundred bytes; each idle terminal has one
    std::string first_bytes_; ///< a few, until the first whole line: may be another protocol
    bool spoke_sip2_ = false;
    bool reading_ = false;
    bool shared_ = false;   ///< the stream and what is written are in the hands of the crew
    bool ends_now_ = false; ///< as soon as they are back
    bool time_is_over_ = false;
    bool replaced_ = false; ///< its terminal is on another connection now
    bool stopping_; ///< from the start, where it was let in while the server began to stop
    const char* ended_because_ = "the terminal closed the connection";
};

asio::awaitable<void> sip2_session::run() {
    parts_->log->write(log::event::session_started, {{"listener", how_.listener}, {"address", stream_->peer()}});
    const bool begun = co_await begin();
    if (begun) co_await converse();
    if (stream_->is_unreachable()) ended_because_ = "the terminal no longer answers";
    if (stopping_) ended_because_ = replaced_ ? "the terminal has logged in on another connection" : "the server stops";
    deadline_.within(farewell);
    co_await stream_->finish();
    deadline_.off();
    stream_->close();
    parts_->log->write(log::event::session_ended,
                       {{"terminal", exchange_.terminal()}, {"address", stream_->peer()},
                        {"why", ended_because_}, {"lasted", parts_->clock->now() - began_}});
}

asio::awaitable<bool> sip2_session::begin() {
    if (config::asks_by_lines(how_.kind)) co_return co_await telnet_dialogue();
    // Where the account is gone or disabled, each request is told so: not a reason to hang up.
    const std::string account = exchange_.account_without_login(how_.terminal);
    if (!account.empty() && exchange_.let_in(account)) follow_login();
    if (exchange_.turned_away()) ended_because_ = "all places are taken";
    co_return !exchange_.turned_away();
}

asio::awaitable<void> sip2_session::converse() {
    while (!stopping_) {
        while (const auto line = framer_.next()) {
            if (!spoke_sip2_) has_spoken_sip2();
            patience_.message_ended();
            const bool goes_on = co_await take(*line);
            if (!goes_on || stopping_) co_return;
        }
        const std::string_view bytes = co_await read();
        if (bytes.empty()) {
            if (!time_is_over_ || !message_begun()) co_return;
            const std::string last(talk_.give_up().bytes); // a message was begun: an answer first
            co_await send(last);
            co_return;
        }
        const bool known = spoke_sip2_ || co_await knows_protocol(bytes);
        if (!known) co_return;
        framer_.feed(bytes);
        explicit_bzero(buffer_.data(), bytes.size()); // there may be a password in it
    }
}

asio::awaitable<std::string_view> sip2_session::read() {
    const auto left = time_left();
    std::size_t count = 0;
    // Else a device that never pauses is never out of time.
    time_is_over_ = left <= patience::duration::zero();
    if (!time_is_over_) {
        deadline_.within(left);
        reading_ = true;
        count = co_await stream_->read_some(buffer_);
        reading_ = false;
        time_is_over_ = count == 0 && deadline_.expired();
        deadline_.off();
        follow_settings();
    }
    if (time_is_over_) tell_timeout();
    co_return std::string_view(buffer_.data(), count);
}

patience::duration sip2_session::time_left() {
    const auto& most = limits();
    const auto& profile = exchange_.profile();
    const auto either = [](std::chrono::seconds own, std::chrono::seconds general) { return own.count() > 0 ? own : general; };
    auto login = either(profile.login_seconds, most.login);
    if (how_.probes_only) login = std::min(login, for_a_probe);
    return patience_.left(message_begun(), exchange_.logged_in(),
                          {.login = login, .message = most.message, .idle = either(profile.idle_seconds, most.idle)},
                          parts_->clock->now());
}

/// The dialogue goes on as the terminal's profile says.
void sip2_session::follow_login() {
    talk_.adopt(exchange_.conversation_settings());
    framer_.set_limit(exchange_.message_bytes());
    // One that ends takes no terminal away: another connection may have come while its login was proved.
    if (stopping_ || !exchange_.logged_in() || !exchange_.profile().single_session) {
        place_.claim_nothing();
    } else if (place_.claim(std::string(exchange_.terminal()))) {
        parts_->log->write(log::event::session_replaced,
                           {{"terminal", exchange_.terminal()}, {"address", stream_->peer()}});
    }
}

/// What a reload has changed of the limits on messages holds from the next one on; the rest of a profile
/// changes with the login.
void sip2_session::follow_settings() {
    auto now = parts_->settings();
    if (now == in_force_) return;
    in_force_ = std::move(now);
    talk_.adopt(exchange_.conversation_settings());
    framer_.set_limit(exchange_.message_bytes());
}

void sip2_session::time_is_up() {
    if (reading_)
        stream_->cancel_read();
    else
        stream_->close();
}

void sip2_session::tell_timeout() {
    const auto [what, why] = message_begun()            ? std::pair{log::event::slow_sender, "a message was not finished in time"}
                             : exchange_.logged_in()    ? std::pair{log::event::idle_timeout, "nothing came for too long"}
                                                        : std::pair{log::event::login_timeout, "no login in time"};
    ended_because_ = why;
    parts_->log->write(what, {{"terminal", exchange_.terminal()}, {"address", stream_->peer()}});
}

void sip2_session::has_spoken_sip2() {
    spoke_sip2_ = true;
    explicit_bzero(first_bytes_.data(), first_bytes_.size()); // as a rule they are of a login
    first_bytes_ = {};
}

asio::awaitable<bool> sip2_session::knows_protocol(std::string_view bytes) {
    constexpr std::size_t enough = 64;
    first_bytes_.append(bytes.substr(0, enough - std::min(enough, first_bytes_.size())));
    const auto other = sip2::recognise_other_protocol(first_bytes_);
    if (!other) co_return true;
    const auto name = sip2::name_of(*other);
    parts_->log->write(log::event::other_protocol, {{"protocol", name}, {"address", stream_->peer()}, {"listener", how_.listener}});
    exchange_.show_note("this is not SIP2 but " + std::string(name) + ": check the port that the device is set to");
    ended_because_ = "the peer speaks another protocol";
    if (exchange_.profile().unknown_command == config::unknown_command::answer_96) {
        const std::string last(talk_.give_up().bytes);
        co_await send(last);
    }
    co_return false;
}

/// What the line asks for, begun: no coroutine of its own, since every request passes here.
asio::awaitable<bool> sip2_session::take(sip2::frame line) {
    sip2::action next = talk_.receive(line);
    tell_observations();
    if (auto* request = std::get_if<sip2::handle>(&next)) return handle(std::move(*request));
    if (const auto* bytes = std::get_if<sip2::send>(&next)) return send(bytes->bytes);
    if (const auto* last = std::get_if<sip2::close_after>(&next)) {
        ended_because_ = line.too_long ? "a message was too long" : "too many unreadable messages in a row";
        return say_farewell(last->bytes);
    }
    return send({});
}

/// Whoever sends rubbish as fast as it can does not fill the log with it.
void sip2_session::tell_observations() {
    const auto& noticed = talk_.observations();
    if (noticed.empty()) return;
    const auto passed_over = noticed_.turn(parts_->clock->now());
    net::tell_observations(noticed, *parts_->log, exchange_.terminal(), stream_->peer(), passed_over);
}

asio::awaitable<bool> sip2_session::say_farewell(std::string_view last) {
    co_await send(last);
    co_return false;
}

asio::awaitable<bool> sip2_session::handle(sip2::handle what) {
    exchange_.show(sip2::view_of(what.message.value), true);
    const bool is_login = std::holds_alternative<sip2::login_request>(what.message.value);
    const bool was_logged_in = exchange_.logged_in();
    sip2_result came = co_await exchange_.perform(what, talk_);
    if (was_logged_in && !exchange_.logged_in()) patience_.login_ended(parts_->clock->now());
    if (is_login) follow_login(); // the answer is already the terminal's own
    const bool sent = co_await send_answer(what.message.value, came);
    if (is_login && was_last_login()) co_return false;
    co_return sent;
}

/// The answer is made and written by whoever is free.
asio::awaitable<bool> sip2_session::send_answer(const sip2::request& asked, sip2_result& came) {
    sip2::response answer;
    std::string_view bytes;
    crew::task write = [&] {
        answer = exchange_.answer_to(asked, std::move(came));
        bytes = talk_.answer(answer);
        bytes.remove_prefix(stream_->write_now(bytes));
    };
    shared_ = true;
    co_await parts_->helpers->share(std::move(write));
    shared_ = false;
    if (std::exchange(ends_now_, false)) stream_->close();
    exchange_.show(sip2::view_of(answer), false);
    if (bytes.empty()) co_return true;
    co_return co_await send_rest(bytes);
}

asio::awaitable<bool> sip2_session::send(std::string_view bytes) {
    if (bytes.empty()) co_return true;
    co_return co_await send_rest(bytes);
}

asio::awaitable<bool> sip2_session::send_rest(std::string_view bytes) {
    deadline_.within(limits().write);
    const bool sent = co_await stream_->write_all(bytes);
    if (deadline_.expired()) {
        ended_because_ = "the terminal does not read its answers";
        parts_->log->write(log::event::slow_receiver, {{"terminal", exchange_.terminal()}, {"address", stream_->peer()}});
    }
    deadline_.off();
    co_return sent;
}

/// Whether the line ends behind this login; says why.
bool sip2_session::was_last_login() {
    if (exchange_.turned_away()) {
        ended_because_ = "all places are taken";
        return true;
    }
    if (!exchange_.login_tries_used_up()) return false;
    ended_because_ = "too many refused logins";
    parts_->log->write(log::event::login_tries_exceeded, {{"address", stream_->peer()}});
    return true;
}

asio::awaitable<bool> sip2_session::telnet_dialogue() {
    sip2::telnet_login dialogue(std::numeric_limits<unsigned>::max()); // the exchange counts
    bool goes_on = co_await send(sip2::telnet_login::greeting);
    while (goes_on && !stopping_) {
        const std::string_view bytes = co_await read();
        if (bytes.empty()) {
            if (time_is_over_) co_await send(sip2::telnet_login::timed_out);
            co_return false;
        }
        std::string_view rest = bytes;
        while (!rest.empty()) {
            sip2::telnet_login::step next = dialogue.take(rest);
            if (std::holds_alternative<sip2::telnet_login::hang_up>(next)) ended_because_ = "a line was too long";
            if (auto* who = std::get_if<sip2::telnet_login::credentials>(&next)) {
                storage::secret password{std::string(who->password.reveal())};
                const bool accepted = co_await exchange_.log_in(who->user, std::move(password), "");
                if (accepted) {
                    follow_login();
                    framer_.feed(rest);
                    explicit_bzero(buffer_.data(), bytes.size());
                    const std::string welcome = sip2::telnet_login::accepted();
                    co_return co_await send(welcome);
                }
                next = dialogue.refused();
                if (was_last_login()) next = no_further();
            }
            if (const auto* end = std::get_if<sip2::telnet_login::hang_up>(&next)) {
                co_await send(end->text);
                co_return false;
            }
            if (const auto* prompt = std::get_if<sip2::telnet_login::prompt>(&next))
                goes_on = co_await send(prompt->text);
        }
        explicit_bzero(buffer_.data(), bytes.size()); // there may be a password in it
    }
    co_return false;
}

} // namespace

asio::awaitable<void> serve_sip2(std::unique_ptr<byte_stream> stream, sip2_beginning how,
                                 session_parts& parts, session_list& list) {
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    sip2_session session(std::move(stream), std::move(how), parts, list, here);
    co_await session.run();
}

} // namespace circ::net
