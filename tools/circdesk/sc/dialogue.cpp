#include "tools/circdesk/sc/dialogue.hpp"

#include "protocol/sip2/checksum.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <charconv>

namespace circ::tool {

namespace sip2 = protocol::sip2;

namespace {

constexpr std::string_view line_ends = "\r\n";

} // namespace

sip2_door typed_door(const std::string& typed) {
    const auto colon = typed.rfind(':');
    sip2_door made;
    const char* const end = typed.data() + typed.size();
    const bool has_port = colon != std::string::npos && std::from_chars(typed.data() + colon + 1, end, made.port).ptr == end && made.port != 0;
    if (!has_port || colon == 0) throw complaint("'" + typed + "' is not HOST:PORT, as 127.0.0.1:6001", wrong_usage);
    made.host = typed.substr(0, colon);
    if (made.host.starts_with('[') && made.host.ends_with(']')) made.host = made.host.substr(1, made.host.size() - 2);
    return made;
}

dialogue::dialogue(const sip2_door& to) : over_(to.host, to.port, to.encryption), patience_(to.patience) {}

std::optional<heard_line> dialogue::hear() {
    const auto began = std::chrono::steady_clock::now();
    for (;;) {
        const auto start = std::min(unread_.find_first_not_of(line_ends), unread_.size());
        const auto end = unread_.find_first_of(line_ends, start);
        if (end != std::string::npos) {
            heard_line made{unread_.substr(0, start), unread_.substr(start, end - start), {}, {}};
            const auto next = std::min(unread_.find_first_not_of(line_ends, end), unread_.size());
            made.end = unread_.substr(end, next - end);
            made.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
            unread_.erase(0, next);
            return made;
        }
        const std::string bytes = over_.receive_some(patience_);
        if (bytes.empty()) return std::nullopt;
        unread_ += bytes;
    }
}

std::string dialogue::ask(std::string_view message) {
    sent_ = message;
    const std::string digit = std::to_string(sequence_++ % 10);
    sip2::append_tail(sent_, {.sequence = digit, .with_checksum = true});
    sent_ += '\r';
    send(sent_);
    const auto answer = hear();
    return answer ? answer->text : std::string();
}

std::string dialogue::ask_plain(std::string_view message) {
    sent_ = message;
    sent_ += '\r';
    send(sent_);
    const auto answer = hear();
    return answer ? answer->text : std::string();
}

} // namespace circ::tool
