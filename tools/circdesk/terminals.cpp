#include "tools/circdesk/terminals.hpp"

#include "tools/circdesk/tool.hpp"

namespace circ::tool {

storage::terminal find_terminal(storage::reader& from, const std::string& login) {
    if (auto found = from.terminal_by_login(login)) return *found;
    std::string known;
    for (const auto& each : from.terminals()) known += (known.empty() ? "" : ", ") + each.login;
    throw complaint("there is no terminal '" + login + "'; there are " + (known.empty() ? "none yet" : known), not_found);
}

} // namespace circ::tool
