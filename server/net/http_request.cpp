#include "server/net/http_request.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>

namespace circ::net {

namespace http = boost::beast::http;

struct http_request_reader::state {
    std::size_t most_bytes = 0;
    std::string unread;
    http::request_parser<http::empty_body> parser;
};

namespace {

http_request::way way_of(http::verb method) {
    if (method == http::verb::get) return http_request::way::get;
    return method == http::verb::head ? http_request::way::head : http_request::way::other;
}

std::string path_of(std::string_view target) { return std::string(target.substr(0, target.find_first_of("?#"))); }

http_request refused(unsigned status) {
    http_request made;
    made.refused_with = status;
    return made;
}

} // namespace

std::optional<unsigned> examine_head(std::string_view bytes, std::size_t most_bytes) {
    constexpr std::string_view blank_line = "\r\n\r\n";
    if (bytes.empty()) return std::nullopt;
    // A method begins with a letter; who speaks something else here is told so at its first byte.
    const auto first = static_cast<unsigned char>(bytes.front());
    const bool is_letter = (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z');
    if (!is_letter) return 400;
    const auto end = bytes.find(blank_line);
    const bool is_whole = end != std::string_view::npos;
    const std::size_t length = is_whole ? end + blank_line.size() : bytes.size();
    if (length > most_bytes) return 431;
    return is_whole ? std::optional(0U) : std::nullopt;
}

http_request_reader::http_request_reader(std::size_t most_bytes) : state_(std::make_unique<state>()) {
    state_->most_bytes = most_bytes;
    state_->parser.header_limit(static_cast<std::uint32_t>(most_bytes));
}

http_request_reader::~http_request_reader() = default;

bool http_request_reader::has_begun() const noexcept { return !state_->unread.empty(); }

std::optional<http_request> http_request_reader::feed(std::string_view bytes) {
    auto& parser = state_->parser;
    state_->unread.append(bytes);
    const auto status = examine_head(state_->unread, state_->most_bytes);
    if (!status) return std::nullopt;
    if (*status != 0) return refused(*status);
    std::string_view left = state_->unread;
    while (!left.empty() && !parser.is_header_done()) {
        boost::system::error_code failed;
        const std::size_t used = parser.put(boost::asio::buffer(left), failed);
        left.remove_prefix(used);
        if (failed == http::error::header_limit) return refused(431);
        if ((failed || used == 0) && !parser.is_header_done()) return refused(400);
    }
    http_request made;
    made.method = way_of(parser.get().method());
    const auto target = parser.get().target();
    made.path = path_of({target.data(), target.size()});
    return made;
}

} // namespace circ::net
