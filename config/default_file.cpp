#include "config/default_policy.hpp"
#include "config/load.hpp"
#include "config/settings_table.hpp"

namespace circ::config {

namespace {

constexpr std::string_view opening =
    R"(# Settings of Circdesk, a library circulation server.
#
# A line like "#key = value" shows a default; take the # away to change it. What a setting may be
# stands in docs/reference/settings.md. `circdeskd --check-config` tells all mistakes in this file;
# a reload takes over what does not need a restart.
)";

constexpr std::string_view about_listeners =
    R"(
# Where devices connect: one [[listener]] for each address and port.
)";

constexpr std::string_view about_profiles =
    R"(
# What differs from device to device stands in profiles; a terminal's account names the one it has.
# Change one of those that ship (docs/reference/settings.md lists them), or make one of your own:
#
# [profile.hall-kiosk]
# inherits = "kiosk-3m"
# terminator = "CRLF"
# pin_policy = "in_session"
)";

constexpr std::string_view about_matching =
    R"(
# Which profile a device has goes by its account, before a login by its listener. The first of these
# rules that fits says otherwise; `terminal` names the account of a device that does not log in.
#
# [[match]]
# when = { listener = ["sip2"], address = ["10.1.0.0/24"] }
# profile = "gate"
# terminal = "gate1"
#
# [[match]]
# when = { location = ["CELLAR"] }
# profile = "sorter"
)";

constexpr std::string_view about_policy =
    R"(
# Who may borrow what, and on which terms. Rules are tried from the top, and each term comes from
# the first rule that fits and sets it; a rule without `when` fits all. Amounts are texts like
# "0.25", in a currency without decimals like "25". A file without any [[policy]] has these.
# `circdesk policy explain` names the rule behind a term.
)";

constexpr std::string_view about_routing =
    R"(
# Where a sorter puts what comes back. Rules are tried from the top; the first that fits gives the
# bin, and the last one, without `when`, is the exception bin. Without any [[bin]] no device is told
# a bin. Branch groups serve the policy key hold_pickup = "group".
#
# [[bin]]
# when = { alert = ["hold_here"] }
# bin = "1"
#
# [[bin]]
# when = { alert = ["hold_elsewhere", "transit"], destination = ["NORTH"] }
# bin = "2"
#
# [[bin]]
# when = { ok = "yes", alert = ["none"], call_number_from = "500", call_number_to = "599" }
# bin = "3"
#
# [[bin]]
# bin = "9"
#
# [[branch_group]]
# name = "town"
# branches = ["MAIN", "QUAY"]
)";

constexpr std::string_view about_ncip =
    R"(
# Other systems that ask over NCIP, by a listener of such a kind. A peer acts as an account
# (`circdesk terminal add`), whose password it sends, and may do nothing but what stands here.
#
# [[ncip_peer]]
# name = "state"
# terminal = "state-ncip"
# allow = ["192.0.2.7"]
# agencies = ["STATE"]
# services = ["LookupUser", "AcceptItem", "CheckInItem"]
# tells = ["name"]
# [ncip_peer.dialect]
# names = "prefixed"
)";

constexpr std::string_view about_backends =
    R"(
# A library system far away that is asked by NCIP in place of the store here. Every key and what it
# may be stands in docs/reference/settings.md; docs/reference/relay-rules.md says what stands in for
# what NCIP cannot say.
#
# [[ncip_backend]]
# name = "consortium"
# url = "https://ils.example.org/ncip"
# ca_file = "/etc/circdesk/consortium-ca.pem"
# from_agency = "KIOSKS"
# to_agency = "MAIN"
# institution_agencies = ["RIVERBEND=KIOSKS,MAIN"]
# pin_check = "auth_inputs"
# outbox = ["checkin"]
# [ncip_backend.dialect]
# dates = "offset"
#
# Who performs what devices ask for: the first rule that fits, else we ourselves. `canary` is the
# library system, and ourselves while it is away.
#
# [[relay]]
# stage = "relay"
# backend = "consortium"
# terminals = ["kiosk1"]
)";

template <typename S>
std::string lines_of(const S& defaults, std::string_view before) {
    std::string out;
    for (const setting<S>& each : table_of<S>()) {
        out += "# " + std::string(each.what.text) + '\n';
        out +=
            std::string(before) + std::string(each.what.key) + " = " + each.show(defaults) + '\n';
    }
    return out;
}

std::string conditions_of(const policy_conditions& when) {
    std::string out;
    const policy_conditions any;
    for (const auto& each : table_of<policy_conditions>()) {
        if (each.show(when) == each.show(any)) continue;
        out += (out.empty() ? "" : ", ") + std::string(each.what.key) + " = " + each.show(when);
    }
    return out.empty() ? out : "when = { " + out + " }\n";
}

struct showing {
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(bool yes) const { return yes ? "true" : "false"; }
    std::string operator()(const std::string& text) const { return in_quotes(text); }
};

std::string lines_of(const policy_rule& rule) {
    std::string out =
        "\n[[policy]]\nname = " + in_quotes(rule.name) + '\n' + conditions_of(rule.when);
    out += "[policy.set]\n";
    for (const policy_setting& each : rule.set) {
        out += each.key + " = " + std::visit(showing{}, each.value) + '\n';
    }
    return out;
}

} // namespace

std::string default_file() {
    std::string out(opening);
    const settings defaults;
    for_each_section([&]<typename S>(const section<S>& each) {
        out += "\n# " + std::string(each.text) + "\n[" + std::string(each.name) + "]\n";
        out += lines_of(defaults.*each.part, "#");
    });
    out += std::string(about_listeners) + "[[listener]]\n" + lines_of(listener_settings{}, "");
    out += about_profiles;
    out += about_matching;
    out += about_ncip;
    out += about_routing;
    out += about_backends;
    out += about_policy;
    for (const policy_rule& each : default_policy())
        out += lines_of(each);
    return out;
}

} // namespace circ::config
