#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace circ::bench {

/// The built daemon over a data directory, on a free port; ended by its process id.
class daemon_process {
public:
    daemon_process(const std::filesystem::path& data_dir, const std::string& more_settings);
    ~daemon_process();
    daemon_process(const daemon_process&) = delete;
    daemon_process& operator=(const daemon_process&) = delete;
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    [[nodiscard]] int process() const noexcept { return process_; }

private:
    int process_ = 0;
    std::uint16_t port_ = 0;
};

} // namespace circ::bench
