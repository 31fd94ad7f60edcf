#pragma once

#include "server/net/byte_stream.hpp"
#include "server/net/plain_stream.hpp"
#include "server/net/tls_stream.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::net::test {

/// How a library system far away behaves when something is asked of it.
enum class manner {
    answers,
    answers_and_closes,
    answers_then_closes_unsaid, ///< it said that it would keep the connection
    answers_without_length,     ///< the end of the connection is the end of the answer
    says_continue_first,
    is_silent,
    resets_before_reading,
    resets_when_read,
    closes_when_read,
    half_an_answer,
    half_a_head,
    web_page,
    web_page_as_error,
    free_text, ///< no HTTP at all
    too_long,
    wrong_length, ///< more is promised than comes
    drips         ///< begins an answer and never ends it
};

struct manner_name {
    manner what;
    std::string_view name;
};

// clang-format off
inline constexpr std::array manners{
    manner_name{manner::answers, "answers"},
    manner_name{manner::answers_and_closes, "answers_and_closes"},
    manner_name{manner::answers_then_closes_unsaid, "answers_then_closes_unsaid"},
    manner_name{manner::answers_without_length, "answers_without_length"},
    manner_name{manner::says_continue_first, "says_continue_first"},
    manner_name{manner::is_silent, "is_silent"},
    manner_name{manner::resets_before_reading, "resets_before_reading"},
    manner_name{manner::resets_when_read, "resets_when_read"},
    manner_name{manner::closes_when_read, "closes_when_read"},
    manner_name{manner::half_an_answer, "half_an_answer"},
    manner_name{manner::half_a_head, "half_a_head"},
    manner_name{manner::web_page, "web_page"},
    manner_name{manner::web_page_as_error, "web_page_as_error"},
    manner_name{manner::free_text, "free_text"},
    manner_name{manner::too_long, "too_long"},
    manner_name{manner::wrong_length, "wrong_length"},
    manner_name{manner::drips, "drips"}};
// clang-format on

/// A peer on loopback that takes documents by HTTP and behaves as it is told.
class odd_peer {
public:
    explicit odd_peer(boost::asio::io_context& io);
    ~odd_peer();

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::string url() const {
        return "http://127.0.0.1:" + std::to_string(port()) + "/ncip";
    }

    /// Takes no more connections: who comes is refused by the system.
    void go_away();
    void come_back();
    /// Closes all connections that are open, as a server does with idle ones.
    void close_all();
    /// Connections that are open still.
    [[nodiscard]] std::size_t open() const;

    std::function<manner(std::size_t)> behaves = [](std::size_t) {
        return manner::answers;
    }; ///< by the number of the document, from 0
    std::function<std::optional<manner>(const std::string&)>
        treats; ///< a single document otherwise, by its text
    std::function<std::string(const std::string&)> answer = [](const std::string&) {
        return std::string("<a/>");
    };
    std::function<std::chrono::milliseconds()> late; ///< how long it keeps an answer back, when set
    std::shared_ptr<const protocol::tls::context> tls; ///< speaks TLS when set

    std::vector<std::string> heard; ///< documents, each when it was whole
    std::string last_head;          ///< of the request before it
    std::size_t connections = 0;    ///< so far

private:
    struct state;
    boost::asio::awaitable<void> accept();
    boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket,
                                       boost::asio::ip::tcp::endpoint from);
    boost::asio::awaitable<bool> act(byte_stream& line, manner how, const std::string& document);

    std::unique_ptr<state> state_;
};

} // namespace circ::net::test
