#pragma once

#include "server/circulation/clock.hpp"
#include "server/circulation/terminal_access.hpp"
#include "server/dispatch/sip2_door.hpp"
#include "server/net/async_store.hpp"
#include "server/net/pin_prover.hpp"
#include "server/net/thinned.hpp"
#include "server/net/try_counts.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace circ::net {

/// What came of a try to log in.
struct login_result {
    enum class outcome { accepted, refused, too_many_tries, unavailable, draining } how = outcome::refused;
    std::optional<dispatch::terminal_identity> identity; ///< when accepted
    std::string why; ///< for the log, never for the device
    bool used_up = false; ///< this was the last try of its address or terminal within the minute
    std::optional<std::int64_t> queue_full; ///< too many passwords wait, and it is to be told; how often it was not
};

/// How many wrong tries are looked at within a minute.
struct login_limits {
    std::size_t per_terminal = 10;
    std::size_t per_address = 30;
};

/// Lets terminals in: their accounts are kept in the store, so that a new one works at once.
/// Used from one io thread.
class terminal_logins {
public:
    terminal_logins(async_store& store, pin_prover& passwords, const circulation::clock& clock);

    /// @note Takes as long for a name that nobody has as for a wrong password.
    [[nodiscard]] boost::asio::awaitable<login_result>
    log_in(std::string login, storage::secret password, std::string address, login_limits most);

    /// The account of a listener whose devices do not log in. No password is asked.
    [[nodiscard]] login_result let_in(const std::string& login, std::string_view address);

    /// The first account, by login, that an address alone stands for. @return its login; empty: none
    [[nodiscard]] std::string account_at(std::string_view address);

    /// The branch that a device names itself, where its profile lets it.
    [[nodiscard]] std::optional<storage::branch> branch_named(storage::institution_id of,
                                                              std::string_view code);

private:
    struct account {
        std::optional<storage::terminal> terminal;
        std::optional<dispatch::terminal_identity> identity;
    };
    [[nodiscard]] account find(const std::string& login);
    [[nodiscard]] boost::asio::awaitable<std::optional<bool>>
    prove(storage::secret password, const std::optional<storage::terminal>& who, std::string_view address);
    [[nodiscard]] bool is_remembered(const storage::secret& password,
                                     const std::optional<storage::terminal>& who) const;
    [[nodiscard]] bool count_wrong_try(const std::string& login, const std::optional<storage::terminal>& who,
                                       const std::string& address, const login_limits& most);

    async_store* store_;
    pin_prover* passwords_;
    const circulation::clock* clock_;
    try_counts by_address_;
    try_counts by_login_;
    thinned queue_full_{told_a_second}; ///< all devices come back at the same time
};

} // namespace circ::net
