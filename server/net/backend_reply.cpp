#include "server/net/backend_reply.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <optional>

namespace circ::net {

namespace http = boost::beast::http;

namespace {

constexpr std::uint32_t most_of_a_head = 16 * 1024;

} // namespace

struct backend_reply_reader::inside {
    explicit inside(std::size_t most) : most_bytes(most) { begin(); }

    void begin() {
        parser.emplace();
        parser->eager(true);
        parser->header_limit(most_of_a_head);
        parser->body_limit(most_bytes);
        parsed = 0;
    }

    /// The parser bounds a body, but not what stands around its chunks, nor how many fields a head has:
    /// with all of that an answer has room for its body twice.
    [[nodiscard]] bool is_too_long() const {
        const std::size_t unfinished = parser->is_done() ? 0 : unread.size();
        return parsed + unfinished > most_of_a_head + 2 * most_bytes;
    }

    /// "100 Continue" and its kind are no answer yet.
    [[nodiscard]] bool is_only_a_word_before() const {
        return parser->get().result_int() / 100 == 1;
    }

    std::size_t most_bytes;
    std::string unread;
    std::optional<http::response_parser<http::string_body>> parser;
    std::size_t parsed = 0; ///< bytes of this answer
};

backend_reply_reader::backend_reply_reader(std::size_t most_bytes)
    : inside_(std::make_unique<inside>(most_bytes)) {}

backend_reply_reader::~backend_reply_reader() = default;

namespace {

backend_reply_reader::state failed_with(const boost::system::error_code& error) {
    const bool large = error == http::error::body_limit || error == http::error::header_limit;
    return large ? backend_reply_reader::state::too_long : backend_reply_reader::state::unreadable;
}

} // namespace

backend_reply_reader::state backend_reply_reader::feed(std::string_view bytes) {
    auto& in = *inside_;
    in.unread.append(bytes);
    while (!in.unread.empty()) {
        boost::system::error_code error;
        const std::size_t used = in.parser->put(boost::asio::buffer(in.unread), error);
        in.unread.erase(0, used);
        in.parsed += used;
        if (error && error != http::error::need_more) return failed_with(error);
        if (in.is_too_long()) return state::too_long;
        if (in.parser->is_done()) {
            if (!in.is_only_a_word_before()) return state::whole;
            in.begin();
            continue;
        }
        if (error || used == 0) break;
    }
    return state::needs_more;
}

backend_reply_reader::state backend_reply_reader::ended() {
    auto& in = *inside_;
    if (!in.parser->got_some() || !in.unread.empty()) return state::unreadable;
    boost::system::error_code error;
    in.parser->put_eof(error);
    if (error || !in.parser->is_done() || in.is_only_a_word_before()) return state::unreadable;
    return state::whole;
}

backend_reply backend_reply_reader::take() {
    auto& in = *inside_;
    backend_reply made;
    made.status = in.parser->get().result_int();
    // What stands behind the answer was not asked for: the next one would be taken for it.
    made.stays = in.parser->get().keep_alive() && !in.parser->need_eof() && in.unread.empty();
    made.body = std::move(in.parser->get().body());
    return made;
}

} // namespace circ::net
