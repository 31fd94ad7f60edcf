#include "server/circulation/policy_check.hpp"

#include "server/circulation/policy_keys.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <set>
#include <string>

namespace circ::circulation {

namespace {

using config::policy_conditions;
using config::policy_rule;
using words = std::vector<std::string>;

struct dimension {
    const char* name;
    words policy_conditions::*values;
};

constexpr std::array dimensions{
    dimension{"patron_category", &policy_conditions::patron_category},
    dimension{"item_type", &policy_conditions::item_type},
    dimension{"collection", &policy_conditions::collection},
    dimension{"item_branch", &policy_conditions::item_branch},
    dimension{"patron_branch", &policy_conditions::patron_branch},
    dimension{"place", &policy_conditions::place},
};

using rule_list = std::vector<const policy_rule*>;

bool lets_through(const policy_rule& rule, std::size_t at, const std::string& value) {
    const auto& allowed = rule.when.*dimensions[at].values;
    return allowed.empty() || std::ranges::find(allowed, value) != allowed.end();
}

bool has_no_condition_from(const policy_rule& rule, std::size_t at) {
    return std::all_of(dimensions.begin() + static_cast<std::ptrdiff_t>(at), dimensions.end(),
                       [&](const dimension& d) { return (rule.when.*d.values).empty(); });
}

/// The values that matter here: the area's own, else all that the rules tell apart and one, empty,
/// that none of them mentions.
words values_at(std::size_t at, const policy_conditions& area, const rule_list& rules) {
    if (const auto& own = area.*dimensions[at].values; !own.empty()) return own;
    std::set<std::string> mentioned{""};
    for (const auto* rule : rules) {
        const auto& some = rule->when.*dimensions[at].values;
        mentioned.insert(some.begin(), some.end());
    }
    return {mentioned.begin(), mentioned.end()};
}

/// A subject of the area that none of the rules matches, as "item_type=dvd, place=MAIN"; nullopt if
/// they cover it. Goes value by value and stops at the first rule with nothing more to ask.
std::optional<std::string> uncovered(const policy_conditions& area, const rule_list& rules,
                                     std::size_t at = 0) {
    if (rules.empty()) return "";
    if (std::ranges::any_of(rules, [&](const auto* r) { return has_no_condition_from(*r, at); })) {
        return std::nullopt;
    }
    for (const auto& value : values_at(at, area, rules)) {
        rule_list left;
        std::ranges::copy_if(rules, std::back_inserter(left),
                             [&](const auto* r) { return lets_through(*r, at, value); });
        auto rest = uncovered(area, left, at + 1);
        if (!rest) continue;
        if (value.empty()) return rest;
        return dimensions[at].name + ("=" + value) + (rest->empty() ? "" : ", " + *rest);
    }
    return std::nullopt;
}

bool sets(const policy_rule& rule, std::string_view key) {
    return std::ranges::any_of(rule.set, [&](const auto& one) { return one.key == key; });
}

bool is_dead(const policy_rule& rule, const rule_list& earlier) {
    return std::ranges::all_of(rule.set, [&](const auto& one) {
        rule_list rivals;
        std::ranges::copy_if(earlier, std::back_inserter(rivals),
                             [&](const auto* other) { return sets(*other, one.key); });
        return !uncovered(rule.when, rivals).has_value();
    });
}

std::optional<config::mistake> gap_of(const policy_key& key, const std::vector<policy_rule>& rules) {
    rule_list setting;
    for (const auto& rule : rules) {
        if (sets(rule, key.name)) setting.push_back(&rule);
    }
    const auto gap = uncovered({}, setting);
    if (!gap) return std::nullopt;
    const auto whom = gap->empty() ? std::string{"everything no other rule is for"} : *gap;
    return config::mistake{rules.empty() ? config::source_place{} : rules.back().at,
                           "policy.set." + std::string{key.name},
                           {},
                           "no rule sets it for " + whom + "; let a last rule without conditions set it"};
}

} // namespace

std::vector<config::mistake> check_coverage(const std::vector<policy_rule>& rules) {
    std::vector<config::mistake> mistakes;
    rule_list earlier;
    for (const auto& rule : rules) {
        if (is_dead(rule, earlier)) {
            mistakes.push_back({rule.at, "policy." + rule.name, {},
                                "can never decide anything: it sets nothing, or earlier rules take all "
                                "that it is for; move it up or take it out"});
        }
        earlier.push_back(&rule);
    }
    for (const auto& key : policy_keys()) {
        if (!key.needed) continue;
        if (auto gap = gap_of(key, rules)) mistakes.push_back(std::move(*gap));
    }
    return mistakes;
}

} // namespace circ::circulation
