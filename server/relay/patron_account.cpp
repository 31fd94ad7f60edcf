// Patron Status (23) and Patron Information (63): LookupUser.
#include "server/circulation/account.hpp"
#include "server/circulation/pin_tries.hpp"
#include "server/circulation/standing.hpp"
#include "server/relay/account.hpp"
#include "server/relay/patron_forms.hpp"
#include "server/relay/scripts.hpp"

namespace circ::relay {

using namespace circulation;
using code = reason_code;

namespace {

/// Nobody to tell anything of: unknown, or the other side does not say.
finished nobody(const account_answer& account) {
    outcome made;
    made.pin = account.pin;
    if (account.why_not.verdict == verdict::refused) made.patron = patron_view{};
    return stopped(account.why_not, std::move(made));
}

void tell_pin(outcome& made, const account_answer& account) {
    if (account.pin == pin_state::wrong) made.notices.push_back({.code = code::pin_wrong});
    if (account.pin == pin_state::locked)
        made.notices.push_back({.code = code::pin_locked, .at = account.locked_until});
}

void tell_reader(outcome& made) {
    const patron_view& who = *made.patron;
    if (who.flags[0]) made.notices.push_back({.code = code::patron_blocked});
    if (who.flags[4]) made.notices.push_back({.code = code::card_lost});
    const auto ready = who.counts[static_cast<std::size_t>(list_kind::ready_holds)].value_or(0);
    if (ready > 0) made.notices.push_back({.code = code::holds_ready, .number = ready});
    for (const auto& each : who.messages)
        made.notices.push_back({.code = code::patron_message, .text = each});
}

} // namespace

finished run(conversation& talk, const patron_account& what) {
    const auto account = account_of(talk, what.card, what.pin);
    const bool is_told = account.data != nullptr || account.why_not.verdict == verdict::refused;
    if (!is_told) return nobody(account);
    if (auto hidden = unproved_card_refusal(account.pin, *what.by.rules)) {
        outcome made;
        made.pin = account.pin;
        made.patron = patron_view{};
        return stopped(trouble_of(std::move(*hidden)), std::move(made));
    }
    if (account.data == nullptr) return nobody(account);
    outcome made;
    made.pin = account.pin;
    made.patron = shown_patron(talk, *account.data, what.card);
    if (!may_see_details(account.pin, *what.by.rules)) {
        made.patron = only_flags(*made.patron);
        made.patron->counts.fill(0); // withheld, and not to be taken for unknown
        tell_pin(made, account);
        return {.outcome = std::move(made)};
    }
    made.patron->lists = lists_of(*account.data, what.parts, talk.settings(), talk.now());
    tell_reader(made);
    return {.outcome = std::move(made)};
}

} // namespace circ::relay
