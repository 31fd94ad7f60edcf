#include "tools/circdesk/export/only_tables.hpp"

#include <vector>

namespace circ::tool {

std::span<const export_table> export_only_tables() {
    static const std::vector<export_table> all = [] {
        std::vector<export_table> made;
        for (const auto some : {kept_tables(), settled_tables(), happened_tables(), working_tables()})
            made.insert(made.end(), some.begin(), some.end());
        return made;
    }();
    return all;
}

} // namespace circ::tool
