#include "tests/unit/net/scripted_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace circ::net::test {
namespace {

namespace asio = boost::asio;

class scripted_stream final : public byte_stream {
public:
    scripted_stream(asio::any_io_executor on, device_script& device) : device_(&device), waiting_(std::move(on)) {
        waiting_.expires_at(asio::steady_timer::time_point::max());
    }

    asio::awaitable<std::size_t> read_some(std::span<char> into) override {
        device_->left_behind.assign(into.data(), into.size());
        if (device_->before_read) device_->before_read();
        if (is_gone()) co_return 0;
        if (device_->sends.empty()) {
            if (device_->stays) co_await wait();
            co_return 0;
        }
        std::string& next = device_->sends.front();
        const std::size_t count = next.copy(into.data(), into.size());
        next.erase(0, count);
        if (next.empty()) device_->sends.pop_front();
        co_return count;
    }

    std::size_t write_now(std::string_view bytes) noexcept override {
        if (device_->while_answering) device_->while_answering();
        const auto taken = bytes.substr(0, device_->takes_at_once);
        if (!taken.empty()) device_->received.emplace_back(taken);
        return taken.size();
    }

    asio::awaitable<bool> write_all(std::string_view bytes) override {
        if (is_gone()) co_return false;
        if (!device_->takes_answers) {
            co_await wait();
            co_return false;
        }
        device_->received.emplace_back(bytes);
        co_return true;
    }

    asio::awaitable<void> finish() override {
        device_->told_the_end = true;
        co_return;
    }

    void cancel_read() noexcept override { waiting_.cancel(); }

    void close() noexcept override {
        device_->closed = true;
        waiting_.cancel();
    }

    [[nodiscard]] bool is_unreachable() const noexcept override { return device_->is_lost; }
    [[nodiscard]] const std::string& peer() const noexcept override { return device_->address; }

private:
    bool is_gone() { return device_->closed || device_->steps++ >= device_->breaks_at; }

    asio::awaitable<void> wait() { co_await waiting_.async_wait(asio::as_tuple(asio::use_awaitable)); }

    device_script* device_;
    asio::steady_timer waiting_;
};

} // namespace

std::unique_ptr<byte_stream> make_scripted_stream(asio::any_io_executor on, device_script& device) {
    return std::make_unique<scripted_stream>(std::move(on), device);
}

} // namespace circ::net::test
