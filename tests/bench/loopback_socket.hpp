#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace circ::bench {

enum class connecting { waited_for, begun };

/// A connection to a port of loopback.
class loopback_socket {
public:
    /// @throws std::system_error
    /// @note   One that is only begun may speak once it can be written to.
    loopback_socket(std::uint16_t port, connecting how);
    ~loopback_socket();
    loopback_socket(loopback_socket&& other) noexcept;
    loopback_socket& operator=(loopback_socket&& other) noexcept;

    [[nodiscard]] int handle() const noexcept { return handle_; }
    /// Whether a connection that was begun is there. @pre it can be written to
    [[nodiscard]] bool is_connected() const;

    /// All of it in one go. @throws std::system_error when it does not take it
    void send(std::string_view bytes) const;
    /// What has come; empty when the server has closed. @return nullopt when nothing has come as yet
    /// @note within the buffer
    [[nodiscard]] std::optional<std::string_view> receive(std::span<char> into) const;

private:
    int handle_ = -1;
};

} // namespace circ::bench
