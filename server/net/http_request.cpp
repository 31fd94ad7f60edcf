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
    std::size_t taken = 0; ///< bytes of the head so far
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

http_request_reader::http_request_reader(std::size_t most_bytes) : state_(std::make_unique<state>()) {
    state_->most_bytes = most_bytes;
    state_->parser.header_limit(static_cast<std::uint32_t>(most_bytes));
}

http_request_reader::~http_request_reader() = default;

bool http_request_reader::has_begun() const noexcept { return state_->taken > 0 || !state_->unread.empty(); }

std::optional<http_request> http_request_reader::feed(std::string_view bytes) {
    auto& parser = state_->parser;
    state_->unread.append(bytes);
    while (!state_->unread.empty() && !parser.is_header_done()) {
        boost::system::error_code failed;
        const std::size_t used = parser.put(boost::asio::buffer(state_->unread), failed);
        state_->unread.erase(0, used);
        state_->taken += used;
        if (state_->taken + state_->unread.size() > state_->most_bytes && !parser.is_header_done()) return refused(431);
        if (failed == http::error::need_more) return std::nullopt;
        if (failed == http::error::header_limit) return refused(431);
        if (failed && !parser.is_header_done()) return refused(400);
        if (used == 0) break; // it waits for more without saying so
    }
    if (!parser.is_header_done()) return std::nullopt;
    http_request made;
    made.method = way_of(parser.get().method());
    const auto target = parser.get().target();
    made.path = path_of({target.data(), target.size()});
    return made;
}

} // namespace circ::net
