#include "server/circulation/desk_terminals.hpp"

#include "server/circulation/change_list.hpp"
#include "server/circulation/desk_request.hpp"
#include "server/circulation/trail.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace circ::circulation {

namespace {

using code = reason_code;

constexpr std::string_view event_terminal_added = "terminal_added";
constexpr std::string_view event_terminal_changed = "terminal_changed";
constexpr std::string_view event_terminal_password = "terminal_password";
constexpr std::string_view event_terminal_enabled = "terminal_enabled";
constexpr std::string_view event_terminal_disabled = "terminal_disabled";

void leave_trail(storage::unit_of_work& unit,
                 const storage::terminal& account,
                 const requester& by,
                 instant now,
                 std::string_view kind,
                 std::string_view why,
                 std::string detail) {
    storage::event event = make_event(unit, by, now, kind, why);
    event.account = account.id;
    event.branch = account.branch;
    event.detail = std::move(detail);
    unit.add(event);
}

std::string_view kind_of(const change_terminal& asked) {
    if (asked.verifier) return event_terminal_password;
    if (!asked.state) return event_terminal_changed;
    return *asked.state == account_state::enabled ? event_terminal_enabled
                                                  : event_terminal_disabled;
}

bool is_control(char each) {
    const auto byte = static_cast<unsigned char>(each);
    return byte < 0x20 || byte == 0x7F;
}

/// Fields end at a bar and messages at a line end: a device could not log in by such a name.
void judge_login(std::vector<reason>& against, const std::string& login) {
    demand(against, login, "login");
    const auto cannot_be_sent = [](char each) { return each == '|' || is_control(each); };
    if (std::ranges::none_of(login, cannot_be_sent)) return;
    std::string shown = login;
    std::ranges::replace_if(shown, is_control, '?');
    against.push_back({.code = code::not_permitted,
                       .field = "the login '" + shown +
                                "' has a |, a line end or a control character, which no device can send"});
}

} // namespace

outcome
perform(storage::unit_of_work& unit, const change_terminal& asked, const surroundings& with) {
    std::vector<reason> against;
    demand(against, asked.why, "reason");
    auto account = own(unit.terminal_by_login(asked.login), asked.by);
    if (!account) against.push_back({.code = code::terminal_unknown, .field = asked.login});
    const auto branch =
        asked.branch ? unit.branch_by_code(asked.by.institution, *asked.branch) : std::nullopt;
    if (asked.branch && !branch)
        against.push_back({.code = code::pickup_unknown, .field = *asked.branch});
    if (account && account->verifier.empty() && asked.addresses && asked.addresses->empty())
        against.push_back(
            {.code = code::request_incomplete,
             .field = "list of addresses, which alone says who a terminal without a password is,"});
    if (!against.empty()) return refused_with<outcome>(std::move(against));

    change_list changed;
    if (branch && branch->id != account->branch) {
        const auto before = unit.find_branch(account->branch);
        changed.add("branch", before ? before->code : "?", branch->code);
        account->branch = branch->id;
    }
    changed.set(account->profile, asked.profile, "profile");
    changed.set(account->location, asked.location, "location");
    changed.set(account->addresses, asked.addresses, "addresses");
    const bool on = asked.state ? *asked.state == account_state::enabled : account->enabled;
    if (changed.text().empty() && on == account->enabled && !asked.verifier)
        return refused_with<outcome>({{.code = code::already_so}});
    account->enabled = on;
    if (asked.verifier) account->verifier = *asked.verifier;
    unit.change(*account);
    leave_trail(unit, *account, asked.by, with.now, kind_of(asked), asked.why, changed.text());
    return {};
}

outcome add_terminal(storage::unit_of_work& unit,
                     const storage::terminal& made,
                     const requester& by,
                     instant now,
                     std::string_view why) {
    std::vector<reason> against;
    judge_login(against, made.login);
    if (!against.empty()) return refused_with<outcome>(std::move(against));
    unit.add(made);
    leave_trail(unit, made, by, now, event_terminal_added, why, "profile " + made.profile);
    return {};
}

} // namespace circ::circulation
