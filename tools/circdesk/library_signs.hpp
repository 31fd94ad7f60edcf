#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace circ::tool {

class tool;

/// One thing about the library that whoever is on duty should know.
struct library_sign {
    std::string name;
    std::string state;
    bool well = true; ///< false: somebody has to do something; `state` says what
};

/// The store and its disk, the night's jobs, devices, the last backup, what waits for staff, and notices:
/// read from the store and its folder, whether or not the daemon runs.
/// @throws complaint when there is no store; storage::store_error
[[nodiscard]] std::vector<library_sign> library_signs(tool& with);

} // namespace circ::tool
