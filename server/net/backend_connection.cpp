#include "server/net/backend_connection.hpp"

#include "protocol/ncip/framer.hpp"
#include "server/net/backend_reply.hpp"
#include "server/net/deadline.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

namespace circ::net {

namespace asio = boost::asio;

namespace {

exchange ended_as(exchange_end how, std::string why) {
    exchange made;
    made.how = how;
    made.why = std::move(why);
    return made;
}

exchange answered_with(unsigned status, std::string body) {
    exchange made;
    made.how = exchange_end::answered;
    made.status = status;
    made.body = std::move(body);
    return made;
}

constexpr std::size_t room = 8192;

} // namespace

std::string_view name_of(exchange_end how) noexcept {
    switch (how) {
    case exchange_end::refused_here:
        return "refused_here";
    case exchange_end::out_of_time:
        return "out_of_time";
    case exchange_end::not_sent:
        return "not_sent";
    case exchange_end::no_answer:
        return "no_answer";
    case exchange_end::unreadable:
        return "unreadable";
    case exchange_end::answered:
        return "answered";
    }
    return "";
}

backend_connection::backend_connection(std::unique_ptr<byte_stream> over,
                                       int socket,
                                       std::shared_ptr<const backend_target> to,
                                       limits most)
    : line_(std::move(over)), socket_(socket), to_(std::move(to)), most_(most) {}

bool backend_connection::is_usable() const {
    if (!usable_) return false;
    char unasked = 0;
    const auto count = ::recv(socket_, &unasked, 1, MSG_PEEK | MSG_DONTWAIT);
    return count < 0 && errno == EAGAIN;
}

std::string backend_connection::to_bytes(const std::string& document) const {
    if (to_->how == backend_target::framing::document)
        return document + '\n'; // old readers want a line
    std::string bytes = "POST " + to_->path + " HTTP/1.1\r\nHost: " + to_->authority();
    bytes.append("\r\nUser-Agent: circdesk\r\nAccept: application/xml, text/xml");
    bytes.append("\r\nContent-Type: ").append(to_->content_type);
    if (!to_->authorization.empty())
        bytes.append("\r\nAuthorization: ").append(to_->authorization.reveal());
    bytes.append("\r\nContent-Length: ").append(std::to_string(document.size())).append("\r\n\r\n");
    return bytes.append(document);
}

asio::awaitable<exchange> backend_connection::ask(std::string document, time_limit until) {
    const auto on = co_await asio::this_coro::executor;
    deadline time(on, [this] { line_->close(); });
    time.within(until - std::chrono::steady_clock::now());
    const std::string bytes = to_bytes(document);
    const bool sent = co_await line_->write_all(bytes);
    if (!sent) {
        usable_ = false;
        co_return ended_as(exchange_end::not_sent, "the connection broke before all was sent");
    }
    const bool http = to_->how == backend_target::framing::http;
    exchange result;
    if (http)
        result = co_await read_http();
    else
        result = co_await read_document();
    if (time.expired() && result.how != exchange_end::answered)
        result.why = "no answer came in time";
    usable_ = usable_ && result.how == exchange_end::answered;
    co_return result;
}

asio::awaitable<exchange> backend_connection::read_http() {
    using state = backend_reply_reader::state;
    backend_reply_reader reader(most_.answer_bytes);
    std::array<char, room> some;
    bool begun = false;
    for (;;) {
        const std::size_t count = co_await line_->read_some(some);
        const state now = count > 0 ? reader.feed({some.data(), count}) : reader.ended();
        if (now == state::whole) break;
        if (now == state::too_long)
            co_return ended_as(exchange_end::unreadable, "the answer is too long");
        if (now == state::unreadable && count > 0)
            co_return ended_as(exchange_end::unreadable, "the answer is no HTTP");
        if (count == 0 && begun)
            co_return ended_as(exchange_end::unreadable, "the answer broke off");
        if (count == 0)
            co_return ended_as(exchange_end::no_answer, "the connection ended without an answer");
        begun = true;
    }
    backend_reply reply = reader.take();
    usable_ = reply.stays;
    co_return answered_with(reply.status, std::move(reply.body));
}

asio::awaitable<exchange> backend_connection::read_document() {
    protocol::ncip::document_limits most;
    most.bytes = most_.answer_bytes;
    protocol::ncip::framer reader(most);
    std::array<char, room> some;
    bool begun = false;
    for (;;) {
        const std::size_t count = co_await line_->read_some(some);
        if (count == 0) break;
        begun = true;
        reader.feed({some.data(), count});
        if (const auto whole = reader.next()) co_return answered_with(200, std::string(*whole));
        if (reader.error())
            co_return ended_as(exchange_end::unreadable, "the answer is no document");
    }
    usable_ = false;
    if (!begun)
        co_return ended_as(exchange_end::no_answer, "the connection ended without an answer");
    co_return ended_as(exchange_end::unreadable, "the answer broke off");
}

} // namespace circ::net
