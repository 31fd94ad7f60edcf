#include "tools/circdesk/import/sip_config.hpp"

#include "config/document.hpp"
#include "config/settings_table.hpp"
#include "protocol/ncip/xml.hpp"
#include "tools/circdesk/import/sip_config_table.hpp"
#include "tools/circdesk/tool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <set>
#include <utility>

namespace circ::tool {
namespace {

namespace xml = protocol::ncip::xml;
using xml::element;

constexpr std::int64_t longest_idle = 86'400;

/// Everything that only holds others together.
constexpr std::array containers{"acsconfig",     "listeners", "accounts", "institutions", "institution",
                                "implementation_config", "supports",  "options",  "policy",       "service", "login"};

std::string attribute_of(const element& of, std::string_view name) {
    const auto* found = of.attribute_called(name);
    return found == nullptr ? std::string() : *found;
}

/// What stands in an element that counts as a whole, in one line.
std::string content_of(const element& of) {
    std::string all = of.text;
    for (const auto& each : of.attributes) all.append(all.empty() ? "" : " ").append(each.name).append("=").append(each.value);
    for (const auto& each : of.children) all.append(all.empty() ? "" : " ").append(each.name).append("=").append(each.text);
    std::ranges::replace_if(all, [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
    all.erase(0, std::min(all.find_first_not_of(' '), all.size()));
    all.erase(all.find_last_not_of(' ') + 1);
    return all;
}

/// Reads the tree once from the top: institutions first, since accounts name them.
class reading_of_sip_config {
public:
    sip_config read(const element& root) {
        walk(root, {"the server", nullptr, {"listeners", "accounts", "institutions"}});
        if (const auto* all = root.child_called("institutions")) read_institutions(*all);
        if (const auto* all = root.child_called("listeners")) read_doors(*all);
        if (const auto* all = root.child_called("accounts")) read_accounts(*all);
        share_profiles();
        return std::move(made_);
    }

private:
    /// Where what is met belongs.
    struct place {
        std::string where;
        profile_keys* into;
        std::vector<std::string_view> others = {}; ///< children that are read elsewhere
    };

    struct institution {
        profile_keys keys;
        sip_server server = sip_server::koha;
    };

    void walk(const element& of, const place& at) {
        const bool is_pair = of.name == "option" || of.name == "item"; // Evergreen's name='...' value='...'
        if (is_pair) return meet(of, attribute_of(of, "name"), attribute_of(of, "value"), at);
        for (const auto& each : of.attributes) meet(of, each.name, each.value, at);
        for (const auto& each : of.children) {
            if (std::ranges::find(at.others, each.name) != at.others.end()) continue;
            const bool is_container = std::ranges::find(containers, each.name) != containers.end();
            const bool holds_pairs = each.name == "option" || each.name == "item";
            is_container || holds_pairs ? walk(each, at) : meet(each, "", content_of(each), at);
        }
    }

    void meet(const element& in, const std::string& name, const std::string& value, const place& at) {
        sip_remark what{in.line, at.where, name.empty() ? in.name : name, value, sip_fate::unknown, {}, {}};
        const auto* row = find_sip_row(in.name, name);
        if (row == nullptr) {
            what.sentence = "Nothing is known of it: nothing was made of it.";
        } else {
            what.fate = row->fate;
            what.sentence = row->sentence;
            if (row->translate != nullptr && at.into != nullptr) translate(*row, what, *at.into);
        }
        if (name == "password" || name == "id") what.value.clear(); // the one is secret, the other says `where`
        made_.remarks.push_back(std::move(what));
    }

    static void translate(const sip_row& row, sip_remark& what, profile_keys& into) {
        if (!row.translate(what.value, row.key, into)) {
            what.fate = sip_fate::unknown;
            what.sentence = fmt::format("The value is not known, so {} of the profile was left as it is. {}", row.key, row.sentence);
            return;
        }
        if (const auto found = into.find(row.key); found != into.end())
            what.becomes = fmt::format("{} = {}", row.key, found->second);
    }

    void read_institutions(const element& all) {
        for (const auto& each : all.children) {
            if (each.name != "institution") {
                meet(each, "", content_of(each), {"institutions", nullptr});
                continue;
            }
            const std::string id = attribute_of(each, "id");
            auto& one = institutions_[id];
            if (attribute_of(each, "implementation").find("OpenILS") != std::string::npos) one.server = sip_server::evergreen;
            walk(each, {"institution " + id, &one.keys});
        }
    }

    void read_accounts(const element& all) {
        for (const auto& each : all.children) {
            if (each.name != "login") {
                meet(each, "", content_of(each), {"accounts", nullptr});
                continue;
            }
            read_account(each);
        }
    }

    void read_account(const element& login) {
        sip_account one;
        one.line = login.line;
        one.login = attribute_of(login, "id");
        if (const auto* password = login.attribute_called("password"); password != nullptr && !password->empty())
            one.password.emplace(*password);
        one.institution = attribute_of(login, "institution");
        one.location = attribute_of(login, "location_code");
        if (one.login.empty()) return leave_out(login, "an account without an id");
        if (!logins_.insert(one.login).second)
            return leave_out(login, fmt::format("account {}: it stands there twice, and the first one counts", one.login));
        const auto found = institutions_.find(one.institution);
        if (found == institutions_.end())
            return leave_out(login, fmt::format("account {}: the file has no institution '{}'", one.login, one.institution));
        one.keys = found->second.keys;
        walk(login, {one.login, &one.keys});
        add_defaults(login, found->second.server, one);
        std::erase_if(one.keys, is_usual);
        made_.accounts.push_back(std::move(one));
    }

    /// What the other server does without being told.
    void add_defaults(const element& login, sip_server of, sip_account& to) {
        for (const auto& each : sip_defaults()) {
            const bool is_said = (!each.name.empty() && login.attribute_called(each.name) != nullptr) || to.keys.contains(each.key);
            if (each.of != of || is_said) continue;
            if (!each.key.empty()) to.keys.emplace(each.key, each.value);
            made_.remarks.push_back({0, to.login, each.name.empty() ? std::string(each.key) : std::string(each.name), {},
                                     each.key.empty() ? sip_fate::elsewhere : sip_fate::taken,
                                     each.key.empty() ? std::string() : fmt::format("{} = {}", each.key, each.value),
                                     std::string(each.sentence)});
        }
    }

    /// Whether the profile `standard` says the same.
    static bool is_usual(const profile_keys::value_type& key) {
        const auto* row = config::find_row(config::table_of<config::profile>(), key.first);
        return row != nullptr && row->show(config::profile{}) == key.second;
    }

    void read_doors(const element& all) {
        for (const auto& each : all.children) {
            if (each.name != "service") {
                meet(each, "", content_of(each), {"listeners", nullptr});
                continue;
            }
            read_door(each);
        }
    }

    /// port="127.0.0.1:6001/tcp", "6001/tcp" or "[::1]:6001/tcp".
    void read_door(const element& service) {
        const std::string port = attribute_of(service, "port");
        const std::string transport = attribute_of(service, "transport");
        const std::string protocol = attribute_of(service, "protocol");
        if (!protocol.empty() && !protocol.starts_with("SIP"))
            return leave_out(service, fmt::format("listener {}: it speaks {}; docs/operators/ncip.md says how to have one", port, protocol));
        const auto slash = std::min(port.find('/'), port.size());
        const auto colon = port.rfind(':', slash);
        sip_door one{service.line, {}, "0.0.0.0", 0, transport == "telnet" ? "telnet_login" : "plain"};
        if (colon != std::string::npos && colon > 0 && port.substr(0, colon) != "0") one.address = port.substr(0, colon);
        std::erase_if(one.address, [](char c) { return c == '[' || c == ']'; });
        const auto* begin = port.data() + (colon == std::string::npos ? 0 : colon + 1);
        if (std::from_chars(begin, port.data() + slash, one.port).ptr != port.data() + slash || begin == port.data() + slash)
            return leave_out(service, fmt::format("listener {}: that is no port", port));
        if (transport != "telnet" && transport != "RAW")
            return leave_out(service, fmt::format("listener {}: the transport {} is not known", port, transport));
        one.name = fmt::format("sip2-{}", one.port);
        walk(service, {"port " + std::to_string(one.port), nullptr});
        made_.login_seconds = std::max(made_.login_seconds, seconds_of(service, "timeout"));
        made_.idle_seconds = std::max(made_.idle_seconds, seconds_of(service, "client_timeout"));
        made_.doors.push_back(std::move(one));
    }

    /// 0 of the file means for ever.
    static std::int64_t seconds_of(const element& service, std::string_view name) {
        const auto* text = service.attribute_called(name);
        if (text == nullptr) return 0;
        std::int64_t seconds = 0;
        std::from_chars(text->data(), text->data() + text->size(), seconds);
        return seconds == 0 ? longest_idle : std::min(seconds, longest_idle);
    }

    void leave_out(const element& what, const std::string& why) {
        made_.left_out.push_back(fmt::format("line {}: {}", what.line, why));
    }

    /// Of what TOML takes without quotes.
    static std::string profile_name(std::string_view login) {
        std::string name = "as-";
        for (const char c : login) name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '-';
        return name;
    }

    /// Accounts that are answered alike have one profile, named for the first of them.
    void share_profiles() {
        std::map<profile_keys, std::string> named{{{}, "standard"}};
        std::set<std::string> taken;
        for (auto& each : made_.accounts) {
            auto& name = named[each.keys];
            if (name.empty()) {
                name = profile_name(each.login);
                while (!taken.insert(name).second) name += '-';
            }
            each.profile = name;
        }
    }

    sip_config made_;
    std::map<std::string, institution> institutions_;
    std::set<std::string> logins_;
};

} // namespace

sip_config read_sip_config(std::string_view text, const std::string& file) {
    // A login of Koha may have some forty attributes, templates among them.
    const auto read = xml::read(text, {.bytes = 4U << 20U, .depth = 16, .elements = 200'000, .attributes = 128, .tag_bytes = 64U << 10U});
    if (const auto* failed = std::get_if<xml::failure>(&read))
        throw complaint(fmt::format("{}:{}: {}", file, failed->line, make_error_code(failed->error).message()), refused);
    const auto& root = std::get<xml::document>(read).root;
    if (root.name != "acsconfig")
        throw complaint(fmt::format("{}: begins with <{}>, and a configuration of a SIP server with <acsconfig>", file, root.name), refused);
    return reading_of_sip_config().read(root);
}

std::string settings_text(const sip_config& of, const std::string& file, const std::string& data_dir, const std::string& institution) {
    using config::in_quotes;
    std::string out = fmt::format("# Taken over from {} by `circdesk import sip-config`.\n"
                                  "[server]\ndata_dir = {}\n\n[tool]\ninstitution = {}\n",
                                  file, in_quotes(data_dir), in_quotes(institution));
    if (of.login_seconds > 0 || of.idle_seconds > 0) out += "\n[limits]\n";
    if (of.login_seconds > 0) out += fmt::format("login_seconds = {}\n", std::min<std::int64_t>(of.login_seconds, 3600));
    if (of.idle_seconds > 0) out += fmt::format("idle_seconds = {}\n", of.idle_seconds);
    for (const auto& each : of.doors)
        out += fmt::format("\n[[listener]]\nname = {}\naddress = {}\nport = {}\nkind = {}\n", in_quotes(each.name),
                           in_quotes(each.address), each.port, in_quotes(each.kind));
    std::set<std::string_view> written;
    for (const auto& each : of.accounts) {
        if (each.keys.empty() || !written.insert(each.profile).second) continue;
        out += fmt::format("\n[profile.{}]\n", each.profile);
        for (const auto& [key, value] : each.keys) out += fmt::format("{} = {}\n", key, value);
    }
    return out;
}

} // namespace circ::tool
