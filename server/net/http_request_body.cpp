#include "server/net/http_request_body.hpp"

#include "server/net/http_request.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <utility>

namespace circ::net {

namespace http = boost::beast::http;

namespace {

using parser_type = http::request_parser<http::string_body>;

http_whole_request refused(unsigned status) {
    http_whole_request made;
    made.refused_with = status;
    return made;
}

http_whole_request::way way_of(http::verb method) {
    using way = http_whole_request::way;
    switch (method) {
    case http::verb::get:
        return way::get;
    case http::verb::head:
        return way::head;
    case http::verb::post:
        return way::post;
    default:
        return way::other;
    }
}

unsigned status_for(const boost::system::error_code& failed) {
    if (failed == http::error::header_limit) return 431;
    if (failed == http::error::body_limit) return 413;
    return 400;
}

} // namespace

struct http_request_body_reader::state {
    explicit state(limits bounds) : most(bounds) { begin(); }

    void begin() {
        parser.emplace();
        parser->eager(true);
        parser->header_limit(static_cast<std::uint32_t>(most.head_bytes));
        parser->body_limit(most.body_bytes);
        parsed = 0;
        told_continue = false;
    }

    /// The parser bounds what a chunk holds, but neither the line before it nor the fields behind the last
    /// one: with all of that a request has room for its body twice.
    [[nodiscard]] bool is_too_long() const {
        const std::size_t unfinished = parser->is_done() ? 0 : unread.size();
        return parsed + unfinished > most.head_bytes + 2 * most.body_bytes;
    }

    [[nodiscard]] http_whole_request take() {
        http_whole_request made;
        made.method = way_of(parser->get().method());
        const auto target = parser->get().target();
        made.path = std::string(target.data(), target.size());
        made.path.resize(std::min(made.path.find_first_of("?#"), made.path.size()));
        made.keeps_line = parser->keep_alive();
        made.body = std::move(parser->get().body());
        begin();
        return made;
    }

    limits most;
    std::string unread;
    std::optional<parser_type> parser;
    std::size_t parsed = 0; ///< bytes of this request
    bool told_continue = false;
};

http_request_body_reader::http_request_body_reader(limits most)
    : state_(std::make_unique<state>(most)) {}

http_request_body_reader::~http_request_body_reader() = default;

bool http_request_body_reader::has_begun() const noexcept {
    return !state_->unread.empty() || state_->parser->got_some();
}

bool http_request_body_reader::takes_continue() {
    const auto& parser = *state_->parser;
    if (state_->told_continue || !parser.is_header_done() || parser.is_done()) return false;
    const bool waits = boost::beast::iequals(parser.get()[http::field::expect], "100-continue");
    state_->told_continue = waits;
    return waits;
}

std::optional<http_whole_request> http_request_body_reader::feed(std::string_view bytes) {
    auto& unread = state_->unread;
    unread.append(bytes);
    if (!state_->parser->got_some()) {
        unread.erase(0, unread.find_first_not_of("\r\n")); // some write an empty line behind a body
        const auto status = examine_head(unread, state_->most.head_bytes);
        if (!status) return std::nullopt;
        if (*status != 0) return refused(*status);
    }
    while (!unread.empty() && !state_->parser->is_done()) {
        boost::system::error_code failed;
        const std::size_t used = state_->parser->put(boost::asio::buffer(unread), failed);
        unread.erase(0, used);
        state_->parsed += used;
        if (failed == http::error::need_more) break;
        if (failed) return refused(status_for(failed));
        if (used == 0) break; // it waits for more without saying so
    }
    if (state_->is_too_long()) return refused(413);
    if (!state_->parser->is_done()) return std::nullopt;
    return state_->take();
}

} // namespace circ::net
