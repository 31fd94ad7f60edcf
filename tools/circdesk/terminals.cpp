#include "tools/circdesk/terminals.hpp"

#include "tools/circdesk/tool.hpp"

namespace circ::tool {

namespace {

std::string no_such_terminal(storage::reader& from, const std::string& login) {
    std::string known;
    for (const auto& each : from.terminals()) known += (known.empty() ? "" : ", ") + each.login;
    return "there is no terminal '" + login + "'; there are " + (known.empty() ? "none yet" : known);
}

} // namespace

storage::terminal find_terminal(storage::reader& from, const std::string& login) {
    if (auto found = from.terminal_by_login(login)) return *found;
    throw complaint(no_such_terminal(from, login), not_found);
}

std::string watch_warning(storage::reader& from, const std::string& login) {
    if (login == "*" || from.terminal_by_login(login)) return {};
    return no_such_terminal(from, login) + ". Until there is one, only devices that do not get in are shown";
}

} // namespace circ::tool
