#include "server/net/ncip_session.hpp"

#include "protocol/ncip/framer.hpp"
#include "server/net/http_request_body.hpp"
#include "server/net/ncip_exchange.hpp"
#include "server/net/ncip_line.hpp"

#include <boost/asio/this_coro.hpp>

#include <utility>

namespace circ::net {

namespace asio = boost::asio;

namespace {

std::string_view words_for(unsigned status) {
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 403:
        return "Forbidden";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 413:
        return "Content Too Large";
    case 431:
        return "Request Header Fields Too Large";
    case 503:
        return "Service Unavailable";
    default:
        return "Internal Server Error";
    }
}

enum class line_after { kept, closed };

std::string head_of(unsigned status, std::string_view type, std::size_t length, line_after then) {
    std::string out = "HTTP/1.1 " + std::to_string(status) + ' ';
    out.append(words_for(status)).append("\r\nContent-Type: ").append(type);
    out.append("\r\nContent-Length: ").append(std::to_string(length));
    if (status == 405) out.append("\r\nAllow: POST");
    if (status == 503) out.append("\r\nRetry-After: 30");
    out.append("\r\nCache-Control: no-store\r\nConnection: ")
        .append(then == line_after::kept ? "keep-alive" : "close");
    return out.append("\r\n\r\n");
}

/// For people who look with a browser, and for those who are turned away.
std::string in_words(unsigned status, std::string_view sentence) {
    const std::string body = std::string(sentence) + '\n';
    return head_of(status, "text/plain; charset=utf-8", body.size(), line_after::closed) + body;
}

std::string refusal_of(const http_whole_request& asked) {
    if (asked.refused_with == 413) return in_words(413, "The document is too long.");
    if (asked.refused_with == 431) return in_words(431, "The head of the request is too long.");
    if (asked.refused_with != 0) return in_words(asked.refused_with, "This is no HTTP request.");
    std::string answer = in_words(405, "NCIP is answered here: POST a document to any path.");
    if (asked.method == http_whole_request::way::head) answer.resize(answer.find("\r\n\r\n") + 4);
    return answer;
}

constexpr std::string_view goes_on = "HTTP/1.1 100 Continue\r\n\r\n";

ncip_caller caller_of(ncip_line& line) {
    return {.listener = line.listener(),
            .address = line.stream().peer(),
            .certificate = std::string(line.stream().certificate())};
}

/// @return the next request; nothing when none comes any more
asio::awaitable<std::optional<http_whole_request>> next_request(ncip_line& line,
                                                                http_request_body_reader& reader) {
    auto asked = reader.feed({});
    while (!asked) {
        if (reader.takes_continue()) {
            const bool there = co_await line.send(goes_on);
            if (!there) co_return std::nullopt;
        }
        const std::string_view bytes = co_await line.read(reader.has_begun());
        if (bytes.empty()) co_return std::nullopt;
        asked = reader.feed(bytes);
    }
    line.request_ended();
    co_return asked;
}

/// What is said where a request has begun and will not be answered.
std::string_view cut_short(const ncip_line& line) {
    static const std::string late = in_words(408, "The request was not whole in time.");
    static const std::string stopping = in_words(503, "The server stops; ask again in a while.");
    return line.stopping()      ? stopping
           : line.time_was_up() ? std::string_view(late)
                                : std::string_view();
}

asio::awaitable<void> converse_http(ncip_line& line, ncip_exchange& exchange) {
    const auto bytes_of_document = protocol::ncip::document_limits{}.bytes;
    http_request_body_reader reader({.body_bytes = bytes_of_document});
    while (!line.stopping()) {
        auto asked = co_await next_request(line, reader);
        if (!asked) {
            const std::string_view last = reader.has_begun() ? cut_short(line) : std::string_view();
            if (!last.empty()) co_await line.send(last);
            co_return;
        }
        if (asked->refused_with != 0 || asked->method != http_whole_request::way::post) {
            const std::string last = refusal_of(*asked);
            co_await line.send(last);
            co_return;
        }
        const ncip_document answer = co_await exchange.respond(std::move(asked->body));
        const auto then =
            asked->keeps_line && !line.stopping() ? line_after::kept : line_after::closed;
        const std::string bytes =
            head_of(200, answer.content_type, answer.text.size(), then) + answer.text;
        const bool sent = co_await line.send(bytes);
        if (!sent || then == line_after::closed) co_return;
    }
}

asio::awaitable<void> converse_bare(ncip_line& line, ncip_exchange& exchange) {
    protocol::ncip::framer framer;
    while (!line.stopping()) {
        auto next = framer.next();
        bool is_last = false;
        if (!next && framer.error()) {
            const ncip_document last = exchange.unreadable(*framer.error(), 0);
            co_await line.send(last.text);
            co_return;
        }
        if (!next) {
            const bool begun =
                framer.pending().find_first_not_of(" \t\r\n") != std::string_view::npos;
            const std::string_view bytes = co_await line.read(begun);
            if (!bytes.empty()) {
                framer.feed(bytes);
                continue;
            }
            if (!begun || line.stopping() || line.time_was_up()) co_return;
            next = framer.pending(); // who closes meant it to be whole
            is_last = true;
        }
        line.request_ended();
        std::string document(*next);
        const ncip_document answer = co_await exchange.respond(std::move(document));
        const bool sent =
            co_await line.send(answer.text); // in one write: some take the first pause for the end
        if (!sent || is_last) co_return;
    }
}

} // namespace

asio::awaitable<void> serve_ncip_http(std::unique_ptr<byte_stream> stream,
                                      std::string listener,
                                      session_parts& parts,
                                      session_list& list) {
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    ncip_line line(std::move(stream), std::move(listener), parts, list, here);
    ncip_exchange exchange(parts, caller_of(line));
    if (exchange.is_awaited()) {
        co_await converse_http(line, exchange);
    } else {
        const std::string last = in_words(403, "Nobody is awaited from here.");
        co_await line.send(last);
    }
    co_await line.end();
}

asio::awaitable<void> serve_ncip_bare(std::unique_ptr<byte_stream> stream,
                                      std::string listener,
                                      session_parts& parts,
                                      session_list& list) {
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    ncip_line line(std::move(stream), std::move(listener), parts, list, here);
    ncip_exchange exchange(parts, caller_of(line));
    if (exchange.is_awaited()) {
        co_await converse_bare(line, exchange);
    } else {
        const ncip_document last = exchange.stranger();
        co_await line.send(last.text);
    }
    co_await line.end();
}

std::string ncip_farewell(config::listener_kind at) {
    constexpr std::string_view why = "This line is not encrypted, and is refused for that.";
    if (config::speaks_http(at)) return in_words(403, why);
    return "<NCIPMessage xmlns=\"http://www.niso.org/2008/ncip\" "
           "xmlns:ncip=\"http://www.niso.org/2008/ncip\" ncip:version="
           "\"http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd\"><Problem><ProblemType>System "
           "Authentication Failed"
           "</ProblemType><ProblemDetail>" +
           std::string(why) + "</ProblemDetail></Problem></NCIPMessage>\n";
}

} // namespace circ::net
