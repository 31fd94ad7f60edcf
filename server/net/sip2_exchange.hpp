#pragma once

#include "protocol/sip2/conversation.hpp"
#include "server/dispatch/sip2.hpp"
#include "server/log/log.hpp"
#include "server/net/backend.hpp"
#include "server/net/door_settings.hpp"
#include "server/net/exchange_meters.hpp"
#include "server/net/terminal_logins.hpp"
#include "server/net/thinned.hpp"
#include "server/net/vitals.hpp"
#include "server/net/watch_hub.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace circ::net {

class crew;
class life_signs;
class ncip_meters;

/// What all sessions of an io thread share; owned by app, outlives them.
struct session_parts {
    backend* performer = nullptr;
    terminal_logins* logins = nullptr;
    log::logger* log = nullptr;
    watch_hub* watchers = nullptr;
    const circulation::clock* clock = nullptr;
    std::function<std::shared_ptr<const door_settings>()> settings; ///< those in force now
    exchange_meters* meters = nullptr;
    const vitals* health = nullptr;
    ncip_meters* ncip = nullptr; ///< needed where a listener speaks NCIP
    life_signs* heard = nullptr;
    crew* helpers = nullptr;
};

/// What a request came to: its answer, where no backend was asked, else what that has done.
struct sip2_result {
    std::optional<protocol::sip2::response> answer;
    circulation::any_outcome outcome;
    storage::instant began{};
    storage::instant ended{};
};

/// One terminal's requests and answers, without the line they come over: the login, the way of a
/// request to the backend and of its outcome back, and what the session remembers.
class sip2_exchange {
public:
    /// @param profile of the listener, in force until a terminal has logged in, unless a rule that
    ///                fits this listener and address names another
    sip2_exchange(session_parts& parts, std::string_view profile, std::string address, std::string listener);

    /// How the dialogue is to be led from now on; changes with the login.
    [[nodiscard]] protocol::sip2::conversation_settings conversation_settings() const;

    /// Does what a request asks for, and counts it. @note `what` stays valid until that is done.
    [[nodiscard]] boost::asio::awaitable<sip2_result> perform(const protocol::sip2::handle& what,
                                                              const protocol::sip2::conversation& in);

    /// Its answer, in the terms of this device; logs the request, and remembers what the session has to.
    /// @note any thread, while nothing else is asked of this exchange
    [[nodiscard]] protocol::sip2::response answer_to(const protocol::sip2::request& asked, sip2_result&& came);

    /// A login by a text dialogue. @return whether it was accepted
    [[nodiscard]] boost::asio::awaitable<bool> log_in(std::string login, storage::secret password,
                                                      std::string location);

    /// Who connects here without logging in: as the rule that fits says, else as the listener does,
    /// else by the address where the profile goes by it. @return its login; empty: it must log in
    [[nodiscard]] std::string account_without_login(const std::string& of_listener);

    /// Takes an account without a login. @return whether there is one
    [[nodiscard]] bool let_in(const std::string& login);

    [[nodiscard]] bool logged_in() const noexcept { return door_.identity.has_value(); }
    [[nodiscard]] bool login_tries_used_up() const noexcept;

    /// All places are taken, and this one is kept for probes: no other account gets in.
    void admit_probes_only() noexcept { probes_only_ = true; }
    /// Whether an account was refused for want of a place.
    [[nodiscard]] bool turned_away() const noexcept { return turned_away_; }

    /// The longest message that is read from this device.
    [[nodiscard]] std::size_t message_bytes() const;
    [[nodiscard]] const config::profile& profile() const noexcept { return *door_.profile; }
    [[nodiscard]] std::string_view terminal() const noexcept;
    [[nodiscard]] const std::string& address() const noexcept { return address_; }

    /// Tells watchers a message, or only a note.
    void show(protocol::sip2::message_view message, bool from_device) const;
    void show_note(std::string note) const;

private:
    [[nodiscard]] boost::asio::awaitable<protocol::sip2::response>
    respond_to_login(const protocol::sip2::login_request& asked);
    /// Whether a 98 may take the place of the answer to this request.
    [[nodiscard]] bool may_push_status(const protocol::sip2::request& asked);
    /// That 98; none where nothing has changed since the last. @pre told_status_
    [[nodiscard]] boost::asio::awaitable<std::optional<protocol::sip2::response>> status_to_push();
    /// The profile that the first fitting rule names, else the account's.
    [[nodiscard]] std::string profile_for(const storage::terminal& account, std::string_view location) const;
    [[nodiscard]] bool has_no_place(const login_result& result, std::string_view location) const;
    /// Puts out a device whose account no longer lets it be here: it is as if it had not logged in.
    /// Asks the store every few seconds at most, however many requests come.
    void look_at_account_again();
    void settle(login_result result, std::string_view login, std::string_view location);
    /// Refuses a probe while the daemon is drained: whoever sent it then sends its devices elsewhere.
    void turn_probe_away(login_result& result, std::string_view location) const;
    /// Puts the terminal where the device or the profile says that it stands.
    void place(login_result& result, std::string_view location) const;
    void place(dispatch::terminal_identity& who, const config::profile& profile, std::string_view location) const;
    /// Whether it is a probe's and the daemon is drained.
    [[nodiscard]] bool is_to_go_elsewhere() const;
    [[nodiscard]] std::string_view shown(std::string_view login) const noexcept;
    void tell_faults(const protocol::sip2::parsed<protocol::sip2::request>& message);
    void tell_institution(const protocol::sip2::request& asked) const;
    void tell_handled(const protocol::sip2::request& asked, const circulation::outcome& done,
                      storage::instant::duration took) const;

    session_parts* parts_;
    std::string address_;
    std::string listener_;
    dispatch::sip2_door door_;
    std::optional<protocol::sip2::acs_status_response> told_status_; ///< the last 98
    bool pushed_last_ = false; ///< the last answer was one: a second would make the device ask for ever
    storage::instant account_seen_{}; ///< when the account was last looked at
    std::size_t login_tries_ = 0;
    thinned faults_told_{told_a_second};
    bool probes_only_ = false;
    bool turned_away_ = false;
};

} // namespace circ::net
