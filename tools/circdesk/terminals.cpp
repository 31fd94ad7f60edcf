#include "tools/circdesk/terminals.hpp"

#include "tools/circdesk/tool.hpp"

namespace circ::tool {

storage::terminal find_terminal(storage::reader& from, storage::institution_id of, const std::string& login) {
    if (auto found = from.terminal_by_login(login); found && found->institution == of) return *found;
    throw complaint("there is no terminal " + login + "; `terminal list` shows them", not_found);
}

std::string watch_warning(storage::reader& from, const std::string& login) {
    if (login == "*" || from.terminal_by_login(login)) return {};
    std::string known;
    for (const auto& each : from.terminals()) known += (known.empty() ? "" : ", ") + each.login;
    return "there is no terminal '" + login + "'; there are " + (known.empty() ? "none yet" : known) + ". Until there is one, only devices that do not get in are shown";
}

} // namespace circ::tool
