#include "server/net/tls_stream.hpp"

#include "protocol/tls/engine.hpp"

#include <array>
#include <utility>

namespace circ::net {

namespace asio = boost::asio;
namespace tls = protocol::tls;
using state = tls::engine::state;

namespace {

// What a record begins with, where it may be the first of a peer.
constexpr char alert_record = 0x15; ///< a server that does not want to
constexpr char handshake_record = 0x16;

class tls_stream final : public byte_stream {
public:
    tls_stream(std::unique_ptr<byte_stream> over, tls::engine made)
        : over_(std::move(over)), engine_(std::move(made)), certificate_(engine_.peer_subject()) {}

    /// The room of the caller takes the encrypted bytes first, so that an idle connection keeps no
    /// buffer of its own.
    asio::awaitable<std::size_t> read_some(std::span<char> into) override {
        for (;;) {
            std::size_t count = 0;
            const state next = engine_.read(into, count);
            const bool there = co_await flush();
            if (next == state::done) co_return count;
            if (next != state::needs_bytes || !there) co_return 0;
            const std::size_t received = co_await over_->read_some(into);
            if (received == 0) co_return 0;
            engine_.feed({into.data(), received});
        }
    }

    asio::awaitable<bool> write_all(std::string_view bytes) override {
        const state next = engine_.write(bytes);
        const bool sent = co_await flush();
        co_return next == state::done && sent;
    }

    asio::awaitable<void> finish() override {
        engine_.say_goodbye();
        const bool there = co_await flush();
        if (there) co_await over_->finish();
    }

    void cancel_read() noexcept override { over_->cancel_read(); }
    void close() noexcept override { over_->close(); }
    [[nodiscard]] bool is_unreachable() const noexcept override { return over_->is_unreachable(); }
    [[nodiscard]] const std::string& peer() const noexcept override { return over_->peer(); }
    [[nodiscard]] std::string_view certificate() const noexcept override { return certificate_; }

private:
    asio::awaitable<bool> flush() {
        const std::string bytes = engine_.take_output();
        if (bytes.empty()) co_return true;
        co_return co_await over_->write_all(bytes);
    }

    std::unique_ptr<byte_stream> over_;
    tls::engine engine_;
    std::string certificate_;
};

asio::awaitable<tls_agreement> agree(std::unique_ptr<byte_stream>& over, tls::engine machine) {
    tls_agreement result;
    std::array<char, 4096> buffer;
    bool first = true;
    for (;;) {
        const state next = machine.handshake();
        const std::string bytes = machine.take_output();
        if (!bytes.empty()) co_await over->write_all(bytes); // where it has gone, reading tells
        if (next == state::done) break;
        if (next != state::needs_bytes) {
            result.why = machine.why();
            co_return result;
        }
        const std::size_t received = co_await over->read_some(buffer);
        if (received == 0) {
            result.why = "the connection ended before it was agreed upon";
            result.silent = first;
            co_return result;
        }
        const bool is_tls = buffer.front() == handshake_record || buffer.front() == alert_record;
        if (std::exchange(first, false) && !is_tls) {
            result.why = "the peer speaks without encryption";
            result.spoke_otherwise = true;
            co_return result;
        }
        machine.feed({buffer.data(), received});
    }
    result.version = machine.version();
    result.peer = machine.peer_subject();
    result.line = std::make_unique<tls_stream>(std::move(over), std::move(machine));
    co_return result;
}

} // namespace

asio::awaitable<tls_agreement> agree_on_tls(std::unique_ptr<byte_stream>& over,
                                            std::shared_ptr<const tls::context> with) {
    tls::engine machine(std::move(with));
    co_return co_await agree(over, std::move(machine));
}

asio::awaitable<tls_agreement> agree_on_tls_with(std::unique_ptr<byte_stream>& over,
                                                 std::shared_ptr<const tls::context> with, std::string server) {
    tls::engine machine(std::move(with), server);
    co_return co_await agree(over, std::move(machine));
}

} // namespace circ::net
