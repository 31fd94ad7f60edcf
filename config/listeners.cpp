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
        check_tls(*one);
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
        if (speaks_ncip(mine.kind) && !mine.terminal.empty())
            tell(one,
                 "terminal",
                 in_quotes(mine.terminal),
                 "kind " + codec<listener_kind>::show(mine.kind) +
                     " knows who asks by [[ncip_peer]]; leave the terminal empty");
        if (!asks_by_lines(mine.kind) || mine.terminal.empty()) return;
        const bool encrypted = is_encrypted(mine.kind);
        tell(one,
             "terminal",
             in_quotes(mine.terminal),
             "kind " + codec<listener_kind>::show(mine.kind) +
                 " asks every connection who it is; leave the terminal empty or make the kind " +
                 codec<listener_kind>::show(encrypted ? listener_kind::tls : listener_kind::plain));
    }

    /// What TLS needs is there, and nothing stands there that would only seem to protect.
    void check_tls(const placed_listener& one) const {
        const listener_settings& mine = one.listener;
        const bool encrypted = is_encrypted(mine.kind);
        const bool asks = mine.clients != client_certificate::none;
        check_file(one, "certificate_file", mine.certificate_file, encrypted);
        check_file(one, "key_file", mine.key_file, encrypted);
        check_file(one, "client_ca_file", mine.client_ca_file, encrypted && asks);
        if (asks && !encrypted)
            tell(one,
                 "client_certificate",
                 codec<client_certificate>::show(mine.clients),
                 "only a kind with TLS asks for certificates; make the kind \"tls\", \"ncip-https\" or \"ncip-tls\"");
    }

    void check_file(const placed_listener& one,
                    std::string_view key,
                    const std::string& file,
                    bool needed) const {
        if (file.empty() != needed) return;
        const bool is_of_clients = key == "client_ca_file";
        const std::string when = is_of_clients ? "client_certificate \"optional\" or \"required\""
                                               : "kind \"tls\"";
        tell(one, key, in_quotes(file), needed ? when + " needs it" : "it is looked at with " + when + " alone");
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
