#pragma once

#include "server/log/log.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace circ::app {

struct open_address {
    std::string listener;
    std::string address;
    std::uint16_t port = 0;
};

/// Tells the world that the doors are open, for as long as it lives: systemd by its notification
/// socket, the operator's tool and tests by the file `circdesk.addresses` in the data directory,
/// a line `"LISTENER" ADDRESS PORT PID` for each, which appears whole or not at all:
/// where it cannot, the log says so, and devices are served all the same.
class readiness {
public:
    readiness(const std::filesystem::path& data_dir, const std::vector<open_address>& open, log::logger& log);
    ~readiness();
    readiness(const readiness&) = delete;
    readiness& operator=(const readiness&) = delete;

private:
    std::filesystem::path file_;
};

} // namespace circ::app
