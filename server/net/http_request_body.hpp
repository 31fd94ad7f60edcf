#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace circ::net {

/// A request with its body.
struct http_whole_request {
    enum class way { get, head, post, other };
    unsigned refused_with = 0; ///< 400, 413 or 431 when it was none; else 0
    way method = way::get;
    std::string path; ///< without the query
    std::string body;
    bool keeps_line = false; ///< whether another one may follow on this connection
};

/// Reads requests with bodies out of bytes as they come, one after the other. Never throws for any
/// bytes.
class http_request_body_reader {
public:
    struct limits {
        std::size_t head_bytes = 16'384;
        std::size_t body_bytes = 1U << 20U;
    };

    explicit http_request_body_reader(limits most);
    ~http_request_body_reader();

    /// Takes what has come; empty after a request was returned, to see whether one more is there.
    /// @return a request when it is whole or cannot become one; nullopt: more is needed
    /// @pre    none has been refused
    [[nodiscard]] std::optional<http_whole_request> feed(std::string_view bytes);

    /// Whether anything of the next request is there.
    [[nodiscard]] bool has_begun() const noexcept;

    /// Whether the peer waits for "100 Continue" before it sends the body; says so once.
    [[nodiscard]] bool takes_continue();

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace circ::net
