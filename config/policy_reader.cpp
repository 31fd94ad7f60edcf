#include "config/policy_reader.hpp"

#include "config/settings_table.hpp"
#include "config/text_rules.hpp"

#include <algorithm>
#include <utility>

namespace circ::config {

namespace {

constexpr std::string_view rule_keys[] = {"name", "when", "set"};

void read_name(const value& from, policy_rule& rule, const reading& where) {
    if (const auto* name = read_text(from, &not_empty, where)) rule.name = *name;
}

void read_when(const value& from, policy_rule& rule, const reading& where) {
    if (const auto* table = read_table(from, where)) {
        read_members(*table, rule.when, table_of<policy_conditions>(), where);
    }
}

void read_setting(const table_entry& entry, policy_rule& rule, const reading& where) {
    policy_setting one{entry.key, {}, entry.value.at};
    if (const auto* number = std::get_if<std::int64_t>(&entry.value.content)) {
        one.value = *number;
    } else if (const auto* yes = std::get_if<bool>(&entry.value.content)) {
        one.value = *yes;
    } else if (const auto* text = std::get_if<std::string>(&entry.value.content)) {
        one.value = *text;
    } else {
        where.under(entry.key).wrong(entry.value,
                                     shown(entry.value) +
                                         " is not a whole number, true, false or a "
                                         "text; amounts are texts like \"0.25\"");
        return;
    }
    rule.set.push_back(std::move(one));
}

void read_set(const value& from, policy_rule& rule, const reading& where) {
    const auto* table = read_table(from, where);
    if (table == nullptr) return;
    for (const table_entry& entry : *table)
        read_setting(entry, rule, where);
}

void read_key(const table_entry& entry, policy_rule& rule, const reading& where) {
    const reading here = where.under(entry.key);
    if (entry.key == "name") {
        read_name(entry.value, rule, here);
    } else if (entry.key == "when") {
        read_when(entry.value, rule, here);
    } else if (entry.key == "set") {
        read_set(entry.value, rule, here);
    } else {
        tell_unknown_key(entry, rule_keys, where);
    }
}

policy_rule read_rule(const value& from, const reading& where) {
    policy_rule rule;
    rule.at = from.at;
    const auto* table = read_table(from, where);
    if (table == nullptr) return rule;
    for (const table_entry& entry : *table)
        read_key(entry, rule, where);
    const auto has = [&](std::string_view key) {
        return std::any_of(table->begin(), table->end(), [&](const table_entry& entry) {
            return entry.key == key;
        });
    };
    if (!has("name")) where.wrong(from, "the rule has no name; `explain` calls it by one");
    if (!has("set")) where.wrong(from, "the rule sets nothing; it needs set = { key = value }");
    return rule;
}

void tell_repeated_names(const std::vector<policy_rule>& rules, const reading& where) {
    for (auto each = rules.begin(); each != rules.end(); ++each) {
        const bool again = std::any_of(rules.begin(), each, [&](const policy_rule& before) {
            return before.name == each->name;
        });
        if (!again || each->name.empty()) continue;
        where.mistakes.push_back({each->at,
                                  where.under("name").key,
                                  in_quotes(each->name),
                                  "a rule before is called " + in_quotes(each->name) + " too"});
    }
}

} // namespace

std::vector<policy_rule> read_policy(const value& from, std::vector<mistake>& mistakes) {
    const reading where{std::string(policy_key), mistakes};
    std::vector<policy_rule> rules;
    const auto* list = read_list(from, where);
    if (list == nullptr) return rules;
    for (const value& each : *list)
        rules.push_back(read_rule(each, where));
    tell_repeated_names(rules, where);
    return rules;
}

} // namespace circ::config
