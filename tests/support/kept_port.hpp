#pragma once

#include <cstdint>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace circ::test {

/// A free port of loopback that no other program is given while this lives. Nothing listens at it: who
/// connects is refused, until somebody who lets addresses be used again (SO_REUSEADDR) opens a door
/// there, and after that one is closed.
class kept_port {
public:
    /// @throws std::runtime_error when the system has none
    kept_port() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const int yes = 1;
        ::setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
        auto* const any = reinterpret_cast<sockaddr*>(&at);
        socklen_t size = sizeof at;
        const bool made = ::bind(socket_, any, size) == 0 && ::getsockname(socket_, any, &size) == 0;
        number_ = ::ntohs(at.sin_port);
        if (made) return;
        ::close(socket_);
        throw std::runtime_error("no port is free");
    }
    ~kept_port() { ::close(socket_); }
    kept_port(const kept_port&) = delete;
    kept_port& operator=(const kept_port&) = delete;

    [[nodiscard]] std::uint16_t number() const noexcept { return number_; }

private:
    int socket_;
    std::uint16_t number_ = 0;
};

} // namespace circ::test
