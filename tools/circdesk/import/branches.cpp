#include "tools/circdesk/import/branches.hpp"

#include "tools/circdesk/tool.hpp"

namespace circ::tool {

branch_codes::branch_codes(storage::reader& from, storage::institution_id of, const std::string& fallback) {
    for (const auto& each : from.branches(of)) by_code_.emplace(each.code, each.id);
    if (fallback.empty()) return;
    const auto own = by_code_.find(fallback);
    if (own == by_code_.end()) throw complaint("there is no branch " + fallback + "; there are " + known(), not_found);
    fallback_ = own->second;
}

std::optional<branch_codes::found> branch_codes::find(const std::string& code) const {
    const auto one = by_code_.find(code);
    if (one != by_code_.end()) return found{one->second, false};
    if (fallback_) return found{fallback_, true};
    return std::nullopt;
}

std::string branch_codes::known() const {
    std::string all;
    for (const auto& [code, id] : by_code_) all += (all.empty() ? "" : ", ") + code;
    return all;
}

} // namespace circ::tool
