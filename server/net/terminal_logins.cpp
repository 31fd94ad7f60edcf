#include "server/net/terminal_logins.hpp"

#include "storage/store_error.hpp"

#include <utility>

namespace circ::net {

using circulation::access;
using outcome = login_result::outcome;

terminal_logins::terminal_logins(async_store& store, pin_prover& passwords, const circulation::clock& clock)
    : store_(&store), passwords_(&passwords), clock_(&clock) {}

boost::asio::awaitable<login_result> terminal_logins::log_in(std::string login, storage::secret password,
                                                             std::string address,
                                                             std::size_t tries_per_minute) {
    login_result result;
    forget_old_tries();
    if (tried_too_often(address, tries_per_minute)) {
        result.how = outcome::too_many_tries;
        result.why = "too many wrong tries from this address in a minute";
        co_return result;
    }
    try {
        account found = find(login);
        std::optional<bool> right = false;
        if (found.terminal && !found.terminal->verifier.empty())
            right = co_await passwords_->prove(std::move(password), found.terminal->verifier, clock_->now());
        if (!right) {
            result.how = outcome::unavailable;
            result.why = "too many passwords are waiting to be proved";
            co_return result;
        }
        const access decided = circulation::decide_access(found.terminal, *right, address);
        result.why = circulation::in_words(decided);
        if (decided == access::granted) {
            result.how = outcome::accepted;
            result.identity = std::move(found.identity);
        } else {
            count_wrong_try(address);
        }
    } catch (const storage::store_error& away) {
        result.how = outcome::unavailable;
        result.why = away.what();
    }
    co_return result;
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

bool terminal_logins::tried_too_often(const std::string& address, std::size_t most) const {
    const auto tries = wrong_tries_.find(address);
    return tries != wrong_tries_.end() && tries->second >= most;
}

void terminal_logins::count_wrong_try(const std::string& address) { ++wrong_tries_[address]; }

void terminal_logins::forget_old_tries() {
    const auto now = clock_->now();
    if (now - minute_began_ < std::chrono::minutes(1)) return;
    minute_began_ = now;
    wrong_tries_.clear();
}

} // namespace circ::net
