#include "server/circulation/facts.hpp"
#include "server/circulation/policy_keys.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/rules.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"

#include <iostream>

namespace circ::tool {
namespace {

/// The words that rules are matched with; kept, since a subject points into its sources.
struct explained {
    circulation::library_facts library;
    storage::patron_facts who;
    storage::item_facts what;
    storage::branch_id where;
};

void print_subject(const circulation::policy_subject& about) {
    const auto word = [](std::string_view text) { return text.empty() ? "-" : std::string(text); };
    std::cout << "patron category " << word(about.patron_category) << ", of branch " << word(about.patron_branch)
              << "; item type " << word(about.item_type) << ", collection " << word(about.collection) << ", of branch "
              << word(about.item_branch) << "; at " << word(about.place) << "\n\n";
}

class policy_explain final : public command {
public:
    std::string_view path() const override { return "policy explain"; }
    std::string_view summary() const override { return "every term for a patron and an item, and the rule it comes from"; }
    std::string_view example() const override { return "circdesk policy explain 29012000000010 39012000000133 --at MAIN"; }
    std::vector<option> options() override {
        return {{"card", &card_, "number of a card of the patron", true},
                {"item", &item_, "number of the item", true},
                {"--at", &at_, "code of the branch where it happens; the item's"}};
    }

    int run(tool& with) override {
        const auto policy = policy_of(with);
        const auto facts = load(with);
        const auto about = circulation::subject_of(
            &facts.who.patron, &facts.what.item, facts.where, facts.library,
            circulation::date_in(with.now(), facts.library.branch(facts.where).time_zone));
        table shown({"about", "key", "value", "rule"});
        std::string_view group;
        for (const auto& row : policy.explain(about)) {
            const auto of = circulation::policy_group_of(row.key);
            const bool begins = of != group;
            group = of;
            shown.add({begins || with.how().json ? std::string(of) : "", row.key, row.rule.empty() ? "(not set)" : value_text(row),
                       row.rule});
        }
        if (with.how().json) {
            shown.print_json(std::cout);
            return done;
        }
        print_subject(about);
        shown.print(std::cout);
        return done;
    }

private:
    static std::string value_text(const circulation::policy_explanation& row) {
        return row.value.empty() ? "none" : row.value;
    }

    explained load(tool& with) const {
        explained facts;
        const auto of = with.institution().id;
        with.store().read([&](storage::reader& from) {
            facts.library = *circulation::load_library(from, of);
            const auto who = from.patron_by_card(of, card_, with.now());
            if (!who) throw complaint("nobody has the card " + card_, not_found);
            const auto what = from.item_by_barcode(of, item_);
            if (!what) throw complaint("there is no item " + item_, not_found);
            facts.who = *who;
            facts.what = *what;
            facts.where = what->item.branch;
            if (at_.empty()) return;
            const auto branch = from.branch_by_code(of, at_);
            if (!branch) throw complaint("there is no branch " + at_, not_found);
            facts.where = branch->id;
        });
        return facts;
    }

    std::string card_;
    std::string item_;
    std::string at_;
};

} // namespace

std::unique_ptr<command> make_policy_explain() { return std::make_unique<policy_explain>(); }

} // namespace circ::tool
