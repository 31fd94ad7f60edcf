#include "tests/bench/kiosk_line.hpp"

#include "protocol/sip2/checksum.hpp"

#include <array>
#include <stdexcept>

namespace circ::bench {

namespace sip2 = protocol::sip2;

void kiosk_line::say(std::string message) {
    const char digit = static_cast<char>('0' + sequence_ % 10);
    sip2::append_tail(message, {.sequence = std::string_view(&digit, 1), .with_checksum = true});
    message.push_back('\r');
    unread_.clear();
    said_ = bench_clock::now();
    socket_.send(message);
}

received kiosk_line::receive() {
    std::array<char, 4096> buffer; // filled by the socket
    const auto came = socket_.receive(buffer);
    if (!came) return received::part;
    if (came->empty()) return received::closed;
    unread_.append(*came);
    answer_end_ = unread_.find('\r');
    return answer_end_ == std::string::npos ? received::part : received::answer;
}

heard kiosk_line::take() {
    heard answer;
    answer.took = bench_clock::now() - said_;
    answer.whole = std::string_view(unread_).substr(0, answer_end_);
    const auto parts = sip2::split_tail(answer.whole);
    const char digit = static_cast<char>('0' + sequence_++ % 10);
    answer.body = parts.body;
    answer.tail_fits = parts.state == sip2::checksum_state::good && parts.sequence == std::string_view(&digit, 1);
    return answer;
}

heard kiosk_line::ask(std::string message) {
    say(std::move(message));
    for (;;) {
        const auto what = receive();
        if (what == received::answer) return take();
        if (what == received::closed) throw std::runtime_error("the server closed a connection");
    }
}

} // namespace circ::bench
