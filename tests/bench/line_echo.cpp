#include "tests/bench/line_echo.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <string>

#include <unistd.h>

namespace circ::bench {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

asio::awaitable<void> echo(tcp::socket socket, const std::vector<std::string>& answers) {
    socket.set_option(tcp::no_delay(true));
    std::array<char, 4096> buffer{};
    for (std::size_t turn = 0;; ++turn) {
        const auto [failed, count] = co_await socket.async_read_some(asio::buffer(buffer), as_value);
        if (failed) co_return;
        if (buffer[count - 1] != '\r') continue; // the rest of the line is on its way
        const std::string& answer = answers[turn % answers.size()];
        const auto [broken, sent] = co_await asio::async_write(socket, asio::buffer(answer), as_value);
        if (broken) co_return;
    }
}

asio::awaitable<void> accept_all(tcp::acceptor& acceptor, const std::vector<std::string>& answers) {
    for (;;) {
        auto [failed, socket] = co_await acceptor.async_accept(as_value);
        if (failed) co_return;
        auto one = echo(std::move(socket), answers);
        asio::co_spawn(acceptor.get_executor(), std::move(one), asio::detached);
    }
}

} // namespace

line_echo::line_echo(const std::vector<std::string>& answers) {
    asio::io_context io{1};
    tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    acceptor.listen(1024);
    port_ = acceptor.local_endpoint().port();
    process_.emplace(SIGKILL);
    if (process_->id() != 0) return;
    io.notify_fork(asio::io_context::fork_child);
    std::vector<std::string> lines;
    for (const auto& each : answers) lines.push_back(each + '\r');
    auto all = accept_all(acceptor, lines);
    asio::co_spawn(io, std::move(all), asio::detached);
    io.run();
    ::_exit(0);
}

} // namespace circ::bench
