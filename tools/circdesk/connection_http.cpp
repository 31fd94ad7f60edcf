#include "tools/circdesk/connection_http.hpp"

#include "tools/circdesk/tool.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <utility>

namespace circ::tool {

namespace http = boost::beast::http;

namespace {

constexpr std::uint64_t most_bytes = 4U << 20U;

void check(const boost::system::error_code& failed) {
    if (failed && failed != http::error::need_more)
        throw complaint("the answer is no HTTP: " + failed.message() + "; is this the right port?",
                        unavailable);
}

} // namespace

http_answered
ask_by_http(connection& line, std::string_view host, std::string_view path, std::string_view body) {
    std::string request =
        "POST " + std::string(path) + " HTTP/1.1\r\nHost: " + std::string(host) +
        "\r\nContent-Type: application/xml; charset=utf-8\r\nAccept: application/xml, text/xml"
        "\r\nConnection: close\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n";
    line.send(request.append(body));
    http::response_parser<http::string_body> parser;
    parser.eager(true);
    parser.body_limit(most_bytes);
    std::string unread;
    while (!parser.is_done()) {
        const std::string bytes = line.receive_some();
        boost::system::error_code failed;
        if (bytes
                .empty()) { // where no length is told, the end of the line is the end of the answer
            if (parser.got_some()) parser.put_eof(failed);
            if (!parser.is_done())
                throw complaint(
                    "the server has closed the connection without an answer, or it took too long",
                    unavailable);
            break;
        }
        unread += bytes;
        unread.erase(0, parser.put(boost::asio::buffer(unread), failed));
        check(failed);
    }
    http_answered made;
    made.status = parser.get().result_int();
    const auto type = parser.get()[http::field::content_type];
    made.type = std::string(type.data(), type.size());
    made.body = std::move(parser.get().body());
    return made;
}

} // namespace circ::tool
