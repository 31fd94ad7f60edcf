#pragma once

#include "protocol/secret.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace circ::protocol::sip2 {

/// The text dialogue that some terminals want before the first message: a prompt for the name, one
/// for the password, a line that says how it went.
///
/// Telnet commands are skipped, an empty name asks again, and lines may end in CR, LF, CR LF or
/// CR NUL. What is typed is never sent back. Limits on time are the caller's.
class telnet_login {
public:
    /// Send this (it may be empty) and read on.
    struct prompt {
        std::string text;
    };
    /// Find out whether these are right, then call accepted() or refused().
    struct credentials {
        std::string user;
        secret password;
    };
    /// Send this and close.
    struct hang_up {
        std::string text;
    };
    using step = std::variant<prompt, credentials, hang_up>;

    static constexpr std::string_view greeting = "login: ";
    static constexpr std::string_view timed_out = "\r\nLogin timed out.\r\n"; ///< last words

    explicit telnet_login(unsigned attempts) : attempts_left_{attempts} {}
    telnet_login(const telnet_login&) = delete;
    telnet_login& operator=(const telnet_login&) = delete;
    ~telnet_login() { wipe_line(); } ///< it may hold a part of a password

    /// Reads on, up to the end of one line. Bytes that were used are taken off the front of
    /// `bytes`; call again while some are left. Once credentials are accepted, they belong to the
    /// framer.
    [[nodiscard]] step take(std::string_view& bytes);

    /// @return what to send before the messages begin.
    [[nodiscard]] static std::string accepted();

    [[nodiscard]] step refused();

private:
    enum class awaiting { user, password };

    [[nodiscard]] bool skip_command(char byte);
    [[nodiscard]] bool ends_line(char byte);
    void wipe_line() noexcept;

    unsigned attempts_left_;
    awaiting awaiting_ = awaiting::user;
    bool after_carriage_return_ = false;
    std::string command_; ///< the telnet command that is coming in
    std::string line_;
    std::string user_;
};

} // namespace circ::protocol::sip2
