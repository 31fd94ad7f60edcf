#include "config/matching_reader.hpp"

#include "config/nearest.hpp"
#include "config/settings_table.hpp"
#include "config/text_rules.hpp"

#include <algorithm>

namespace circ::config {

namespace {

constexpr std::string_view match_keys[] = {"when", "profile", "terminal"};

match_rule read_match(const value& from, const reading& where) {
    match_rule rule;
    rule.at = from.at;
    const auto* table = read_table(from, where);
    if (table == nullptr) return rule;
    for (const table_entry& entry : *table) {
        const reading here = where.under(entry.key);
        if (entry.key == "when") {
            if (const auto* when = read_table(entry.value, here))
                read_members(*when, rule.when, table_of<match_conditions>(), here);
        } else if (entry.key == "profile") {
            if (const auto* name = read_text(entry.value, &not_empty, here)) rule.profile = *name;
        } else if (entry.key == "terminal") {
            if (const auto* login = read_text(entry.value, &not_empty, here)) rule.terminal = *login;
        } else {
            tell_unknown_key(entry, match_keys, where);
        }
    }
    if (rule.profile.empty() && rule.terminal.empty())
        where.wrong(from, "the rule says nothing; it needs a profile or a terminal");
    return rule;
}

class checker {
public:
    checker(const settings& all, std::vector<mistake>& mistakes) : all_(all), mistakes_(mistakes) {}

    void check(const match_rule& rule) const {
        if (!rule.profile.empty() && !all_.profiles.contains(rule.profile)) {
            std::vector<std::string_view> known;
            for (const auto& named : all_.profiles)
                known.push_back(named.first);
            tell(rule, "profile", rule.profile, "there is no profile ", known);
        }
        std::vector<std::string_view> listeners;
        for (const auto& each : all_.listeners)
            listeners.push_back(each.name);
        for (const auto& name : rule.when.listener)
            if (std::find(listeners.begin(), listeners.end(), name) == listeners.end())
                tell(rule, "when.listener", name, "there is no listener ", listeners);
        if (!rule.terminal.empty() && !(rule.when.login.empty() && rule.when.location.empty()))
            mistakes_.push_back({rule.at,
                                 "match.terminal",
                                 in_quotes(rule.terminal),
                                 "a device that logs in has its own account; take `login` and "
                                 "`location` out of `when`, or the terminal"});
    }

private:
    void tell(const match_rule& rule,
              std::string_view key,
              const std::string& name,
              const std::string& what,
              const std::vector<std::string_view>& known) const {
        mistakes_.push_back({rule.at,
                             std::string(match_key) + '.' + std::string(key),
                             in_quotes(name),
                             what + in_quotes(name) + suggestion(name, known)});
    }

    const settings& all_;
    std::vector<mistake>& mistakes_;
};

} // namespace

std::vector<match_rule> read_matches(const value& from, std::vector<mistake>& mistakes) {
    const reading where{std::string(match_key), mistakes};
    std::vector<match_rule> rules;
    const auto* list = read_list(from, where);
    if (list == nullptr) return rules;
    for (const value& each : *list)
        rules.push_back(read_match(each, where));
    return rules;
}

void check_matches(const settings& all, std::vector<mistake>& mistakes) {
    const checker judge(all, mistakes);
    bool all_taken = false;
    for (const match_rule& each : all.matches) {
        judge.check(each);
        if (all_taken)
            mistakes.push_back({each.at, std::string(match_key), "", "can never be reached: a rule before fits all"});
        all_taken = all_taken || each.when == match_conditions{};
    }
}

} // namespace circ::config
