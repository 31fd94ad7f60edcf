#include "tools/circdesk/sc/self_check.hpp"

#include "protocol/sip2/checksum.hpp"
#include "protocol/sip2/client.hpp"
#include "tools/circdesk/tool.hpp"

namespace circ::tool {

namespace sip2 = protocol::sip2;

std::string self_check::ask(std::string_view message) {
    std::string line(message);
    std::optional<unsigned> sequence;
    if (how_.error_detection) {
        sequence = sequence_++ % 10;
        const std::string digit = std::to_string(*sequence);
        const bool is_resend = message.starts_with("97"); // never has a number
        sip2::append_tail(line, {.sequence = is_resend ? std::nullopt : std::optional<std::string_view>(digit),
                                 .with_checksum = true});
        if (is_resend) sequence.reset();
    }
    const std::string answer = ask_raw(line);
    if (message.starts_with("97")) return std::string(sip2::split_tail(answer).body);
    const auto checked = sip2::check_answer(answer, sequence, how_.dialect);
    switch (checked.verdict) {
    case sip2::answer_check::damaged: throw complaint("the checksum of this answer is wrong: " + answer);
    case sip2::answer_check::other_sequence: throw complaint("this answer belongs to another request: " + answer);
    case sip2::answer_check::resend_wanted: return "96";
    case sip2::answer_check::good: break;
    }
    return std::string(checked.body);
}

std::string self_check::ask_raw(std::string_view line) {
    sent_ = line;
    over_.send(sent_ + '\r');
    const auto answer = over_.receive_line();
    if (!answer) throw complaint("no answer came to: " + sent_, unavailable);
    received_ = *answer;
    return received_;
}

} // namespace circ::tool
