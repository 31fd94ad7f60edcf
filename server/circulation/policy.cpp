#include "server/circulation/policy.hpp"

#include "config/nearest.hpp"
#include "server/circulation/policy_check.hpp"
#include "server/circulation/policy_keys.hpp"

#include <algorithm>
#include <charconv>
#include <variant>

namespace circ::circulation {

namespace {

using kind = policy_value_kind;
using written = std::variant<std::int64_t, bool, std::string>;
/// A value read: outer nullopt = it cannot be, inner = "none".
using reading = std::optional<std::optional<std::int64_t>>;

const std::int64_t* as_number(const written& from) {
    return std::get_if<std::int64_t>(&from);
}

std::string_view as_text(const written& from) {
    const auto* const text = std::get_if<std::string>(&from);
    return text == nullptr ? std::string_view{} : std::string_view{*text};
}

std::string to_text(const written& from) {
    if (const auto* const number = as_number(from)) return std::to_string(*number);
    if (const auto* const yes = std::get_if<bool>(&from)) return *yes ? "true" : "false";
    return std::get<std::string>(from);
}

std::optional<std::int64_t> digits(std::string_view text) {
    std::int64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (text.empty() || text.front() == '-' || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}

reading read_number(const policy_key& key, const written& from) {
    const auto* const number = as_number(from);
    if (number == nullptr || *number < key.least || *number > key.most) return std::nullopt;
    return *number;
}

/// "12", "12.5" and "12.50" with two decimals; never more places than the currency has.
/// @return in units of the most decimals: what it is in minor units, each institution's currency says
reading read_amount(std::string_view text, int decimals) {
    const auto dot = text.find('.');
    auto fraction = dot == std::string_view::npos ? std::string{} : std::string{text.substr(dot + 1)};
    const auto places = static_cast<std::size_t>(decimals);
    if ((dot != std::string_view::npos && fraction.empty()) || fraction.size() > places) return std::nullopt;
    fraction.resize(most_decimals, '0');
    const auto whole = text.substr(0, dot);
    if (whole.empty() || whole.size() > 12) return std::nullopt;
    const auto amount = digits(std::string{whole} + fraction);
    return amount ? reading{amount} : std::nullopt;
}

reading read_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return std::chrono::local_days{date}.time_since_epoch().count();
}

/// Takes the first word off a list.
std::string_view take_word(std::string_view& list, char separator = ' ') {
    const auto end = std::min(list.find(separator), list.size());
    const auto word = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    return word;
}

std::optional<std::int64_t> place_among(std::string_view words, std::string_view word) {
    for (std::int64_t at = 0; !words.empty(); ++at) {
        if (take_word(words) == word) return at;
    }
    return std::nullopt;
}

reading read_several(std::string_view words, std::string_view text) {
    std::int64_t bits = 0;
    while (!text.empty()) {
        const auto at = place_among(words, take_word(text, ','));
        if (!at) return std::nullopt;
        bits |= std::int64_t{1} << *at;
    }
    return bits;
}

reading read_choice(std::string_view words, std::string_view text) {
    const auto at = place_among(words, text);
    return at ? reading{at} : std::nullopt;
}

bool is_none(const written& from) {
    const auto* const text = std::get_if<std::string>(&from);
    return text != nullptr && (text->empty() || *text == "none");
}

reading read_value(const policy_key& key, const written& from, int decimals) {
    if (may_be_none(key) && is_none(from)) return std::optional<std::int64_t>{};
    switch (key.kind) {
    case kind::number:
    case kind::limit: return read_number(key, from);
    case kind::yes_no: {
        const auto* const yes = std::get_if<bool>(&from);
        return yes == nullptr ? std::nullopt : reading{*yes ? 1 : 0};
    }
    case kind::amount:
    case kind::amount_limit: return read_amount(as_text(from), decimals);
    case kind::date: return read_date(as_text(from));
    case kind::choice: return read_choice(key.words, as_text(from));
    case kind::several: return read_several(key.words, as_text(from));
    }
    return std::nullopt;
}

std::string what_is_wrong(const policy_key& key, const written& value, int decimals) {
    if (!read_value(key, value, most_decimals)) return "must be " + wanted_value(key);
    return "must be an amount of at most " + std::to_string(decimals) + " decimals: a currency of the library has no more";
}

bool is_amount(const policy_key& key) {
    return key.kind == kind::amount || key.kind == kind::amount_limit;
}

/// What this currency cannot have, since its institution was opened after the policy was judged, is less in it,
/// never more.
std::optional<std::int64_t> in_minor_units(std::optional<std::int64_t> amount, int decimals) {
    for (int each = decimals; amount && each < most_decimals; ++each) *amount /= 10;
    return amount;
}

bool lets_through(const std::vector<std::string>& allowed, std::string_view value) {
    return allowed.empty() || std::ranges::find(allowed, value) != allowed.end();
}

bool matches(const config::policy_conditions& when, const policy_subject& about) {
    return lets_through(when.patron_category, about.patron_category) &&
           lets_through(when.item_type, about.item_type) &&
           lets_through(when.collection, about.collection) &&
           lets_through(when.item_branch, about.item_branch) &&
           lets_through(when.patron_branch, about.patron_branch) && lets_through(when.place, about.place);
}

config::mistake about(const config::policy_rule& rule, const config::policy_setting& one, std::string text) {
    return {one.at, "policy." + rule.name + ".set." + one.key, to_text(one.value), std::move(text)};
}

/// What may have been meant.
std::string near_key(std::string_view typed) {
    std::vector<std::string_view> names;
    for (const auto& key : policy_keys()) names.push_back(key.name);
    return config::suggestion(typed, names);
}

} // namespace

policy::compiled policy::compile(const std::vector<config::policy_rule>& rules, int decimals,
                                 config::routing routes) {
    compiled made;
    made.rules.routes_ = std::move(routes);
    for (const auto& from : rules) {
        ready_rule to{from.name, from.when, {}};
        for (const auto& one : from.set) {
            const auto key = std::ranges::find(policy_keys(), one.key, &policy_key::name);
            if (key == policy_keys().end()) {
                made.mistakes.push_back(about(from, one, "there is no such key of policy" + near_key(one.key)));
                continue;
            }
            const auto value = read_value(*key, one.value, decimals);
            if (!value) {
                made.mistakes.push_back(about(from, one, what_is_wrong(*key, one.value, decimals)));
                continue;
            }
            const auto index = static_cast<std::size_t>(key - policy_keys().begin());
            to.set.push_back({index, *value, to_text(one.value)});
        }
        made.rules.rules_.push_back(std::move(to));
    }
    std::ranges::move(check_coverage(rules), std::back_inserter(made.mistakes));
    return made;
}

// Backwards: what an earlier rule sets is visited later, and stands over what a later one does.
template <class Visitor>
void policy::visit(const policy_subject& about, Visitor each) const {
    for (auto rule = rules_.rbegin(); rule != rules_.rend(); ++rule) {
        if (!matches(rule->when, about)) continue;
        for (auto one = rule->set.rbegin(); one != rule->set.rend(); ++one) each(*rule, *one);
    }
}

terms policy::find(const policy_subject& about) const {
    terms found;
    visit(about, [&](const ready_rule&, const key_value& one) {
        const auto& key = policy_keys()[one.key];
        key.put(found, is_amount(key) ? in_minor_units(one.value, about.decimals) : one.value);
    });
    return found;
}

std::string policy::loan_rule(const policy_subject& about) const {
    std::size_t days = 0; // the number of the rule that gives them, from one; zero: none does
    std::size_t hours = 0;
    visit(about, [&](const ready_rule& from, const key_value& one) {
        const auto number = static_cast<std::size_t>(&from - rules_.data()) + 1;
        const auto key = policy_keys()[one.key].name;
        if (key == "loan_days") days = number;
        if (key == "loan_hours") hours = one.value != 0 ? number : 0;
    });
    const auto found = hours != 0 ? hours : days; // hours go before days, whichever rule gives them
    return found == 0 ? std::string{} : rules_[found - 1].name;
}

std::int64_t policy::greatest(std::string_view key) const {
    std::int64_t found = 0;
    for (const auto& rule : rules_)
        for (const auto& one : rule.set)
            if (policy_keys()[one.key].name == key) found = std::max(found, one.value.value_or(0));
    return found;
}

std::vector<std::string> policy::patron_categories() const {
    std::vector<std::string> found;
    for (const auto& rule : rules_)
        found.insert(found.end(), rule.when.patron_category.begin(), rule.when.patron_category.end());
    std::ranges::sort(found);
    found.erase(std::ranges::unique(found).begin(), found.end());
    return found;
}

bool policy::are_grouped(std::string_view one, std::string_view other) const {
    const auto holds_both = [&](const config::branch_group& group) {
        return std::ranges::find(group.branches, one) != group.branches.end() &&
               std::ranges::find(group.branches, other) != group.branches.end();
    };
    return one == other || std::ranges::any_of(routes_.groups, holds_both);
}

std::vector<policy_explanation> policy::explain(const policy_subject& about) const {
    std::vector<policy_explanation> rows;
    for (const auto& key : policy_keys()) rows.push_back({std::string{key.name}, {}, {}});
    visit(about, [&](const ready_rule& from, const key_value& one) {
        rows[one.key].value = one.text;
        rows[one.key].rule = from.name;
    });
    return rows;
}

} // namespace circ::circulation
