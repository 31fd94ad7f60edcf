#include "server/circulation/desk_library.hpp"
#include "server/circulation/policy.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"

#include <algorithm>
#include <iostream>

namespace circ::tool {
namespace {

using config::mistake;
using config::policy_rule;
using words = std::vector<std::string>;

std::string listed(const words& all) {
    std::string text;
    for (const auto& each : all) text += (text.empty() ? "" : ", ") + each;
    return text.empty() ? "none" : text;
}

/// Words of a condition that no record of the store has: a typing error, or what is yet to come.
void tell_unused(std::vector<mistake>& found, const policy_rule& rule, const char* name, const words& named,
                 const words& used) {
    for (const auto& each : named) {
        if (std::ranges::find(used, each) != used.end()) continue;
        found.push_back({rule.at, "policy." + rule.name + ".when." + name, each,
                         "no record of the library has '" + each + "'; there are: " + listed(used)});
    }
}

std::vector<mistake> find_unused(const std::vector<policy_rule>& rules, const storage::words_in_use& used,
                                 const words& branches) {
    std::vector<mistake> found;
    for (const auto& rule : rules) {
        tell_unused(found, rule, "patron_category", rule.when.patron_category, used.patron_categories);
        tell_unused(found, rule, "item_type", rule.when.item_type, used.item_types);
        tell_unused(found, rule, "collection", rule.when.collection, used.collections);
        tell_unused(found, rule, "item_branch", rule.when.item_branch, branches);
        tell_unused(found, rule, "patron_branch", rule.when.patron_branch, branches);
        tell_unused(found, rule, "place", rule.when.place, branches);
    }
    return found;
}

void add(table& shown, const char* grade, const std::vector<mistake>& from) {
    for (const auto& each : from) shown.add({grade, config::to_string(each)});
}

class policy_check final : public command {
public:
    std::string_view path() const override { return "policy check"; }
    std::string_view summary() const override {
        return "what is wrong with the policy, as --check-config says it, and what of it the library has no record for";
    }
    std::string_view example() const override { return "circdesk policy check"; }

    int run(tool& with) override {
        const auto of = with.institution();
        const auto& rules = with.settings().policy;
        int decimals = 0;
        std::vector<mistake> unused;
        with.store().read([&](storage::reader& from) {
            decimals = circulation::fewest_decimals(from); // of all: by these the daemon judges it
            words branches;
            for (const auto& each : from.branches(of.id)) branches.push_back(each.code);
            unused = find_unused(rules, from.words_of(of.id), branches);
        });
        const auto mistakes = circulation::policy::compile(rules, decimals).mistakes;
        table shown({"grade", "what"});
        add(shown, "mistake", mistakes);
        add(shown, "warning", unused);
        if (with.how().json)
            shown.print_json(std::cout);
        else if (shown.empty())
            std::cout << "the policy has no mistake; every word in it is one of the library's\n";
        else
            shown.print(std::cout);
        return mistakes.empty() ? done : refused;
    }
};

} // namespace

std::unique_ptr<command> make_policy_check() { return std::make_unique<policy_check>(); }

} // namespace circ::tool
