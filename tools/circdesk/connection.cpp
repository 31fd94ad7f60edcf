#include "tools/circdesk/connection.hpp"

#include "tools/circdesk/tool.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <utility>

namespace circ::tool {

namespace asio = boost::asio;
using boost::system::error_code;

struct connection::state {
    /// Runs the io_context until the operation has set `done`, or the limit is over.
    /// @return false when it is over; the operation is then cancelled
    bool wait(const bool& done, std::chrono::seconds limit) {
        io.restart();
        const auto until = std::chrono::steady_clock::now() + limit;
        while (!done) {
            if (limit.count() == 0)
                io.run_one();
            else if (io.run_one_until(until) == 0)
                break;
        }
        if (done) return true;
        error_code ignored; // it is given up anyway
        socket.cancel(ignored);
        io.run();
        return false;
    }

    asio::io_context io{1};
    asio::generic::stream_protocol::socket socket{io};
    std::string unread;
};

connection::connection(const std::string& host, std::uint16_t port) : state_(std::make_unique<state>()) {
    const std::string where = host + " port " + std::to_string(port);
    error_code failed;
    asio::ip::tcp::resolver resolver(state_->io);
    const auto all = resolver.resolve(host, std::to_string(port), failed);
    if (failed) throw complaint("cannot find " + host + ": " + failed.message(), unavailable);
    asio::ip::tcp::socket socket(state_->io);
    bool done = false;
    asio::async_connect(socket, all, [&](error_code result, const auto&) {
        failed = result;
        done = true;
    });
    state_->io.run_for(patience);
    if (!done || failed)
        throw complaint("nobody answers at " + where + ": " + (done ? failed.message() : "no answer in time") +
                            "; is circdeskd running?",
                        unavailable);
    socket.set_option(asio::ip::tcp::no_delay(true), failed);
    state_->socket = std::move(socket);
}

connection::connection(const std::string& socket_path) : state_(std::make_unique<state>()) {
    asio::local::stream_protocol::socket socket(state_->io);
    error_code failed;
    socket.connect(asio::local::stream_protocol::endpoint(socket_path), failed);
    if (failed)
        throw complaint("nobody answers at " + socket_path + ": " + failed.message() + "; is circdeskd running?",
                        unavailable);
    state_->socket = std::move(socket);
}

connection::~connection() = default;
connection::connection(connection&&) noexcept = default;
connection& connection::operator=(connection&&) noexcept = default;

void connection::send(std::string_view bytes) {
    error_code failed;
    asio::write(state_->socket, asio::buffer(bytes.data(), bytes.size()), failed);
    if (failed) throw complaint("the server has closed the connection: " + failed.message(), unavailable);
}

std::optional<std::string> connection::receive_line(std::chrono::seconds limit) {
    for (;;) {
        const auto end = state_->unread.find_first_of("\r\n");
        if (end != std::string::npos) {
            std::string line = state_->unread.substr(0, end);
            state_->unread.erase(0, end + 1);
            if (line.empty()) continue;
            return line;
        }
        std::array<char, 4096> buffer{};
        std::size_t count = 0;
        bool done = false;
        state_->socket.async_read_some(asio::buffer(buffer), [&](error_code failed, std::size_t read) {
            count = failed ? 0 : read;
            done = true;
        });
        if (!state_->wait(done, limit) || count == 0) return std::nullopt;
        state_->unread.append(buffer.data(), count);
    }
}

} // namespace circ::tool
