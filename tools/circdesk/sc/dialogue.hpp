#pragma once

#include "tools/circdesk/connection.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace circ::tool {

/// Where a SIP2 server is, and how long to wait for it.
struct sip2_door {
    std::string host;
    std::uint16_t port = 0;
    std::shared_ptr<const protocol::tls::context> encryption; ///< nothing: in the open
    std::chrono::seconds patience{5};

    /// "127.0.0.1:6001", for what is told.
    [[nodiscard]] std::string text() const { return host + ':' + std::to_string(port); }
};

/// Takes "library.example:6001" or "[::1]:6001" apart.
/// @throws complaint (wrong_usage) that says what would be right
[[nodiscard]] sip2_door typed_door(const std::string& typed);

/// A line as it came.
struct heard_line {
    std::string before; ///< line ends that came in front of it
    std::string text;
    std::string end; ///< "\r", or what else ended it; empty when nothing did
    std::chrono::milliseconds took{};
};

/// One connection to a server, that of a device which may be as odd as it likes: unlike `self_check`
/// it takes any answer for what it is.
class dialogue {
public:
    /// @throws complaint (unavailable) when nobody answers there
    explicit dialogue(const sip2_door& to);

    /// Sends bytes as they are. @throws complaint when the server has closed
    void send(std::string_view bytes) { over_.send(bytes); }
    /// @return nullopt when nothing came in time, or the server closed
    [[nodiscard]] std::optional<heard_line> hear();

    /// Sends a message with sequence number and checksum. @return the line that came; empty: none
    [[nodiscard]] std::string ask(std::string_view message);
    /// The same without both.
    [[nodiscard]] std::string ask_plain(std::string_view message);
    /// The last message asked, as it went over the wire, its end included.
    [[nodiscard]] const std::string& sent() const noexcept { return sent_; }

private:
    connection over_;
    std::chrono::seconds patience_;
    std::string unread_;
    std::string sent_;
    unsigned sequence_ = 0;
};

} // namespace circ::tool
