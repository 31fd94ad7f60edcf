#include "server/net/announced_stream.hpp"

#include "protocol/proxy/header.hpp"

#include <utility>

namespace circ::net {

namespace asio = boost::asio;
namespace proxy = protocol::proxy;

namespace {

class announced_stream final : public byte_stream {
public:
    announced_stream(std::unique_ptr<byte_stream> over, std::string address)
        : over_(std::move(over)), address_(std::move(address)) {}

    asio::awaitable<std::size_t> read_some(std::span<char> into) override { return over_->read_some(into); }
    asio::awaitable<bool> write_all(std::string_view bytes) override { return over_->write_all(bytes); }
    std::size_t write_now(std::string_view bytes) noexcept override { return over_->write_now(bytes); }
    asio::awaitable<void> finish() override { return over_->finish(); }
    void cancel_read() noexcept override { over_->cancel_read(); }
    void close() noexcept override { over_->close(); }
    [[nodiscard]] bool is_unreachable() const noexcept override { return over_->is_unreachable(); }
    [[nodiscard]] const std::string& peer() const noexcept override { return address_; }

private:
    std::unique_ptr<byte_stream> over_;
    std::string address_;
};

} // namespace

asio::awaitable<announcement> read_announcement(byte_stream& line) {
    std::string bytes;
    announcement result;
    for (;;) {
        proxy::reading so_far = proxy::read_header(bytes);
        if (so_far.is != proxy::reading::state::unfinished) {
            result.came = so_far.is == proxy::reading::state::complete;
            result.source = std::move(so_far.source);
            result.why = so_far.why;
            co_return result;
        }
        const std::size_t before = bytes.size();
        bytes.resize(before + so_far.wanted);
        const std::span<char> room(bytes.data() + before, so_far.wanted);
        const std::size_t count = co_await line.read_some(room);
        bytes.resize(before + count);
        if (count == 0) break;
    }
    result.why = "the connection ended within it";
    result.silent = bytes.empty();
    co_return result;
}

std::unique_ptr<byte_stream> make_announced_stream(std::unique_ptr<byte_stream> over, std::string address) {
    return std::make_unique<announced_stream>(std::move(over), std::move(address));
}

} // namespace circ::net
