#include "config/routing_reader.hpp"

#include "config/settings_table.hpp"
#include "config/text_rules.hpp"

#include <algorithm>

namespace circ::config {

namespace {

constexpr std::string_view bin_keys[] = {"bin", "when"};

void read_conditions(const value& from, bin_rule& rule, const reading& where) {
    if (const auto* table = read_table(from, where))
        read_members(*table, rule.when, table_of<bin_conditions>(), where);
}

bin_rule read_bin(const value& from, const reading& where) {
    bin_rule rule;
    rule.at = from.at;
    const auto* table = read_table(from, where);
    if (table == nullptr) return rule;
    bool has_bin = false;
    for (const table_entry& entry : *table) {
        const reading here = where.under(entry.key);
        if (entry.key == "bin") {
            has_bin = true;
            if (const auto* name = read_text(entry.value, &not_empty, here)) rule.bin = *name;
        } else if (entry.key == "when") {
            read_conditions(entry.value, rule, here);
        } else {
            tell_unknown_key(entry, bin_keys, where);
        }
    }
    if (!has_bin) where.wrong(from, "the rule names no bin; it needs bin = \"3\"");
    return rule;
}

bool fits_all(const bin_rule& rule) {
    return rule.when == bin_conditions{};
}

/// Every return gets a bin: the last rule takes what no other did, and none stands behind it.
void check_order(const std::vector<bin_rule>& rules, const reading& where) {
    const auto first = std::find_if(rules.begin(), rules.end(), fits_all);
    if (first == rules.end()) {
        where.mistakes.push_back({rules.back().at,
                                  where.key,
                                  in_quotes(rules.back().bin),
                                  "the last rule must fit all, as the exception bin; take its "
                                  "`when` away or add a rule without one"});
        return;
    }
    for (auto each = first + 1; each != rules.end(); ++each)
        where.mistakes.push_back({each->at,
                                  where.key,
                                  in_quotes(each->bin),
                                  "can never be reached: a rule before fits all; move it up or "
                                  "take it out"});
}

} // namespace

std::vector<bin_rule> read_bins(const value& from, std::vector<mistake>& mistakes) {
    const reading where{std::string(bin_key), mistakes};
    std::vector<bin_rule> rules;
    const auto* list = read_list(from, where);
    if (list == nullptr || list->empty()) return rules;
    for (const value& each : *list)
        rules.push_back(read_bin(each, where));
    check_order(rules, where);
    return rules;
}

std::vector<branch_group> read_branch_groups(const value& from, std::vector<mistake>& mistakes) {
    const reading where{std::string(branch_group_key), mistakes};
    std::vector<branch_group> groups;
    const auto* list = read_list(from, where);
    if (list == nullptr) return groups;
    for (const value& each : *list) {
        branch_group& made = groups.emplace_back();
        const auto* table = read_table(each, where);
        if (table == nullptr) continue;
        read_members(*table, made, table_of<branch_group>(), where);
        if (made.name.empty()) where.wrong(each, "the group has no name");
        if (made.branches.size() < 2)
            where.wrong(each, "a group is of two branches or more; name their codes in `branches`");
    }
    return groups;
}

} // namespace circ::config
