#include "tools/circdesk/import/branches.hpp"

#include "tools/circdesk/import/toml_rows.hpp"
#include "tools/circdesk/tool.hpp"

namespace circ::tool {

branch_codes::branch_codes(storage::reader& from,
                           storage::institution_id of,
                           const stand_ins& instead) {
    for (const auto& each : from.branches(of))
        by_code_.emplace(each.code, each.id);
    if (!instead.fallback.empty()) fallback_ = own(instead.fallback);
    for (const auto& [code, ours] : instead.named)
        foreign_.emplace(code, own(ours));
    if (instead.map_file.empty()) return;
    for (const auto& [code, ours] : toml_file(instead.map_file).root().all_texts())
        foreign_.emplace(code, own(ours));
}

storage::branch_id branch_codes::own(const std::string& code) const {
    const auto found = by_code_.find(code);
    if (found == by_code_.end()) throw complaint("'" + code + "': " + unknown(), not_found);
    return found->second;
}

std::optional<storage::branch_id> branch_codes::find(const std::string& code,
                                                     import_report& report) const {
    for (const auto* known : {&by_code_, &foreign_})
        if (const auto one = known->find(code); one != known->end()) return one->second;
    report.unknown_branch(code, bool(fallback_));
    if (fallback_) return fallback_;
    return std::nullopt;
}

std::string branch_codes::code_of(storage::branch_id id) const {
    for (const auto& [code, each] : by_code_)
        if (each == id) return code;
    return {};
}

std::string branch_codes::unknown() const {
    std::string known;
    for (const auto& [code, id] : by_code_)
        known += (known.empty() ? "" : ", ") + code;
    return "there is no such branch; there are " + known +
           ". --branch-map says which of them it is";
}

} // namespace circ::tool
