#pragma once

#include "protocol/sip2/checksum.hpp"
#include "server/circulation/clock.hpp"
#include "tools/circdesk/connection.hpp"
#include "tools/circdesk/sc/message_text.hpp"
#include "tools/circdesk/tool.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace circ::test {

/// One kiosk with error detection: says whether code, AY, AZ, AA and AB are those of its request.
class verified_kiosk {
public:
    explicit verified_kiosk(std::uint16_t port) : line_("127.0.0.1", port) {
        if (ask("9300CNkiosk1|COdemo-kiosk1|", "94").substr(0, 3) != "941") throw std::runtime_error("not let in");
    }

    /// @return the answer's body; throws what went wrong
    std::string ask(std::string message, const std::string& code, const std::string& must_hold = {}) {
        const std::string digit = std::to_string(sequence_++ % 10);
        protocol::sip2::append_tail(message, {.sequence = std::string_view(digit), .with_checksum = true});
        line_.send(message + '\r');
        const auto answer = line_.receive_line();
        if (!answer) throw tool::complaint("no answer");
        const auto parts = protocol::sip2::split_tail(*answer);
        const bool fits = parts.state == protocol::sip2::checksum_state::good && parts.sequence == digit &&
                          parts.body.starts_with(code) && parts.body.find(must_hold) != std::string_view::npos;
        if (!fits) throw std::logic_error("asked " + message + " got " + *answer);
        return std::string(parts.body);
    }

private:
    tool::connection line_;
    unsigned sequence_ = 0;
};

/// The message of these words, said now.
inline std::string now_message(const std::vector<std::string>& words) {
    return tool::make_message(words, circulation::system_clock().now());
}

} // namespace circ::test
