#include "config/listeners.hpp"

#include "config/nearest.hpp"
#include "config/settings_table.hpp"

#include <algorithm>

namespace circ::config {

namespace {

using placed = std::vector<placed_listener>;

class checker {
public:
    checker(const settings& all, std::vector<mistake>& mistakes) : all_(all), mistakes_(mistakes) {}

    void check(placed::const_iterator first, placed::const_iterator one) const {
        check_repeated(first, one);
        check_profile(*one);
        check_login(*one);
        check_demo(*one);
    }

private:
    void check_repeated(placed::const_iterator first, placed::const_iterator one) const {
        const listener_settings& mine = one->listener;
        for (auto each = first; each != one; ++each) {
            const listener_settings& other = each->listener;
            if (other.name == mine.name) {
                tell(*one,
                     "name",
                     in_quotes(mine.name),
                     "a listener before is called " + in_quotes(mine.name) + " too");
            }
            if (other.port == mine.port && mine.port != 0 && other.address == mine.address) {
                tell(*one,
                     "port",
                     std::to_string(mine.port),
                     "port " + std::to_string(mine.port) + " of " + mine.address +
                         " belongs to listener " + in_quotes(other.name) + " already");
            }
        }
    }

    void check_profile(const placed_listener& one) const {
        const std::string& name = one.listener.profile;
        if (all_.profiles.contains(name)) return;
        std::vector<std::string_view> known;
        for (const auto& named : all_.profiles)
            known.push_back(named.first);
        tell(one,
             "profile",
             in_quotes(name),
             "there is no profile " + in_quotes(name) + suggestion(name, known));
    }

    void check_login(const placed_listener& one) const {
        const listener_settings& mine = one.listener;
        if (mine.kind != listener_kind::telnet_login || mine.terminal.empty()) return;
        tell(one,
             "terminal",
             in_quotes(mine.terminal),
             "kind \"telnet_login\" asks every connection who it is; leave the terminal empty or "
             "make the kind \"plain\"");
    }

    void check_demo(const placed_listener& one) const {
        const auto address = parse_address(one.listener.address);
        if (!all_.server.demo || !address || is_loopback(*address)) return;
        tell(one,
             "address",
             in_quotes(one.listener.address),
             "the demo library's passwords are public: with server.demo the address must be "
             "127.0.0.1 or ::1");
    }

    void tell(const placed_listener& one,
              std::string_view key,
              const std::string& shown_value,
              const std::string& text) const {
        const reading where{std::string(listener_key), mistakes_};
        mistakes_.push_back({one.at, where.under(key).key, shown_value, text});
    }

    const settings& all_;
    std::vector<mistake>& mistakes_;
};

} // namespace

std::vector<placed_listener> read_listeners(const value& from, std::vector<mistake>& mistakes) {
    const reading where{std::string(listener_key), mistakes};
    placed listeners;
    const auto* list = read_list(from, where);
    if (list == nullptr) return listeners;
    for (const value& each : *list) {
        const auto* table = read_table(each, where);
        if (table == nullptr) continue;
        placed_listener& one = listeners.emplace_back();
        one.at = each.at;
        read_members(*table, one.listener, table_of<listener_settings>(), where);
    }
    return listeners;
}

void check_listeners(const std::vector<placed_listener>& listeners,
                     const settings& all,
                     std::vector<mistake>& mistakes) {
    const checker judge(all, mistakes);
    for (auto one = listeners.begin(); one != listeners.end(); ++one) {
        judge.check(listeners.begin(), one);
    }
}

} // namespace circ::config
