#include "tests/bench/line_echo.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <csignal>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace circ::bench {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

asio::awaitable<void> echo(tcp::socket socket, const std::string& answer) {
    socket.set_option(tcp::no_delay(true));
    std::array<char, 4096> buffer{};
    for (;;) {
        const auto [failed, count] = co_await socket.async_read_some(asio::buffer(buffer), as_value);
        if (failed) co_return;
        if (buffer[count - 1] != '\r') continue; // the rest of the line is on its way
        const auto [broken, sent] = co_await asio::async_write(socket, asio::buffer(answer), as_value);
        if (broken) co_return;
    }
}

asio::awaitable<void> accept_all(tcp::acceptor& acceptor, const std::string& answer) {
    for (;;) {
        auto [failed, socket] = co_await acceptor.async_accept(as_value);
        if (failed) co_return;
        auto one = echo(std::move(socket), answer);
        asio::co_spawn(acceptor.get_executor(), std::move(one), asio::detached);
    }
}

} // namespace

line_echo::line_echo(std::size_t answer_bytes) {
    asio::io_context io{1};
    tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    acceptor.listen(1024);
    port_ = acceptor.local_endpoint().port();
    process_ = ::fork();
    if (process_ != 0) return;
    io.notify_fork(asio::io_context::fork_child);
    const std::string answer = std::string(answer_bytes - 1, 'x') + '\r';
    auto all = accept_all(acceptor, answer);
    asio::co_spawn(io, std::move(all), asio::detached);
    io.run();
    ::_exit(0);
}

line_echo::~line_echo() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

} // namespace circ::bench
