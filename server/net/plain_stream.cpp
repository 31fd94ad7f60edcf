#include "server/net/plain_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <tuple>
#include <utility>

namespace circ::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

/// Without the zone of a link-local address, and an IPv4 address that came over an IPv6 socket as
/// what it is: so it is counted and looked up as one, wherever it came in.
std::string text_of(const asio::ip::address& from) {
    if (from.is_v4()) return from.to_string();
    auto address = from.to_v6();
    if (address.is_v4_mapped()) return asio::ip::make_address_v4(asio::ip::v4_mapped, address).to_string();
    address.scope_id(0);
    return address.to_string();
}

class plain_stream final : public byte_stream {
public:
    plain_stream(tcp::socket socket, const tcp::endpoint& from) : socket_(std::move(socket)), peer_(text_of(from.address())) {
        // A peer that left meanwhile makes these fail; the first read tells it.
        boost::system::error_code ignored;
        socket_.set_option(tcp::no_delay(true), ignored);
        socket_.non_blocking(true, ignored);
    }

    asio::awaitable<std::size_t> read_some(std::span<char> into) override {
        const auto buffer = asio::buffer(into.data(), into.size());
        const auto [error, count] = co_await socket_.async_read_some(buffer, as_value);
        note(error);
        co_return error ? 0 : count;
    }

    std::size_t write_now(std::string_view bytes) noexcept override {
        boost::system::error_code full;
        const std::size_t sent = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), full);
        note(full);
        return sent;
    }

    asio::awaitable<bool> write_all(std::string_view bytes) override {
        // What is written nearly always fits into the socket's room: then there is nothing to wait for.
        boost::system::error_code full;
        const std::size_t sent = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), full);
        bytes.remove_prefix(sent);
        if (bytes.empty()) co_return true;
        if (full && full != asio::error::would_block) {
            note(full);
            co_return false;
        }
        const auto rest = asio::buffer(bytes.data(), bytes.size());
        const auto [error, count] = co_await asio::async_write(socket_, rest, as_value);
        note(error);
        co_return !error && count == bytes.size();
    }

    asio::awaitable<void> finish() override {
        boost::system::error_code gone;
        socket_.shutdown(tcp::socket::shutdown_send, gone);
        if (gone) co_return;
        std::array<char, 512> unread;
        while (co_await read_some(unread) > 0) {
        }
    }

    void cancel_read() noexcept override {
        boost::system::error_code ignored; // closed already: nothing waits
        socket_.cancel(ignored);
    }

    void close() noexcept override {
        boost::system::error_code ignored; // the descriptor is given back whatever the peer thinks
        socket_.close(ignored);
    }

    [[nodiscard]] bool is_unreachable() const noexcept override { return unreachable_; }
    [[nodiscard]] const std::string& peer() const noexcept override { return peer_; }

private:
    /// The system tells it once. A router on the way may have said why before time was up.
    void note(const boost::system::error_code& error) noexcept {
        namespace is = asio::error;
        if (error == is::timed_out || error == is::host_unreachable || error == is::network_unreachable) unreachable_ = true;
    }

    tcp::socket socket_;
    std::string peer_;
    bool unreachable_ = false;
};

} // namespace

std::unique_ptr<byte_stream> make_plain_stream(tcp::socket socket, const tcp::endpoint& from) {
    return std::make_unique<plain_stream>(std::move(socket), from);
}

} // namespace circ::net
