#include "tools/circdesk/verb_words.hpp"

#include "config/nearest.hpp"
#include "tools/circdesk/command.hpp"

#include <set>
#include <vector>

namespace circ::tool {
namespace {

/// The words that may stand after the group, or first.
std::set<std::string> words_after(std::string_view group) {
    std::set<std::string> all;
    for (const auto& each : all_commands()) {
        const std::string path(each->path());
        const auto space = path.find(' ');
        const auto first = path.substr(0, space);
        if (group.empty())
            all.insert(first);
        else if (first == group && space != std::string::npos)
            all.insert(path.substr(space + 1));
    }
    return all;
}

} // namespace

std::string no_such_verb(std::string_view group, std::string_view typed) {
    const auto words = words_after(group);
    const std::vector<std::string_view> known(words.begin(), words.end());
    std::string said("there is no verb '");
    said.append(typed).append("'");
    if (!group.empty()) said.append(" of ").append(group);
    const auto meant = config::suggestion(typed, known);
    if (!meant.empty()) return said.append(meant);
    said.append("; `circdesk ").append(group).append(group.empty() ? "" : " ");
    return said.append("--help` lists them");
}

} // namespace circ::tool
