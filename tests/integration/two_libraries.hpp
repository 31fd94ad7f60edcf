#pragma once

#include "tests/support/running_daemon.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace circ::test {

/// The demo library behind a built daemon that answers NCIP to its demo peer `state`.
struct answering_library {
    /// @param more TOML beside what the demo library's daemon is told
    explicit answering_library(const std::string& more = {});

    [[nodiscard]] std::string url() const;

    std::filesystem::path data = fresh_demo_library();
    running_daemon daemon;
    std::uint16_t ncip_port = 0;
};

/// The demo library's devices behind a built daemon that asks another library system for everything, or as
/// its rule says.
struct relaying_library {
    /// @param url  of that system, to which it is the peer `state`
    /// @param more lines of its [[ncip_backend]]
    /// @param rule lines of its [[relay]]
    explicit relaying_library(const std::string& url,
                              const std::string& more = {},
                              const std::string& rule = "stage = \"relay\"\n");
    void start_again();

    std::filesystem::path data = fresh_demo_library();
    std::string settings;
    std::optional<running_daemon> daemon;
};

} // namespace circ::test
