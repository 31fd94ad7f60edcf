#pragma once

#include "tests/bench/owned_process.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace circ::bench {

/// The built daemon over a data directory, on a free port; ended by its process id. Its limits are wide
/// enough for all devices to come from one address.
class daemon_process {
public:
    struct manner {
        std::string more_settings{};     ///< TOML, whole sections
        std::string listener_settings{}; ///< TOML lines for the listener
    };

    daemon_process(const std::filesystem::path& data_dir, const manner& how);
    explicit daemon_process(const std::filesystem::path& data_dir) : daemon_process(data_dir, {}) {}

    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    /// Of a listener that the settings name beside it.
    [[nodiscard]] std::uint16_t port_of(const std::filesystem::path& data_dir, std::string_view listener) const;
    /// One of its figures, as /metrics has it; it has no labels.
    [[nodiscard]] double figure(std::string_view name) const;
    /// Bytes of it that are in memory now.
    [[nodiscard]] double resident_bytes() const;

private:
    void wait_until_ready(const std::filesystem::path& data_dir);

    owned_process process_;
    std::uint16_t port_ = 0;
    std::uint16_t http_port_ = 0;
};

} // namespace circ::bench
