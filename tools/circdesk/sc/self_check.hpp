#pragma once

#include "protocol/sip2/dialect.hpp"
#include "tools/circdesk/connection.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace circ::tool {

/// A self-check kiosk as far as the line goes: numbers its messages, adds checksums, checks those of
/// the answers.
class self_check {
public:
    struct manner {
        bool error_detection = true;
        protocol::sip2::dialect dialect;
    };

    self_check(connection over, manner how) : over_(std::move(over)), how_(how) {}

    /// Sends a message and waits for its answer.
    /// @param message without tail and terminator
    /// @return the answer, likewise
    /// @throws complaint when none came, or one that is damaged or belongs to something else
    [[nodiscard]] std::string ask(std::string_view message);

    /// Sends the bytes as they are, and a CR. @return the answer as it came
    [[nodiscard]] std::string ask_raw(std::string_view line);

    /// The last lines as they went over the wire.
    [[nodiscard]] const std::string& sent() const noexcept { return sent_; }
    [[nodiscard]] const std::string& received() const noexcept { return received_; }

private:
    connection over_;
    manner how_;
    unsigned sequence_ = 0;
    std::string sent_;
    std::string received_;
};

} // namespace circ::tool
