#include "tests/bench/loopback_socket.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace circ::bench {

namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

} // namespace

loopback_socket::loopback_socket(std::uint16_t port, connecting how)
    : handle_(::socket(AF_INET, SOCK_STREAM | (how == connecting::begun ? SOCK_NONBLOCK : 0), 0)) {
    if (handle_ < 0) fail("socket");
    const int yes = 1;
    ::setsockopt(handle_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(handle_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0 || errno == EINPROGRESS) return;
    const int why = errno;
    ::close(handle_);
    errno = why;
    fail("connect");
}

loopback_socket::~loopback_socket() {
    if (handle_ >= 0) ::close(handle_);
}

loopback_socket::loopback_socket(loopback_socket&& other) noexcept : handle_(std::exchange(other.handle_, -1)) {}

loopback_socket& loopback_socket::operator=(loopback_socket&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
}

bool loopback_socket::is_connected() const {
    int why_not = 0;
    socklen_t size = sizeof why_not;
    return ::getsockopt(handle_, SOL_SOCKET, SO_ERROR, &why_not, &size) == 0 && why_not == 0;
}

void loopback_socket::send(std::string_view bytes) const {
    const auto sent = ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(bytes.size())) fail("send");
}

std::optional<std::string_view> loopback_socket::receive(std::span<char> into) const {
    const auto count = ::recv(handle_, into.data(), into.size(), 0);
    if (count < 0 && errno == EAGAIN) return std::nullopt;
    return std::string_view(into.data(), count < 0 ? 0 : static_cast<std::size_t>(count));
}

} // namespace circ::bench
