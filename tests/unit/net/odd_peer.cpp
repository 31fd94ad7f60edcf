#include "tests/unit/net/odd_peer.hpp"

#include "tests/support/kept_port.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <sys/socket.h>

#include <charconv>
#include <set>
#include <utility>

#include <fcntl.h>

namespace circ::net::test {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

std::size_t length_in(const std::string& head) {
    constexpr std::string_view name = "Content-Length: ";
    const auto at = head.find(name);
    std::size_t length = 0;
    if (at != std::string::npos)
        std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    return length;
}

std::string reply(std::string_view status,
                  const std::string& body,
                  std::size_t length,
                  std::string_view more = {}) {
    return "HTTP/1.1 " + std::string(status) +
           "\r\nContent-Type: application/xml\r\nContent-Length: " + std::to_string(length) +
           "\r\n" + std::string(more) + "\r\n" + body;
}

std::string reply(std::string_view status, const std::string& body, std::string_view more = {}) {
    return reply(status, body, body.size(), more);
}

} // namespace

struct odd_peer::state {
    explicit state(asio::io_context& on) : io(on), acceptor(on) {}

    void listen() {
        acceptor.open(tcp::v4());
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        ::fcntl(acceptor.native_handle(), F_SETFD, FD_CLOEXEC); // no program that a test starts keeps it
        acceptor.bind(tcp::endpoint(asio::ip::address_v4::loopback(), port.number()));
        acceptor.listen();
    }

    asio::io_context& io;
    circ::test::kept_port port; ///< while it is away too: nobody else gets it meanwhile
    tcp::acceptor acceptor;
    std::set<byte_stream*> open;
};

odd_peer::odd_peer(asio::io_context& io) : state_(std::make_unique<state>(io)) {
    state_->listen();
    asio::co_spawn(io, accept(), asio::detached);
}

odd_peer::~odd_peer() {
    go_away();
    close_all();
    // Their coroutines still refer to this: let them end.
    state_->io.restart();
    state_->io.poll();
}

std::uint16_t odd_peer::port() const {
    return state_->port.number();
}

void odd_peer::go_away() {
    boost::system::error_code ignored; // closed already
    state_->acceptor.close(ignored);
}

void odd_peer::come_back() {
    state_->listen();
    asio::co_spawn(state_->io, accept(), asio::detached);
}

void odd_peer::close_all() {
    for (auto* const each : state_->open)
        each->close();
}

std::size_t odd_peer::open() const {
    return state_->open.size();
}

asio::awaitable<void> odd_peer::accept() {
    for (;;) {
        tcp::endpoint from;
        auto [error, socket] = co_await state_->acceptor.async_accept(from, as_value);
        if (error) co_return;
        ++connections;
        asio::co_spawn(state_->io, serve(std::move(socket), from), asio::detached);
    }
}

asio::awaitable<void> odd_peer::serve(tcp::socket socket, tcp::endpoint from) {
    const int handle = socket.native_handle();
    const auto reset_on_close = [handle] {
        const linger at_once{.l_onoff = 1, .l_linger = 0};
        ::setsockopt(handle, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    };
    std::unique_ptr<byte_stream> line = make_plain_stream(std::move(socket), from);
    if (tls) {
        tls_agreement agreed = co_await agree_on_tls(line, tls);
        if (!agreed.line) co_return;
        line = std::move(agreed.line);
    }
    state_->open.insert(line.get());
    std::string bytes;
    std::array<char, 4096> some;
    for (bool go_on = true; go_on;) {
        const auto end = bytes.find("\r\n\r\n");
        const bool has_head = end != std::string::npos;
        const std::size_t whole = has_head ? end + 4 + length_in(bytes.substr(0, end + 2)) : 0;
        if (!has_head || bytes.size() < whole) {
            if (bytes.empty() && behaves(heard.size()) == manner::resets_before_reading) {
                // As soon as something comes, so that the connection stands before.
                static_cast<void>(co_await line->read_some(some));
                reset_on_close();
                break;
            }
            const std::size_t count = co_await line->read_some(some);
            if (count == 0) break;
            bytes.append(some.data(), count);
            continue;
        }
        last_head = bytes.substr(0, end + 2);
        const std::string document = bytes.substr(end + 4, whole - end - 4);
        bytes.erase(0, whole);
        const auto single = treats ? treats(document) : std::nullopt;
        const manner how = single ? *single : behaves(heard.size());
        heard.push_back(document);
        if (how == manner::resets_when_read) reset_on_close();
        go_on = co_await act(*line, how, document);
    }
    state_->open.erase(line.get());
    line->close();
}

/// @return whether the connection stays open
asio::awaitable<bool> odd_peer::act(byte_stream& line, manner how, const std::string& document) {
    const std::string body = answer(document);
    if (late) {
        asio::steady_timer pause(state_->io, late());
        co_await pause.async_wait(as_value);
    }
    std::string bytes;
    bool stays = false;
    switch (how) {
    case manner::answers:
        bytes = reply("200 OK", body);
        stays = true;
        break;
    case manner::says_continue_first:
        bytes = "HTTP/1.1 100 Continue\r\n\r\n" + reply("200 OK", body);
        stays = true;
        break;
    case manner::answers_and_closes:
        bytes = reply("200 OK", body, "Connection: close\r\n");
        break;
    case manner::answers_then_closes_unsaid:
        bytes = reply("200 OK", body);
        break;
    case manner::answers_without_length:
        bytes = "HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n" + body;
        break;
    case manner::half_an_answer:
        bytes = reply("200 OK", body.substr(0, body.size() / 2), body.size());
        break;
    case manner::wrong_length:
        bytes = reply("200 OK", body, body.size() + 100);
        break;
    case manner::half_a_head:
        bytes = "HTTP/1.1 200 OK\r\nContent-Ty";
        break;
    case manner::web_page:
        bytes = reply("200 OK", "<html><body><h1>It works!</h1></body></html>");
        stays = true;
        break;
    case manner::web_page_as_error:
        bytes = reply("502 Bad Gateway", "<html><body>Bad Gateway</body></html>");
        stays = true;
        break;
    case manner::free_text:
        bytes = "the service is not available\r\n";
        break;
    case manner::too_long:
        bytes = reply("200 OK", std::string(3'000'000, 'x'));
        break;
    case manner::is_silent:
        stays = true;
        break;
    case manner::drips:
        bytes = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<";
        stays = true;
        break;
    case manner::resets_before_reading:
    case manner::resets_when_read:
    case manner::closes_when_read:
        break;
    }
    if (!bytes.empty()) co_await line.write_all(bytes);
    co_return stays;
}

} // namespace circ::net::test
