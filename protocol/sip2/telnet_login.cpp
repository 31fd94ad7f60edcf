#include "protocol/sip2/telnet_login.hpp"

#include "protocol/sip2/telnet.hpp"

#include <utility>

#include <string.h>

namespace circ::protocol::sip2 {

namespace {

constexpr std::size_t longest_line = 255;
constexpr std::string_view password_prompt = "Password: ";

} // namespace

telnet_login::step telnet_login::take(std::string_view& bytes) {
    while (!bytes.empty()) {
        const char byte = bytes.front();
        bytes.remove_prefix(1);
        if (line_.size() > longest_line || command_.size() > longest_line)
            return hang_up{"Line too long.\r\n"};
        if (skip_command(byte)) continue;
        if (!ends_line(byte)) {
            if (byte != '\0' && byte != '\n') line_ += byte;
        } else if (awaiting_ == awaiting::password) {
            credentials given{.user = std::exchange(user_, {}), .password = secret{line_}};
            wipe_line();
            awaiting_ = awaiting::user;
            return given;
        } else if (line_.empty()) {
            return prompt{std::string{greeting}};
        } else {
            user_ = std::exchange(line_, {});
            awaiting_ = awaiting::password;
            line_.reserve(longest_line + 1); // a text that grows leaves a copy of itself behind
            return prompt{std::string{password_prompt}};
        }
    }
    return prompt{};
}

std::string telnet_login::accepted() {
    return "Login OK.\r\n";
}

telnet_login::step telnet_login::refused() {
    if (attempts_left_ > 0) --attempts_left_;
    std::string text = "Login failed.\r\n";
    if (attempts_left_ == 0) return hang_up{std::move(text)};
    text += greeting;
    return prompt{std::move(text)};
}

/// @return whether the byte belongs to a telnet command.
bool telnet_login::skip_command(char byte) {
    if (command_.empty() && byte != telnet_command) return false;
    command_ += byte;
    if (telnet_command_length(command_)) command_.clear();
    return true;
}

/// A CR ends the line, and so does an LF unless it belongs to the CR before it.
bool telnet_login::ends_line(char byte) {
    const bool completes_line_end = std::exchange(after_carriage_return_, byte == '\r');
    return byte == '\r' || (byte == '\n' && !completes_line_end);
}

void telnet_login::wipe_line() noexcept {
    line_.resize(line_.capacity());
    explicit_bzero(line_.data(), line_.size()); // fill() may be left out before the end of a life
    line_.clear();
}

} // namespace circ::protocol::sip2
