#pragma once

#include "tests/bench/owned_process.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace circ::bench {

/// A server that answers each line with one of the given ones, in turn: the limit of this machine for
/// the shape of server we are (Asio, one thread, one coroutine a connection). Runs in a process of its
/// own until it is destroyed.
class line_echo {
public:
    /// @param answers without their ends; not empty
    explicit line_echo(const std::vector<std::string>& answers);
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
    std::uint16_t port_ = 0;
    std::optional<owned_process> process_;
};

} // namespace circ::bench
