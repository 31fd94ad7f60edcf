#include "server/circulation/desk_request.hpp"

#include <utility>

namespace circ::circulation {

requester at_branch(requester by, storage::branch_id otherwise) {
    if (!by.branch) by.branch = otherwise;
    return by;
}

requester at_readers_branch(storage::reader& from, const requester& by, const std::string& card) {
    if (by.branch) return by;
    const auto who = from.holder_of(by.institution, card);
    return at_branch(by, who ? who->branch : storage::branch_id{});
}

std::string reason_or_asker(const requester& by, const std::string& why) {
    if (!why.empty()) return why;
    return by.operator_name.empty() ? by.terminal_login : by.operator_name;
}

void demand(std::vector<reason>& reasons, std::string_view value, std::string field) {
    if (value.find_first_not_of(' ') == std::string_view::npos)
        reasons.push_back({.code = reason_code::request_incomplete, .field = std::move(field)});
}

desk_patron
find_patron(storage::reader& from, const requester& by, const std::string& card, instant now) {
    desk_patron found{from.patron_by_card(by.institution, card, now), by, {}};
    if (found.who)
        found.by = at_branch(by, found.who->patron.branch);
    else
        found.reasons.push_back({.code = reason_code::patron_unknown, .field = card});
    return found;
}

} // namespace circ::circulation
