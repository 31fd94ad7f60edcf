#pragma once

#include "server/circulation/clock.hpp"
#include "server/circulation/terminal_access.hpp"
#include "server/dispatch/sip2_door.hpp"
#include "server/net/async_store.hpp"
#include "server/net/pin_prover.hpp"

#include <boost/asio/awaitable.hpp>

#include <map>
#include <optional>
#include <string>

namespace circ::net {

/// What came of a try to log in.
struct login_result {
    enum class outcome { accepted, refused, too_many_tries, unavailable, draining } how = outcome::refused;
    std::optional<dispatch::terminal_identity> identity; ///< when accepted
    std::string why; ///< for the log, never for the device
};

/// Lets terminals in: their accounts are kept in the store, so that a new one works at once.
/// Used from one io thread.
class terminal_logins {
public:
    terminal_logins(async_store& store, pin_prover& passwords, const circulation::clock& clock);

    /// @param tries_per_minute how many wrong tries one address has in a minute
    [[nodiscard]] boost::asio::awaitable<login_result>
    log_in(std::string login, storage::secret password, std::string address, std::size_t tries_per_minute);

    /// The account of a listener whose devices do not log in. No password is asked.
    [[nodiscard]] login_result let_in(const std::string& login, std::string_view address);

    /// The branch that a device names itself, where its profile lets it.
    [[nodiscard]] std::optional<storage::branch> branch_named(storage::institution_id of,
                                                              std::string_view code);

private:
    struct account {
        std::optional<storage::terminal> terminal;
        std::optional<dispatch::terminal_identity> identity;
    };
    [[nodiscard]] account find(const std::string& login);
    [[nodiscard]] bool tried_too_often(const std::string& address, std::size_t most) const;
    void count_wrong_try(const std::string& address);
    void forget_old_tries();

    async_store* store_;
    pin_prover* passwords_;
    const circulation::clock* clock_;
    std::map<std::string, std::size_t> wrong_tries_; ///< by address, in the minute that runs
    storage::instant minute_began_{};
};

} // namespace circ::net
