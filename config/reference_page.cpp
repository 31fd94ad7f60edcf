#include "config/load.hpp"
#include "config/ncip_backend_reader.hpp"
#include "config/ncip_dialect_reader.hpp"
#include "config/ncip_peer_reader.hpp"
#include "config/profiles.hpp"
#include "config/relay_stage_reader.hpp"
#include "config/settings_table.hpp"

namespace circ::config {

namespace {

constexpr std::string_view opening = R"(# Settings

Made from the tables in `config/`. The file is TOML; a key that is not listed here is a mistake, and
`circdeskd --check-config` reports all mistakes together, with line and column.
*reload* says whether a running daemon follows a changed value after SIGHUP; the others wait for the
next start.
)";

/// A bar would end the table's cell, even in code.
std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '|') out += '\\';
        out += c;
    }
    return out;
}

template <typename S>
std::string row_of(const setting<S>& each, const S& defaults) {
    std::string out =
        "| `" + std::string(each.what.key) + "` | `" + cell(each.show(defaults)) + "` | ";
    out += cell(each.allowed(each.within()));
    if (!each.what.unit.empty()) out += " (" + std::string(each.what.unit) + ')';
    out += each.what.when == taken::at_reload ? " | yes | " : " | no | ";
    return out + cell(each.what.text) + " |\n";
}

template <typename S>
std::string table_text(const S& defaults) {
    std::string out =
        "\n| key | default | value | reload | meaning |\n| --- | --- | --- | --- | --- |\n";
    for (const setting<S>& each : table_of<S>())
        out += row_of(each, defaults);
    return out;
}

/// What a shipped profile changes in the one it inherits from.
std::string changes_of(const builtin_profile& one, const profile_map& resolved) {
    if (one.inherits.empty()) return "–";
    const profile& before = resolved.find(one.inherits)->second;
    const profile& after = resolved.find(one.name)->second;
    std::string out;
    for (const setting<profile>& each : table_of<profile>()) {
        if (each.show(before) == each.show(after)) continue;
        out += out.empty() ? "`" : ", `";
        out += std::string(each.what.key) + " = " + cell(each.show(after)) + '`';
    }
    return out.empty() ? "–" : out;
}

std::string shipped_profiles() {
    const profile_map resolved = default_settings().profiles;
    std::string out = "\n| profile | inherits | for | changes |\n| --- | --- | --- | --- |\n";
    for (const builtin_profile& each : builtin_profiles()) {
        out += "| `" + std::string(each.name) + "` | ";
        out += each.inherits.empty() ? "–" : '`' + std::string(each.inherits) + '`';
        out += " | " + std::string(each.text) + " | " + changes_of(each, resolved) + " |\n";
    }
    return out;
}

constexpr std::string_view opening_of_profiles = R"(# Profiles

Made from `config/builtin_profiles.cpp`. A device's account names its profile; `docs/operators/connecting.md` says which to
choose, and `settings.md` what each key means. Listed is what a profile has in the end, its own changes and those it
inherits, where that differs from `standard`; each of these differences has a row in
`tests/unit/net/test_profile_keys.cpp` with both answers.
)";

/// One line of the matrix: empty where no profile differs.
std::string differences_in(const setting<profile>& key, const profile_map& resolved) {
    const std::string usual = key.show(profile{});
    std::string cells;
    bool differs = false;
    for (const builtin_profile& each : builtin_profiles()) {
        if (each.inherits.empty()) continue;
        const std::string own = key.show(resolved.find(each.name)->second);
        differs = differs || own != usual;
        cells += own == usual ? " |" : " `" + cell(own) + "` |";
    }
    return differs ? "| `" + std::string(key.what.key) + "` | `" + cell(usual) + "` |" + cells + '\n' : "";
}

} // namespace

std::string profiles_page() {
    const profile_map resolved = default_settings().profiles;
    std::string out(opening_of_profiles);
    out += "\n| profile | inherits | for |\n| --- | --- | --- |\n";
    std::string names = "\n| key | standard |";
    std::string rule = "| --- | --- |";
    for (const builtin_profile& each : builtin_profiles()) {
        const std::string inherits = each.inherits.empty() ? "–" : '`' + std::string(each.inherits) + '`';
        out += "| `" + std::string(each.name) + "` | " + inherits + " | " + std::string(each.text) + " |\n";
        if (each.inherits.empty()) continue;
        names += ' ' + std::string(each.name) + " |";
        rule += " --- |";
    }
    out += names + '\n' + rule + '\n';
    for (const setting<profile>& each : table_of<profile>())
        out += differences_in(each, resolved);
    return out;
}

std::string reference_page() {
    std::string out(opening);
    const settings defaults;
    for_each_section([&](const auto& each) {
        out += "\n## [" + std::string(each.name) + "]\n\n" + std::string(each.text) + '\n';
        out += table_text(defaults.*each.part);
    });
    out +=
        "\n## [[listener]]\n\nOne for each address and port; a file without any has one with the "
        "defaults.\n" +
        table_text(listener_settings{});
    out +=
        "\n## [profile.NAME]\n\nWhat differs from device to device. `inherits` names the profile "
        "that this one changes; without it,\nthat is `standard`. A shipped profile may be changed "
        "under its own name, and all that inherit it follow.\n" +
        shipped_profiles() + table_text(profile{});
    out += "\n## [[match]]\n\nWhich profile a device has, by where it connects and who it says it is. Rules are "
           "tried from the top; the first\nthat fits gives its `profile`, in place of the listener's and the "
           "account's, and its `terminal`, the account of\nwhoever connects and does not log in. Conditions stand "
           "in `when`; those not named let everything through.\n" +
           table_text(match_conditions{});
    out += "\n## [[bin]]\n\nWhere a sorter puts what comes back, told in `CL`, also of what is not taken. "
           "Rules are tried from the top and\nthe first that fits gives its `bin`; those not named in "
           "`when` let everything through. The last rule fits all: it is\nthe exception bin. Without "
           "any rule no bin is told.\n" +
           table_text(bin_conditions{});
    out += "\n## [[branch_group]]\n\nBranches that exchange what is held, for the policy key "
           "`hold_pickup = \"group\"`.\n" +
           table_text(branch_group{});
    out += "\n## [[ncip_peer]]\n\nAnother system that asks over NCIP (`docs/operators/ncip.md`). It is told from others by "
           "where it comes from, its\ncertificate and the agency in its header; which services it may use "
           "stands here alone.\n" +
           table_text(ncip_peer{});
    out += "\n### [ncip_peer.dialect]\n\nHow a peer writes and reads, where peers differ.\n" +
           table_text(ncip_dialect{});
    out += "\n## [[policy]]\n\nThe rules of lending, tried from the top: each key comes from the "
           "first "
           "rule that fits and sets it.\nA rule has a `name`, its conditions in `when` (those not "
           "named let everything through) and its terms in `set`.\nA file without any has those of "
           "the shipped file.\n" +
           table_text(policy_conditions{});
    out += "\n## [[ncip_backend]]\n\nA library system that is asked by NCIP in place of the store here, "
           "one for each. What NCIP cannot say is\nanswered by the rules that stand in `relay-rules.md`.\n" +
           table_text(ncip_backend{}) +
           "\n### [ncip_backend.dialect]\n\nHow it writes and reads, where systems differ; in a relay `id_agency` "
           "is `\"theirs\"` unless it is set.\n" +
           table_text(ncip_dialect{});
    out += "\n## [[relay]]\n\nWho performs what devices ask for. Rules are tried from the top and the first that "
           "fits decides; where none fits,\nit is our own rules over our own store. A reload changes it with the next "
           "request of each session.\n" +
           table_text(relay_rule{});
    return out;
}

} // namespace circ::config
