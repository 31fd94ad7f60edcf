#include "server/circulation/terminal_silence.hpp"

#include "storage/terminal_signs.hpp"

#include <algorithm>
#include <map>

namespace circ::circulation {

namespace {

using storage::device_state;

int open_days_since(const branch_calendar& when, instant heard, instant now) {
    const auto yesterday = date_in(now, when.time_zone) - std::chrono::days{1};
    return open_days_between(when, date_in(heard, when.time_zone), yesterday);
}

void tell_words(heard_terminal& of, const storage::terminal_sign& sign) {
    of.out_of_paper = sign.says == device_state::out_of_paper;
    of.shutting_down = sign.says == device_state::shutting_down && sign.heard_at <= sign.said_at;
}

} // namespace

std::vector<heard_terminal>
heard_terminals(storage::reader& from, const library_facts& of, instant now) {
    const auto signs = storage::terminal_signs(from);
    std::map<storage::branch_id, branch_calendar> calendars;
    std::vector<heard_terminal> all;
    for (auto& account : from.terminals()) {
        if (account.institution != of.institution.id || !account.enabled) continue;
        const auto sign = std::ranges::find(signs, account.id, &storage::terminal_sign::terminal);
        const auto [when, is_new] = calendars.try_emplace(account.branch);
        if (is_new) when->second = load_calendar(from, of, account.branch, now);
        heard_terminal one;
        one.account = std::move(account);
        if (sign != signs.end()) {
            one.sign = *sign;
            tell_words(one, *sign);
        }
        one.silent_days = open_days_since(
            when->second, one.sign ? one.sign->heard_at : one.account.created_at, now);
        all.push_back(std::move(one));
    }
    return all;
}

} // namespace circ::circulation
