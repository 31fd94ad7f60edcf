#include "server/circulation/terminal_access.hpp"

#include "config/address_range.hpp"

namespace circ::circulation {
namespace {

bool is_listed(std::string_view text, std::string_view list) {
    const auto address = config::parse_address(text);
    bool any = false;
    while (!list.empty()) {
        const auto end = list.find(' ');
        const auto one = list.substr(0, end);
        list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
        if (one.empty()) continue;
        any = true;
        const auto range = config::parse_address_range(one);
        if (range && address && config::contains(*range, *address)) return true;
    }
    return !any;
}

} // namespace

access decide_access(const std::optional<storage::terminal>& account, bool password_right,
                     std::string_view address) {
    if (!account) return access::unknown_login;
    if (!account->verifier.empty() && !password_right) return access::wrong_password;
    if (!account->enabled) return access::disabled;
    if (!is_listed(address, account->addresses)) return access::address_not_listed;
    return access::granted;
}

bool is_known_by_address(const storage::terminal& account, std::string_view address) {
    const bool names_addresses = account.addresses.find_first_not_of(' ') != std::string::npos;
    return account.enabled && account.verifier.empty() && names_addresses && is_listed(address, account.addresses);
}

std::string_view in_words(access decided) noexcept {
    switch (decided) {
    case access::granted: return "let in";
    case access::unknown_login: return "no terminal has this login";
    case access::wrong_password: return "the password is wrong";
    case access::disabled: return "the terminal is disabled";
    case access::address_not_listed: return "the terminal may not connect from this address";
    }
    return "";
}

} // namespace circ::circulation
