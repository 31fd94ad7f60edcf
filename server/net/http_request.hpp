#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace circ::net {

/// What somebody asked for over HTTP, as far as we care.
struct http_request {
    enum class way { get, head, other };
    unsigned refused_with = 0; ///< 400 or 431 when it was no request; else 0
    way method = way::get;
    std::string path; ///< without the query
};

/// Whether bytes at the beginning of a request may be parsed: only a whole head is, so that it makes
/// no difference in which pieces it came.
/// @return 0 when they may, 400 or 431 when they cannot become a head; nullopt: more is needed
[[nodiscard]] std::optional<unsigned> examine_head(std::string_view bytes, std::size_t most_bytes);

/// Reads the head of one request out of bytes as they come. Never throws for any bytes.
class http_request_reader {
public:
    explicit http_request_reader(std::size_t most_bytes);
    ~http_request_reader();

    /// @return the request when its head is whole or cannot become one; nullopt: more is needed
    /// @pre    nothing has been returned before
    [[nodiscard]] std::optional<http_request> feed(std::string_view bytes);

    [[nodiscard]] bool has_begun() const noexcept;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace circ::net
