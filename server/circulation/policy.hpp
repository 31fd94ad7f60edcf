#pragma once

#include "config/policy_rule.hpp"
#include "config/routing.hpp"
#include "server/circulation/terms.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace circ::circulation {

/// The most decimals that a currency has.
inline constexpr int most_decimals = 4;

/// Whom and what terms are asked for. Empty is what no rule mentions: a patron without an item
/// gets the terms of an unmentioned item type. Branches by code.
struct policy_subject {
    std::string_view patron_category;
    std::string_view item_type;
    std::string_view collection;
    std::string_view item_branch;
    std::string_view patron_branch;
    std::string_view place; ///< where it happens
    int decimals = 2;       ///< of the money in which amounts are wanted
};

/// A key's value for a subject, and the rule that gave it.
struct policy_explanation {
    std::string key;
    std::string value; ///< as it stands in the settings; empty: none of the rules sets it
    std::string rule;
};

/// An ordered list of rules: each key comes from the first matching rule that sets it.
/// Immutable once made; any thread may ask.
class policy {
public:
    struct compiled;

    /// Checks and prepares the rules. With mistakes the policy is usable as far as it goes and must
    /// not be put to work: values that cannot be read, subjects left without a value, rules that
    /// can never match.
    /// @param decimals that an amount may have: the fewest of all the currencies that find() is asked in
    /// @param routes   where items go: every decision that looks at it is given the policy anyway
    [[nodiscard]] static compiled compile(const std::vector<config::policy_rule>& rules, int decimals = 2,
                                          config::routing routes = {});

    [[nodiscard]] terms find(const policy_subject& about) const;
    /// The name of the rule that gives the loan period: what a loan remembers.
    [[nodiscard]] std::string loan_rule(const policy_subject& about) const;
    /// The greatest number that any rule gives this key, zero without one: how far ahead to look.
    /// @pre it is no key of an amount
    [[nodiscard]] std::int64_t greatest(std::string_view key) const;
    /// One row per key, in the order of the manual.
    [[nodiscard]] std::vector<policy_explanation> explain(const policy_subject& about) const;

    /// The categories of patrons that rules name, each once, by name.
    [[nodiscard]] std::vector<std::string> patron_categories() const;

    [[nodiscard]] const config::routing& routes() const noexcept { return routes_; }
    /// Whether these branches, by code, exchange what is held; a branch does with itself.
    [[nodiscard]] bool are_grouped(std::string_view one, std::string_view other) const;

private:
    struct key_value {
        std::size_t key = 0;
        std::optional<std::int64_t> value;
        std::string text;
    };
    struct ready_rule {
        std::string name;
        config::policy_conditions when;
        std::vector<key_value> set;
    };

    template <class Visitor>
    void visit(const policy_subject& about, Visitor each) const;

    std::vector<ready_rule> rules_;
    config::routing routes_;
};

struct policy::compiled {
    policy rules;
    std::vector<config::mistake> mistakes;
};

} // namespace circ::circulation
