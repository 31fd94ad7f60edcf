// HTTP as others send it: requests to the responder and to the health pages, answers of a backend.
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/targets.hpp"

#include "server/net/backend_reply.hpp"
#include "server/net/http_request.hpp"
#include "server/net/http_request_body.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace circ::fuzz {

namespace {

using namespace net;

constexpr http_request_body_reader::limits small{.head_bytes = 512, .body_bytes = 2048};

/// Gives out the bytes in segments of this size.
template <class Take>
void in_segments(std::string_view bytes, std::size_t segment, const Take& take) {
    bool goes_on = true;
    for (; goes_on && !bytes.empty(); bytes.remove_prefix(std::min(segment, bytes.size()))) goes_on = take(bytes.substr(0, segment));
}

/// All requests, and at the end an empty one where they broke off.
std::vector<std::string> requests_of(std::string_view stream, std::size_t segment) {
    std::vector<std::string> all;
    http_request_body_reader reader(small);
    in_segments(stream, segment, [&](std::string_view bytes) {
        for (auto found = reader.feed(bytes); found; found = reader.feed({})) {
            all.emplace_back();
            if (found->refused_with != 0) {
                promise(found->refused_with == 400 || found->refused_with == 413 || found->refused_with == 431,
                        "a refusal has a status of its own");
                return false;
            }
            promise(found->body.size() <= small.body_bytes, "a body is within its limit");
            promise(found->path.find_first_of("?#") == std::string::npos, "a path has no query");
            all.back() = found->path + ' ' + found->body;
        }
        (void)reader.takes_continue();
        return true;
    });
    return all;
}

std::string head_of(std::string_view stream, std::size_t segment) {
    std::string seen;
    http_request_reader reader(small.head_bytes);
    in_segments(stream, segment, [&](std::string_view bytes) {
        const auto found = reader.feed(bytes);
        if (found) seen = found->refused_with == 0 ? found->path : "refused";
        return !found;
    });
    return seen;
}

/// The first answer, with what became of it.
std::string reply_of(std::string_view stream, std::size_t segment) {
    using state = backend_reply_reader::state;
    backend_reply_reader reader(small.body_bytes);
    auto now = state::needs_more;
    in_segments(stream, segment, [&](std::string_view bytes) {
        now = reader.feed(bytes);
        return now == state::needs_more;
    });
    if (now == state::needs_more) now = reader.ended();
    if (now != state::whole) return "none";
    const auto reply = reader.take();
    promise(reply.body.size() <= small.body_bytes, "an answer is within its limit");
    return std::to_string(reply.status) + ' ' + reply.body;
}

} // namespace

void run_http(std::string_view bytes) {
    input from{bytes};
    const auto segment = 1 + from.choose(64);
    constexpr std::size_t whole = 1U << 20U;
    promise(requests_of(from.rest(), segment) == requests_of(from.rest(), whole), "segments make no difference to requests");
    promise(head_of(from.rest(), segment) == head_of(from.rest(), whole), "nor to a head alone");
    promise(reply_of(from.rest(), segment) == reply_of(from.rest(), whole), "nor to an answer");
}

} // namespace circ::fuzz
