#pragma once

#include "server/net/listener.hpp"
#include "server/net/plain_stream.hpp"
#include "tests/unit/net/desk.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace circ::net::test {

inline constexpr std::string_view log_in = "9300CNopen|CO|CP|\r";

/// A device at a listener on a free port.
class device {
public:
    device(boost::asio::io_context& io, std::uint16_t port) {
        const boost::asio::ip::tcp::endpoint door(boost::asio::ip::address_v4::loopback(), port);
        boost::asio::ip::tcp::socket socket(io);
        socket.connect(door);
        stream_ = make_plain_stream(std::move(socket), door);
    }

    /// Says something. @return what comes back, up to a CR or the end
    [[nodiscard]] boost::asio::awaitable<std::string> ask(std::string_view words) {
        co_await stream_->write_all(words); // where it is turned away, reading tells
        std::string heard;
        std::array<char, 256> some;
        while (!heard.ends_with('\r')) {
            const std::size_t count = co_await stream_->read_some(some);
            if (count == 0) break;
            heard.append(some.data(), count);
        }
        co_return heard;
    }

    [[nodiscard]] const std::string& peer() const { return stream_->peer(); }

private:
    std::unique_ptr<byte_stream> stream_;
};

class a_listener : public testing::Test {
protected:
    void open(listener::limits most = {}, const std::function<void(config::listener_settings&)>& differs = {}) {
        config::listener_settings how;
        how.port = 0;
        if (differs) differs(how);
        door.emplace(here.io.get_executor(), how, most, here.parts, here.sessions);
        door->start();
    }
    /// The last device has gone: so must its session.
    void run_until_empty() {
        run_until(here.io, [&] { return here.sessions.size() == 0; });
    }

    desk here;
    std::optional<listener> door;
};

} // namespace circ::net::test
