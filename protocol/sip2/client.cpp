#include "protocol/sip2/client.hpp"

#include "protocol/sip2/checksum.hpp"
#include "protocol/sip2/serialize.hpp"

#include <variant>

namespace circ::protocol::sip2 {

namespace {

std::string last_digit(unsigned sequence) {
    return std::to_string(sequence % 10);
}

} // namespace

std::string
client_line(const request& message, std::optional<unsigned> sequence, const dialect& as) {
    std::string line;
    serialize(line, view_of(message), as);
    if (sequence) {
        const std::string digit = last_digit(*sequence);
        const bool numbered = !std::holds_alternative<acs_resend_request>(message);
        append_tail(line,
                    {.sequence = numbered ? std::optional{std::string_view{digit}} : std::nullopt,
                     .with_checksum = true});
    }
    line += '\r';
    return line;
}

checked_answer
check_answer(std::string_view frame, std::optional<unsigned> sequence, const dialect& as) {
    const auto parts = split_tail(frame, as.delimiter, as.encoding);
    const auto verdict = [&] {
        if (parts.state == checksum_state::bad) return answer_check::damaged;
        if (parts.body.starts_with(layout<sc_resend_request>::code))
            return answer_check::resend_wanted;
        if (sequence && parts.sequence && *parts.sequence != last_digit(*sequence))
            return answer_check::other_sequence;
        return answer_check::good;
    }();
    return {verdict, parts.body};
}

} // namespace circ::protocol::sip2
