#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace circ::net {

/// What an HTTP server answered, as far as we care.
struct backend_reply {
    unsigned status = 0;
    std::string body;
    bool stays = false; ///< whether the connection may be used again
};

/// Reads one answer of an HTTP server out of bytes as they come. Never throws for any bytes.
class backend_reply_reader {
public:
    enum class state {
        needs_more,
        whole,
        unreadable, ///< no HTTP, or it broke off
        too_long
    };

    /// @param most_bytes of a body; a head may have less
    explicit backend_reply_reader(std::size_t most_bytes);
    ~backend_reply_reader();

    /// @pre nothing but needs_more has been returned before
    [[nodiscard]] state feed(std::string_view bytes);
    /// The peer has closed: where the answer said no length, that is its end.
    [[nodiscard]] state ended();

    /// @pre whole
    [[nodiscard]] backend_reply take();

private:
    struct inside;
    std::unique_ptr<inside> inside_;
};

} // namespace circ::net
