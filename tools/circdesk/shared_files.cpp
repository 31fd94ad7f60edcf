#include "tools/circdesk/shared_files.hpp"

#include <cstdlib>
#include <system_error>
#include <vector>

namespace circ::tool {

namespace fs = std::filesystem;

fs::path shared_file(std::string_view name) {
    std::vector<fs::path> places;
    if (const char* named = std::getenv("CIRCDESK_SHARE")) places.emplace_back(named);
    std::error_code unknown; // no /proc: the other places remain
    const fs::path program = fs::read_symlink("/proc/self/exe", unknown);
    if (!unknown) {
        places.push_back(program.parent_path().parent_path() / "share/circdesk");
        // Built in build/PRESET/tools/circdesk, or in a folder deeper or less deep: look upwards.
        for (fs::path up = program.parent_path(); up.has_relative_path(); up = up.parent_path())
            if (fs::exists(up / "tools/demo/library.toml")) places.push_back(up / "tools");
    }
    for (const auto& each : places)
        if (fs::exists(each / name)) return each / name;
    return (places.empty() ? fs::path("/usr/share/circdesk") : places.front()) / name;
}

} // namespace circ::tool
