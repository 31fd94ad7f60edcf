#include "tools/circdesk/rules.hpp"

#include "tools/circdesk/tool.hpp"

#include <utility>

namespace circ::tool {

circulation::policy policy_of(tool& with) {
    const auto& settings = with.settings_of({"policy", "bin", "branch_group", "returns"});
    auto made = circulation::policy::compile(
        settings.policy, with.institution().decimals, config::routing_of(settings));
    if (made.mistakes.empty()) return std::move(made.rules);
    std::string all;
    for (const auto& each : made.mistakes) all += config::to_string(each) + '\n';
    throw complaint(all + "correct the policy first; `circdesk policy check` says it all again", wrong_usage);
}

circulation::requester operator_at(tool& with, const std::string& branch) {
    circulation::requester made;
    made.operator_name = with.how().operator_name;
    made.institution = with.institution().id;
    made.received = with.now();
    with.store().read([&](storage::reader& from) {
        const auto found = from.branch_by_code(made.institution, branch);
        if (!found) throw complaint("there is no branch " + branch, not_found);
        made.branch = found->id;
    });
    return made;
}

} // namespace circ::tool
