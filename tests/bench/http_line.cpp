#include "tests/bench/http_line.hpp"

#include <array>
#include <charconv>
#include <stdexcept>

namespace circ::bench {

namespace {

constexpr std::string_view length_field = "Content-Length: ";

std::size_t length_told_in(std::string_view head) {
    const auto at = head.find(length_field);
    if (at == std::string_view::npos) throw std::runtime_error("an answer by HTTP without a length");
    std::size_t length = 0;
    std::from_chars(head.data() + at + length_field.size(), head.data() + head.size(), length);
    return length;
}

} // namespace

void http_line::say(const std::string& document) {
    std::string request = "POST /ncip HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/xml\r\nContent-Length: ";
    request.append(std::to_string(document.size())).append("\r\n\r\n").append(document);
    unread_.clear();
    said_ = bench_clock::now();
    socket_.send(request);
}

received http_line::receive() {
    std::array<char, 8192> buffer; // filled by the socket
    const auto came = socket_.receive(buffer);
    if (!came) return received::part;
    if (came->empty()) return received::closed;
    unread_.append(*came);
    const auto head_end = unread_.find("\r\n\r\n");
    if (head_end == std::string::npos) return received::part;
    body_begin_ = head_end + 4;
    const auto wanted = length_told_in(std::string_view(unread_).substr(0, head_end));
    return unread_.size() < body_begin_ + wanted ? received::part : received::answer;
}

heard http_line::take() {
    heard answer;
    answer.took = bench_clock::now() - said_;
    answer.whole = unread_;
    answer.body = answer.whole.substr(body_begin_);
    answer.tail_fits = answer.whole.starts_with("HTTP/1.1 200 ");
    return answer;
}

} // namespace circ::bench
