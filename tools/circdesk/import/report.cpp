#include "tools/circdesk/import/report.hpp"

#include "tools/circdesk/table.hpp"

#include <ostream>

namespace circ::tool {

std::uint64_t import_report::counted(const std::string& kind, change what) const {
    const auto found = counts_.find(kind);
    if (found == counts_.end()) return 0;
    const auto count = found->second.find(static_cast<std::size_t>(what));
    return count == found->second.end() ? 0 : count->second;
}

void import_report::print(std::ostream& to, bool dry_run, bool json) const {
    table shown({"what", "new", "updated", "unchanged"});
    for (const auto& [kind, counts] : counts_)
        shown.add({kind, std::to_string(counted(kind, change::added)), std::to_string(counted(kind, change::updated)),
                   std::to_string(counted(kind, change::unchanged))});
    if (json) {
        shown.print_json(to);
        return;
    }
    if (dry_run) to << "Nothing was written; this is what would happen:\n";
    shown.print(to);
    for (const auto& [code, times] : mapped_) to << "branch code '" << code << "' is not ours, " << times << " times; --branch took its place\n";
    for (const auto& each : warnings_) to << "note: " << each << '\n';
    for (const auto& each : rejects_) to << "rejected: " << each << '\n';
    to << rejects_.size() << " rejected\n";
}

} // namespace circ::tool
