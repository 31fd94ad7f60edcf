#include "tests/bench/kiosk_line.hpp"

#include "protocol/sip2/checksum.hpp"

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace circ::bench {

namespace sip2 = protocol::sip2;

namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

} // namespace

kiosk_line::kiosk_line(std::uint16_t port, connecting how)
    : socket_(::socket(AF_INET, SOCK_STREAM | (how == connecting::begun ? SOCK_NONBLOCK : 0), 0)) {
    if (socket_ < 0) fail("socket");
    const int yes = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0 || errno == EINPROGRESS) return;
    const int why = errno;
    ::close(socket_);
    errno = why;
    fail("connect");
}

kiosk_line::~kiosk_line() {
    if (socket_ >= 0) ::close(socket_);
}

kiosk_line::kiosk_line(kiosk_line&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), sequence_(other.sequence_), unread_(std::move(other.unread_)),
      answer_end_(other.answer_end_), said_(other.said_) {}

kiosk_line& kiosk_line::operator=(kiosk_line&& other) noexcept {
    std::swap(socket_, other.socket_);
    std::swap(sequence_, other.sequence_);
    std::swap(unread_, other.unread_);
    std::swap(answer_end_, other.answer_end_);
    std::swap(said_, other.said_);
    return *this;
}

bool kiosk_line::is_connected() const {
    int why_not = 0;
    socklen_t size = sizeof why_not;
    return ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &why_not, &size) == 0 && why_not == 0;
}

void kiosk_line::say(std::string message) {
    const char digit = static_cast<char>('0' + sequence_ % 10);
    sip2::append_tail(message, {.sequence = std::string_view(&digit, 1), .with_checksum = true});
    message.push_back('\r');
    unread_.clear();
    said_ = bench_clock::now();
    const auto sent = ::send(socket_, message.data(), message.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(message.size())) fail("send");
}

kiosk_line::received kiosk_line::receive() {
    std::array<char, 4096> buffer; // filled by recv
    const auto count = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (count < 0 && errno == EAGAIN) return received::part;
    if (count <= 0) return received::closed;
    unread_.append(buffer.data(), static_cast<std::size_t>(count));
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
