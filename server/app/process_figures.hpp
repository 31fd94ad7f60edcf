#pragma once

#include <cstdint>

namespace circ::app {

/// What the system says of this process; zero where it says nothing.
struct process_figures {
    double started_at = 0; ///< seconds since 1970
    double cpu_seconds = 0;
    std::uint64_t resident_bytes = 0;
    std::uint64_t open_files = 0;
    std::uint64_t open_files_limit = 0;
};

[[nodiscard]] process_figures look_at_process();

} // namespace circ::app
