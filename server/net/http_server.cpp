#include "server/net/http_server.hpp"

#include "config/address_range.hpp"
#include "server/net/deadline.hpp"
#include "server/net/http_request.hpp"
#include "server/net/open_acceptor.hpp"
#include "server/net/plain_stream.hpp"
#include "server/net/thinned.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <set>
#include <utility>

namespace circ::net {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds after_failed_accept{100};
constexpr std::chrono::seconds farewell{2}; ///< for a peer to close after our answer

std::string_view words_for(unsigned status) {
    switch (status) {
    case 200: return "OK";
    case 400: return "Bad Request";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 431: return "Request Header Fields Too Large";
    case 503: return "Service Unavailable";
    default: return "Internal Server Error";
    }
}

enum class body { sent, left_out };

std::string to_bytes(const http_answer& answer, body with) {
    std::string out = "HTTP/1.1 " + std::to_string(answer.status) + ' ';
    out.append(words_for(answer.status)).append("\r\nContent-Type: ").append(answer.type);
    out.append("\r\nContent-Length: ").append(std::to_string(answer.body.size()));
    if (answer.status == 405) out.append("\r\nAllow: GET, HEAD");
    out.append("\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n");
    if (with == body::sent) out.append(answer.body);
    return out;
}

http_answer plain(unsigned status, std::string sentence) {
    http_answer made;
    made.status = status;
    made.body = std::move(sentence) + '\n';
    return made;
}

} // namespace

struct http_server::state {
    state(asio::any_io_executor on, config::http_settings settings, limits bounds, std::vector<http_page> all,
          const circulation::clock& time, log::logger& to)
        : acceptor(std::move(on)), how(std::move(settings)), most(bounds), pages(std::move(all)), clock(&time), log(&to) {}

    [[nodiscard]] bool is_allowed(const std::string& address) const {
        return how.allow.empty() || config::is_in(how.allow, address);
    }

    tcp::acceptor acceptor;
    config::http_settings how;
    limits most;
    std::vector<http_page> pages;
    const circulation::clock* clock;
    log::logger* log;
    thinned refusals{told_a_second};
    thinned failures{1};
    std::set<byte_stream*> connected; ///< each is owned by the coroutine that serves it
};

namespace {

using state_ptr = std::shared_ptr<http_server::state>;

/// A connection in the set of those that close() reaches.
class place {
public:
    place(http_server::state& in, byte_stream& who) : in_(in), who_(who) { in_.connected.insert(&who_); }
    ~place() { in_.connected.erase(&who_); }
    place(const place&) = delete;
    place& operator=(const place&) = delete;

private:
    http_server::state& in_;
    byte_stream& who_;
};

/// @return what was asked; refused with 408 when it did not come in time, nullopt when nobody asks
asio::awaitable<std::optional<http_request>> read_request(byte_stream& from, const deadline& until,
                                                          std::size_t most_bytes) {
    http_request_reader reader(most_bytes);
    std::array<char, 2048> buffer;
    for (;;) {
        const std::size_t count = co_await from.read_some(buffer);
        if (count == 0) {
            if (!until.expired() || !reader.has_begun()) co_return std::nullopt;
            http_request late;
            late.refused_with = 408;
            co_return late;
        }
        auto asked = reader.feed({buffer.data(), count});
        if (asked) co_return asked;
    }
}

std::string known_paths(const http_server::state& in) {
    std::string all;
    for (const auto& each : in.pages) all.append(all.empty() ? "" : ", ").append(each.path);
    return all;
}

asio::awaitable<http_answer> answer_to(const http_server::state& in, const http_request& asked) {
    if (asked.refused_with == 408) co_return plain(408, "The request was not whole in time.");
    if (asked.refused_with == 431) co_return plain(431, "The request is too long.");
    if (asked.refused_with != 0) co_return plain(asked.refused_with, "This is no HTTP request.");
    const auto page = std::ranges::find(in.pages, asked.path, &http_page::path);
    if (page == in.pages.end()) co_return plain(404, "There is: " + known_paths(in) + '.');
    if (asked.method == http_request::way::other) co_return plain(405, "Only GET and HEAD are answered.");
    co_return co_await page->make();
}

/// The time for a request is one for all of its bytes: who sends one each second does not get more.
asio::awaitable<void> serve(state_ptr in, std::unique_ptr<byte_stream> stream, std::size_t others) {
    const place here(*in, *stream);
    bool reading = true;
    deadline until(in->acceptor.get_executor(), [&] { reading ? stream->cancel_read() : stream->close(); });
    until.within(in->most.patience);
    http_answer answer;
    body with = body::sent;
    if (others >= in->most.connections) {
        answer = plain(503, "Too many are connected already.");
    } else {
        const auto asked = co_await read_request(*stream, until, in->most.head_bytes);
        if (!asked) co_return;
        if (asked->method == http_request::way::head) with = body::left_out;
        until.off(); // the store has its own time, and is waited for
        answer = co_await answer_to(*in, *asked);
    }
    reading = false;
    until.within(in->most.patience);
    const std::string bytes = to_bytes(answer, with);
    co_await stream->write_all(bytes); // a peer that has gone wants no answer
    until.within(farewell);
    co_await stream->finish();
}

void tell_refused(http_server::state& in, std::string_view address, std::size_t others) {
    const auto more = in.refusals.turn(in.clock->now());
    if (!more) return in.log->pass_over(log::event::http_refused);
    in.log->write(log::event::http_refused, {{"address", address}, {"connected", others}, {"more", *more}});
}

void tell_failure(http_server::state& in, log::event what, const std::exception_ptr& failure) {
    if (!failure) return;
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& ours) {
        in.log->write(what, {{"cause", std::string_view(ours.what())}});
    }
}

void begin(const state_ptr& in, tcp::socket socket, const tcp::endpoint& from) {
    auto stream = make_plain_stream(std::move(socket), from);
    const bool allowed = in->is_allowed(stream->peer());
    const std::size_t others = in->connected.size();
    if (!allowed || others >= in->most.connections) tell_refused(*in, stream->peer(), others);
    // Those who are to hear 503 are bounded too: a flood is closed without a word.
    if (!allowed || others >= 2 * in->most.connections) return;
    auto serving = serve(in, std::move(stream), others);
    asio::co_spawn(in->acceptor.get_executor(), std::move(serving),
                   [in](std::exception_ptr failure) { tell_failure(*in, log::event::session_failed, failure); });
}

/// What goes wrong with one connection is the end of that one alone.
void try_begin(const state_ptr& in, tcp::socket socket, const tcp::endpoint& from) {
    try {
        begin(in, std::move(socket), from);
    } catch (...) {
        tell_failure(*in, log::event::session_failed, std::current_exception());
    }
}

void tell_failed_accept(http_server::state& in, const boost::system::error_code& why) {
    const auto more = in.failures.turn(in.clock->now());
    if (!more) return in.log->pass_over(log::event::accept_failed);
    in.log->write(log::event::accept_failed, {{"listener", "http"}, {"cause", why.message()}, {"more", *more}});
}

asio::awaitable<void> accept_all(state_ptr in) {
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
        try_begin(in, std::move(socket), from);
    }
}

} // namespace

http_server::http_server(asio::any_io_executor on, config::http_settings how, limits most,
                         std::vector<http_page> pages, const circulation::clock& clock, log::logger& log)
    : state_(std::make_shared<state>(std::move(on), std::move(how), most, std::move(pages), clock, log)) {
    open_acceptor(state_->acceptor, state_->how.address, state_->how.port, "HTTP");
}

http_server::~http_server() { close(); }

void http_server::start() {
    asio::co_spawn(state_->acceptor.get_executor(), accept_all(state_),
                   [state = state_](std::exception_ptr failure) {
                       // Nobody is answered any more, and only a new start helps.
                       tell_failure(*state, log::event::http_listener_failed, failure);
                   });
}

void http_server::close() {
    boost::system::error_code ignored; // closed already
    state_->acceptor.close(ignored);
    for (byte_stream* each : state_->connected) each->close(); // their coroutines end later, one by one
}

void http_server::set_allowed(std::vector<config::address_range> from) { state_->how.allow = std::move(from); }

std::uint16_t http_server::port() const {
    boost::system::error_code closed;
    return state_->acceptor.local_endpoint(closed).port();
}

} // namespace circ::net
