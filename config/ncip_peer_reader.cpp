#include "config/ncip_peer_reader.hpp"

#include "config/ncip_dialect_reader.hpp"
#include "config/nearest.hpp"
#include "config/text_rules.hpp"

#include <algorithm>

namespace circ::config {

namespace {

template <class T>
bool holds(const std::vector<T>& list, const T& one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

} // namespace

bool is_offered(const ncip_peer& to, peer_service which) {
    return holds(to.services, which);
}

bool is_told(const ncip_peer& to, ncip_detail which) {
    return holds(to.tells, which);
}

bool may(const ncip_peer& who, ncip_money_right what) {
    return holds(who.money, what);
}

// clang-format off
template <>
std::span<const setting<ncip_peer>> table_of() {
    using s = ncip_peer;
    static constexpr setting<s> rows[] = {
        row<&s::name>({.key = "name", .rule = &not_empty,
            .text = "Its name in the log and in figures; no two peers share one."}),
        row<&s::terminal>({.key = "terminal", .rule = &not_empty,
            .text = "The login of the account that it acts as (`circdesk terminal add`): its institution, branch and profile are the peer's, and the account's password is what it must send as FromSystemAuthentication."}),
        row<&s::listeners>({.key = "listeners", .rule = &not_empty,
            .text = "The names of the listeners by which it comes; empty: any that speaks NCIP."}),
        row<&s::allow>({.key = "allow",
            .text = "From where it comes; empty: from anywhere."}),
        row<&s::certificate>({.key = "certificate",
            .text = "The subject of the certificate that it must show, as the log writes it (\"CN=broker.example\"); empty: none."}),
        row<&s::agencies>({.key = "agencies", .rule = &not_empty,
            .text = "The agencies that it speaks for (FromAgencyId); empty: any, where it is the only peer that fits."}),
        row<&s::own_agencies>({.key = "own_agencies", .rule = &not_empty,
            .text = "The agencies that we are to it, of which the first stands in ids that we write; empty: the institution's code."}),
        row<&s::services>({.key = "services",
            .text = "What it may ask for; nothing else is done for it."}),
        row<&s::tells>({.key = "tells",
            .text = "What it may be told of readers besides their number, blocks and privileges: names, addresses, dates of birth, what they have, ask for and owe, and who has an item."}),
        row<&s::money>({.key = "money",
            .text = "What it may do with money (CreateUserFiscalTransaction): charge fees, tell of payments, or let fees off."}),
        row<&s::exchanges>({.key = "exchanges", .least = 1, .most = 1000,
            .text = "Requests of it that are worked on at the same time; one more is told to try again."}),
        row<&s::checkout_renews>({.key = "checkout_renews",
            .text = "Whether lending a reader what the reader has already renews it; else it is refused."}),
        row<&s::echo_request_id>({.key = "echo_request_id",
            .text = "Whether requests are named by its numbers in answers; else by ours."}),
        row<&s::always_user_fields>({.key = "always_user_fields",
            .text = "Whether LookupUser tells all that it may tell, also what was not asked for."}),
        row<&s::d2d_privileges>({.key = "d2d_privileges",
            .text = "Whether privileges are told as STATUS, PROFILE and LIBRARY, as interlibrary systems read them."}),
        row<&s::user_type>({.key = "user_type",
            .text = "The category of readers that it creates without a privilege that names one."}),
    };
    return rows;
}
// clang-format on

namespace {

class checker {
public:
    checker(const settings& all, std::vector<mistake>& mistakes) : all_(all), mistakes_(mistakes) {}

    void check(const std::vector<placed_ncip_peer>& before, const placed_ncip_peer& one) const {
        if (one.peer.name.empty()) tell(one, "name", "", "the peer has no name");
        if (one.peer.terminal.empty())
            tell(one, "terminal", "", "the peer has no account; name the login of one");
        check_listeners(one);
        for (const auto& other : before)
            check_beside(other.peer, one);
    }

private:
    void check_listeners(const placed_ncip_peer& one) const {
        std::vector<std::string_view> speaking;
        bool asks_certificate = false;
        for (const auto& each : all_.listeners) {
            if (!speaks_ncip(each.kind)) continue;
            speaking.push_back(each.name);
            const bool is_its = one.peer.listeners.empty() || holds(one.peer.listeners, each.name);
            asks_certificate |= is_its && each.clients != client_certificate::none;
        }
        for (const auto& name : one.peer.listeners)
            if (std::find(speaking.begin(), speaking.end(), name) == speaking.end())
                tell(one,
                     "listeners",
                     in_quotes(name),
                     "there is no listener " + in_quotes(name) + " of a kind for NCIP" +
                         suggestion(name, speaking));
        if (speaking.empty())
            tell(one,
                 "listeners",
                 "",
                 "no listener speaks NCIP; make one of kind \"ncip-http\", for example");
        if (!one.peer.certificate.empty() && !asks_certificate)
            tell(one,
                 "certificate",
                 in_quotes(one.peer.certificate),
                 "no listener of this peer asks for a certificate; give one client_certificate = "
                 "\"required\"");
    }

    void check_beside(const ncip_peer& other, const placed_ncip_peer& one) const {
        if (other.name == one.peer.name)
            tell(one,
                 "name",
                 in_quotes(other.name),
                 "a peer before is called " + in_quotes(other.name) + " too");
        const bool same_way = other.listeners == one.peer.listeners &&
                              other.allow == one.peer.allow &&
                              other.certificate == one.peer.certificate;
        const bool same_agency =
            std::any_of(one.peer.agencies.begin(), one.peer.agencies.end(), [&](const auto& each) {
                return holds(other.agencies, each);
            });
        const bool both_any = other.agencies.empty() || one.peer.agencies.empty();
        if (same_way && (same_agency || both_any))
            tell(one,
                 "agencies",
                 codec<std::vector<std::string>>::show(one.peer.agencies),
                 "cannot be told from peer " + in_quotes(other.name) +
                     ", which comes the same way; give each its own agencies or addresses");
    }

    void tell(const placed_ncip_peer& one,
              std::string_view key,
              const std::string& shown_value,
              const std::string& text) const {
        mistakes_.push_back(
            {one.at, std::string(ncip_peer_key) + '.' + std::string(key), shown_value, text});
    }

    const settings& all_;
    std::vector<mistake>& mistakes_;
};

} // namespace

std::vector<placed_ncip_peer> read_ncip_peers(const value& from, std::vector<mistake>& mistakes) {
    const reading where{std::string(ncip_peer_key), mistakes};
    std::vector<placed_ncip_peer> peers;
    const auto* list = read_list(from, where);
    if (list == nullptr) return peers;
    constexpr std::string_view elsewhere[] = {ncip_dialect_key};
    for (const value& each : *list) {
        const auto* table = read_table(each, where);
        if (table == nullptr) continue;
        placed_ncip_peer& one = peers.emplace_back();
        one.at = each.at;
        read_members(*table, one.peer, table_of<ncip_peer>(), where, elsewhere);
        for (const table_entry& entry : *table)
            if (entry.key == ncip_dialect_key)
                read_ncip_dialect(entry.value, one.peer.dialect, where.under(entry.key));
    }
    return peers;
}

void check_ncip_peers(const std::vector<placed_ncip_peer>& peers,
                      const settings& all,
                      std::vector<mistake>& mistakes) {
    const checker judge(all, mistakes);
    std::vector<placed_ncip_peer> before;
    for (const auto& each : peers) {
        judge.check(before, each);
        before.push_back(each);
    }
}

} // namespace circ::config
