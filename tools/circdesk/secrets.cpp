#include "tools/circdesk/secrets.hpp"

#include "config/pepper.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <random>
#include <string_view>

#include <termios.h>
#include <unistd.h>

namespace circ::tool {
namespace {

/// What is typed is not shown while this lives; nothing happens where standard input is no terminal.
class no_echo {
public:
    no_echo() : on_terminal_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
        if (!on_terminal_) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~no_echo() {
        if (on_terminal_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    no_echo(const no_echo&) = delete;
    no_echo& operator=(const no_echo&) = delete;

private:
    termios before_{};
    bool on_terminal_;
};

/// What is asked goes where errors go: standard output may be read by a machine.
std::string asked_for(std::string_view what) {
    std::cerr << what << ": " << std::flush;
    std::string typed;
    {
        const no_echo silence;
        std::getline(std::cin, typed);
    }
    std::cerr << '\n'; // that of the key was not shown either
    return typed;
}

std::string pin_from_terminal() {
    std::string typed = asked_for("new PIN");
    if (typed != asked_for("once more")) throw complaint("these are two PINs; nothing is changed");
    return typed;
}

/// Fields of SIP2 end with a bar, and lines with CR or LF.
void require_sendable(std::string_view text, const std::string& what) {
    const auto cannot_be_sent = [](char each) {
        return each == '|' || each == '\x7f' || static_cast<unsigned char>(each) < ' ';
    };
    if (std::ranges::any_of(text, cannot_be_sent))
        throw complaint("no device could send this " + what + ": it has a |, a line end or another control character in it",
                        wrong_usage);
}

/// To be typed into a device: letters and digits that are not taken for one another.
std::string make_password() {
    constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    std::random_device source; // the kernel's generator on Linux
    std::uniform_int_distribution<std::size_t> any(0, letters.size() - 1);
    std::string made;
    while (made.size() < 16) made += letters[any(source)];
    return made;
}

std::string first_line(std::istream& in) {
    std::string text;
    std::getline(in, text);
    if (text.ends_with('\r')) text.pop_back();
    return text;
}

} // namespace

std::string read_secret_file(const std::string& file) {
    const bool piped = file == "-";
    std::ifstream in(piped ? std::string() : file);
    std::string text = first_line(piped ? std::cin : in);
    if (text.empty())
        throw complaint((piped ? "standard input" : file) + " cannot be read or is empty", not_found);
    return text;
}

std::string new_password(const std::string& file) {
    if (file.empty()) return make_password();
    std::string named = read_secret_file(file);
    require_sendable(named, "password");
    return named;
}

std::string password_of(const std::string& login, const std::string& file) {
    return file.empty() ? "demo-" + login : read_secret_file(file);
}

std::string whose_password(const std::string& login, const std::string& file) {
    if (!file.empty()) return {};
    return ": the password of the demo was sent, demo-" + login + "; --password-file names a file with its own";
}

storage::secret new_pin(const tool& with, const std::string& file) {
    if (file.empty() && !with.how().can_be_asked)
        throw complaint("nobody can be asked for the PIN here: --pin-file names a file with it, - is standard input",
                        wrong_usage);
    storage::secret made(file.empty() ? pin_from_terminal() : read_secret_file(file));
    if (made.empty()) throw complaint("an empty PIN is none: --remove takes a PIN away", wrong_usage);
    require_sendable(made.reveal(), "PIN");
    return made;
}

std::string pepper(tool& with) {
    auto read = config::read_pepper(with.settings_of({"pin"}).pin.pepper_file);
    if (!read.mistake.empty()) throw complaint(read.mistake, not_found);
    return std::move(read.text);
}

} // namespace circ::tool
