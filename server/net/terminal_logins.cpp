#include "server/net/terminal_logins.hpp"

#include "server/circulation/verifier.hpp"
#include "server/net/address_key.hpp"
#include "storage/store_error.hpp"

#include <utility>

namespace circ::net {

using circulation::access;
using outcome = login_result::outcome;

namespace {

/// Refused whatever the password is.
login_result unseen(const char* why) {
    login_result result;
    result.how = outcome::too_many_tries;
    result.why = why;
    return result;
}

} // namespace

terminal_logins::terminal_logins(async_store& store, pin_prover& passwords, const circulation::clock& clock)
    : store_(&store), passwords_(&passwords), clock_(&clock), by_address_(clock), by_login_(clock) {}

boost::asio::awaitable<login_result> terminal_logins::log_in(std::string login, storage::secret password,
                                                             std::string address, login_limits most) {
    const auto used_up_by_address = [&] { return by_address_.used_up(address_key(address), most.per_address); };
    const auto used_up_by_login = [&] { return by_login_.used_up(login, most.per_terminal); };
    if (used_up_by_address()) co_return unseen("too many wrong tries from this address in a minute");
    login_result result;
    try {
        account found = find(login);
        const bool remembered = is_remembered(password, found.terminal);
        if (!remembered && used_up_by_login()) co_return unseen("too many wrong tries for this terminal in a minute");
        const auto right = co_await prove(password, found.terminal, address);
        if (!right) {
            result.how = outcome::unavailable;
            result.why = "too many passwords are waiting to be proved";
            result.queue_full = queue_full_.turn(clock_->now());
            co_return result;
        }
        // Judged as if they had come one after the other: of many at once no more learn whether they were right.
        if (!remembered && (used_up_by_address() || used_up_by_login())) {
            if (found.terminal) passwords_->forget(password, found.terminal->verifier);
            co_return unseen("too many wrong tries in a minute while it was being proved");
        }
        const access decided = circulation::decide_access(found.terminal, *right, address);
        result.why = circulation::in_words(decided);
        if (decided == access::granted) {
            result.how = outcome::accepted;
            result.identity = std::move(found.identity);
        } else {
            result.used_up = count_wrong_try(login, found.terminal, address, most);
        }
    } catch (const storage::store_error& away) {
        result.how = outcome::unavailable;
        result.why = away.what();
    }
    co_return result;
}

/// What is refused whatever the password costs as much as a wrong password: time tells nothing.
boost::asio::awaitable<std::optional<bool>>
terminal_logins::prove(storage::secret password, const std::optional<storage::terminal>& who,
                       std::string_view address) {
    const bool has_password = who && !who->verifier.empty();
    if (!has_password && circulation::decide_access(who, true, address) == access::granted) co_return true;
    std::string verifier = has_password ? who->verifier : std::string(circulation::nobodys_verifier);
    co_return co_await passwords_->prove(std::move(password), std::move(verifier), clock_->now());
}

/// Somebody who guesses at a terminal's password does not keep the terminal itself out.
bool terminal_logins::is_remembered(const storage::secret& password,
                                    const std::optional<storage::terminal>& who) const {
    return who && !who->verifier.empty() &&
           passwords_->remembers(password, who->verifier, clock_->now());
}

/// Tries for an account from where it may not be used are its address's alone.
/// @return whether it was the last that is looked at within the minute
bool terminal_logins::count_wrong_try(const std::string& login, const std::optional<storage::terminal>& who,
                                      const std::string& address, const login_limits& most) {
    const bool may_be_here = !who || circulation::decide_access(who, true, address) == access::granted;
    const bool last_of_terminal = may_be_here && by_login_.count(login, most.per_terminal);
    const bool last_of_address = by_address_.count(address_key(address), most.per_address);
    return last_of_terminal || last_of_address;
}

login_result terminal_logins::let_in(const std::string& login, std::string_view address) {
    login_result result;
    try {
        account found = find(login);
        const access decided = circulation::decide_access(found.terminal, true, address);
        result.why = circulation::in_words(decided);
        if (decided == access::granted) {
            result.how = outcome::accepted;
            result.identity = std::move(found.identity);
        }
    } catch (const storage::store_error& away) {
        result.how = outcome::unavailable;
        result.why = away.what();
    }
    return result;
}

std::string terminal_logins::account_at(std::string_view address) {
    std::string login;
    try {
        store_->read([&](storage::reader& from) {
            for (const auto& each : from.terminals())
                if (login.empty() && circulation::is_known_by_address(each, address)) login = each.login;
        });
    } catch (const storage::store_error&) {
        login.clear(); // nobody then: each request is answered that the device must log in
    }
    return login;
}

std::optional<storage::branch> terminal_logins::branch_named(storage::institution_id of, std::string_view code) {
    std::optional<storage::branch> found;
    store_->read([&](storage::reader& from) { found = from.branch_by_code(of, code); });
    return found;
}

terminal_logins::account terminal_logins::find(const std::string& login) {
    account found;
    store_->read([&](storage::reader& from) {
        found.terminal = from.terminal_by_login(login);
        if (!found.terminal) return;
        auto institution = from.find_institution(found.terminal->institution);
        auto branch = from.find_branch(found.terminal->branch);
        if (institution && branch)
            found.identity = dispatch::terminal_identity{*found.terminal, *institution, *branch};
    });
    if (found.terminal && !found.identity)
        throw storage::store_error(storage::store_failure::corrupt,
                                   "terminal " + login + " has no institution or branch");
    return found;
}

} // namespace circ::net
