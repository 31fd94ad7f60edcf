#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace circ::tool {

/// A door of the running daemon, as it wrote it down in its data directory.
struct open_door {
    std::string listener;
    std::string address;
    std::uint16_t port = 0;
    int process = 0;
};

/// @return empty when no daemon is ready there
[[nodiscard]] std::vector<open_door> read_open_doors(const std::string& data_dir);

} // namespace circ::tool
