#pragma once

#include "config/mistake.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace circ::config {

/// What a policy rule is for; an empty list lets everything through.
struct policy_conditions {
    std::vector<std::string> patron_category;
    std::vector<std::string> item_type;
    std::vector<std::string> collection;
    std::vector<std::string> item_branch;
    std::vector<std::string> patron_branch;
    std::vector<std::string> place; ///< the branch where it happens

    friend bool operator==(const policy_conditions&, const policy_conditions&) = default;
};

/// One term that a rule sets. Key and value are judged by the circulation rules, which hand
/// mistakes back with the place.
struct policy_setting {
    std::string key;
    std::variant<std::int64_t, bool, std::string> value;
    source_place at;

    friend bool operator==(const policy_setting&, const policy_setting&) = default;
};

/// One `[[policy]]`: the first matching rule that sets a key decides it.
struct policy_rule {
    std::string name;
    policy_conditions when;
    std::vector<policy_setting> set;
    source_place at;

    friend bool operator==(const policy_rule&, const policy_rule&) = default;
};

} // namespace circ::config
