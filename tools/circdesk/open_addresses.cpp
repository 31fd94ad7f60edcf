#include "tools/circdesk/open_addresses.hpp"

#include <filesystem>
#include <fstream>
#include <iomanip>

namespace circ::tool {

std::vector<open_door> read_open_doors(const std::string& data_dir) {
    std::ifstream in(std::filesystem::path(data_dir) / "circdesk.addresses");
    std::vector<open_door> all;
    open_door each;
    // A name may hold anything; a daemon of an older version wrote it without quotes.
    while (in >> std::quoted(each.listener) >> each.address >> each.port >> each.process) all.push_back(each);
    return all;
}

} // namespace circ::tool
