#include "tools/circdesk/connection.hpp"

#include "protocol/tls/engine.hpp"
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
namespace tls = protocol::tls;
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

    void write(std::string_view bytes) {
        error_code failed;
        if (!bytes.empty()) asio::write(socket, asio::buffer(bytes.data(), bytes.size()), failed);
        if (failed) throw complaint("the server has closed the connection: " + failed.message(), unavailable);
    }

    /// Bytes as they come over the wire. @return empty when the peer closed, or nothing came in time
    std::string read(std::chrono::seconds limit) {
        std::array<char, 4096> buffer{};
        std::size_t count = 0;
        bool done = false;
        socket.async_read_some(asio::buffer(buffer), [&](error_code failed, std::size_t read) {
            count = failed ? 0 : read;
            done = true;
        });
        return wait(done, limit) ? std::string(buffer.data(), count) : std::string();
    }

    void agree(const std::string& where) {
        for (;;) {
            const auto next = secure->handshake();
            write(secure->take_output());
            if (next == tls::engine::state::done) return;
            if (next != tls::engine::state::needs_bytes)
                throw complaint("TLS with " + where + " failed: " + secure->why(), unavailable);
            const std::string bytes = read(patience);
            if (bytes.empty()) throw complaint("TLS with " + where + " failed: the server has closed the connection", unavailable);
            secure->feed(bytes);
        }
    }

    /// The same without TLS around them.
    std::string receive(std::chrono::seconds limit) {
        while (secure) {
            std::array<char, 4096> buffer{};
            std::size_t count = 0;
            const auto next = secure->read(buffer, count);
            write(secure->take_output());
            if (next == tls::engine::state::done) return {buffer.data(), count};
            if (next == tls::engine::state::ended) return {};
            if (next == tls::engine::state::failed) throw complaint("the server ended TLS: " + secure->why(), unavailable);
            const std::string bytes = read(limit);
            if (bytes.empty()) return {};
            secure->feed(bytes);
        }
        return read(limit);
    }

    asio::io_context io{1};
    asio::generic::stream_protocol::socket socket{io};
    std::optional<tls::engine> secure;
    std::string unread;
};

connection::connection(const std::string& host, std::uint16_t port, std::shared_ptr<const tls::context> encrypted)
    : state_(std::make_unique<state>()) {
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
    if (!encrypted) return;
    state_->secure.emplace(std::move(encrypted), host);
    state_->agree(where);
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
    if (!state_->secure) return state_->write(bytes);
    if (state_->secure->write(bytes) != tls::engine::state::done)
        throw complaint("the server has closed the connection: " + state_->secure->why(), unavailable);
    state_->write(state_->secure->take_output());
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
        const std::string bytes = state_->receive(limit);
        if (bytes.empty()) return std::nullopt;
        state_->unread += bytes;
    }
}

std::string connection::receive_some(std::chrono::seconds limit) {
    if (!state_->unread.empty()) return std::exchange(state_->unread, {});
    return state_->receive(limit);
}

bool is_answered(const std::string& socket_path) {
    asio::io_context io;
    asio::local::stream_protocol::socket asking(io);
    error_code failed;
    asking.connect(asio::local::stream_protocol::endpoint(socket_path), failed);
    namespace errc = boost::system::errc;
    if (failed == errc::no_such_file_or_directory || failed == errc::connection_refused) return false;
    if (failed) throw complaint("cannot tell whether somebody answers at " + socket_path + ": " + failed.message(), unavailable);
    return true;
}

} // namespace circ::tool
