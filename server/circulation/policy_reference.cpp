#include "server/circulation/policy_reference.hpp"

#include "server/circulation/policy_keys.hpp"

namespace circ::circulation {

std::string policy_reference_page() {
    std::string page = "# Policy\n\n<!-- Made from server/circulation/policy_keys.cpp; a test compares them. -->\n\n"
                       "The keys of a `[[policy]]`. docs/operators/policy.md tells how rules are written and which one counts.\n"
                       "A key that is *needed* must get a value for every reader and item.\n";
    std::string_view group;
    for (const auto& key : policy_keys()) {
        const auto of = policy_group_of(key.name);
        if (of != group) page += "\n## " + std::string(of) + "\n\n| key | value | needed | what it does |\n| --- | --- | --- | --- |\n";
        group = of;
        page += "| `" + std::string(key.name) + "` | " + wanted_value(key) + " | " + (key.needed ? "yes" : "") + " | " +
                std::string(key.sentence) + " |\n";
    }
    return page;
}

} // namespace circ::circulation
