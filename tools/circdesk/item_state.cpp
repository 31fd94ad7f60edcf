#include "server/circulation/desk_items.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <iostream>
#include <string>

// What is the matter with items: said of one, and listed.

namespace circ::tool {
namespace {

using storage::item_state;

struct state_word {
    std::string_view word;
    item_state state;
};
// In the order of the enumerators; in_words() tells them in sentences.
constexpr std::array state_words{state_word{"usable", item_state::usable},
                                 state_word{"on_order", item_state::on_order},
                                 state_word{"in_process", item_state::in_process},
                                 state_word{"missing", item_state::missing},
                                 state_word{"damaged", item_state::damaged},
                                 state_word{"in_repair", item_state::in_repair},
                                 state_word{"withdrawn", item_state::withdrawn}};

item_state state_named(const std::string& word) {
    const auto found = std::ranges::find(state_words, word, &state_word::word);
    if (found != state_words.end()) return found->state;
    std::string all;
    for (const auto& each : state_words) all += (all.empty() ? "" : ", ") + std::string(each.word);
    throw complaint("'" + word + "' is no state of an item: " + all, wrong_usage);
}

std::string word_of(item_state state) {
    return std::string(state_words.at(static_cast<std::size_t>(state)).word);
}

class item_state_set final : public command {
public:
    std::string_view path() const override { return "item state"; }
    std::string_view summary() const override {
        return "say what is the matter with an item (damaged, in_repair, missing, withdrawn ...), or that it is usable again";
    }
    std::string_view example() const override {
        return "circdesk item state 39012000000133 damaged --reason \"torn cover\"";
    }
    std::vector<option> options() override {
        return {{"barcode", &asked_.item, "the item's number", true},
                {"state", &state_, "usable, on_order, in_process, missing, damaged, in_repair or withdrawn", true},
                {"--reason", &asked_.why, "kept with your name", true}};
    }

    int run(tool& with) override {
        asked_.to = state_named(state_);
        if (asked_.why.empty()) throw complaint("say why with --reason", wrong_usage);
        asked_.by.institution = with.institution().id;
        asked_.by.operator_name = with.how().operator_name;
        asked_.by.received = with.now();
        const auto policy = circulation::policy::compile(with.settings().policy);
        if (!policy.mistakes.empty()) throw complaint(config::to_string(policy.mistakes.front()), wrong_usage);
        circulation::item_state_outcome made;
        storage::write_and_wait(with.store(), [&](storage::unit_of_work& unit) {
            made = circulation::perform(unit, asked_, {.rules = policy.rules, .now = asked_.by.received});
        });
        if (made.result != circulation::verdict::done) complain(made);
        with.how().json ? print_json(made) : print(made);
        return done;
    }

private:
    [[noreturn]] void complain(const circulation::item_state_outcome& about) const {
        if (about.reasons.front().code == circulation::reason_code::item_unknown)
            throw complaint("there is no item " + asked_.item, not_found);
        throw complaint("item " + asked_.item + " is on loan and so not " + std::string(in_words(asked_.to)) +
                        ": take it back, or end its loan first");
    }

    void print(const circulation::item_state_outcome& made) const {
        std::cout << "item " << asked_.item << " is " << in_words(asked_.to)
                  << (made.repeated ? ", as before" : "") << '\n';
        if (made.hold_waits_again) std::cout << "the reader it was kept for waits for the next copy\n";
        if (asked_.to == item_state::usable && !made.repeated)
            std::cout << "its next scan says where it goes\n";
    }

    void print_json(const circulation::item_state_outcome& made) const {
        const boost::json::object all{{"barcode", asked_.item},
                                      {"state", word_of(asked_.to)},
                                      {"before", word_of(made.before)},
                                      {"hold_waits_again", made.hold_waits_again}};
        std::cout << boost::json::serialize(all) << '\n';
    }

    circulation::set_item_state asked_;
    std::string state_;
};

class item_list final : public command {
public:
    std::string_view path() const override { return "item list"; }
    std::string_view summary() const override { return "the items in a state, by number: missing, damaged, withdrawn ..."; }
    std::string_view example() const override { return "circdesk item list --state missing"; }
    std::vector<option> options() override {
        return {{"--state", &state_, "usable, on_order, in_process, missing, damaged, in_repair or withdrawn", true},
                {"--limit", &limit_, "so many at most"}};
    }

    int run(tool& with) override {
        const auto institution = with.institution();
        const auto state = state_named(state_);
        table shown({"item", "title", "branch", "call number", "last seen", "note"});
        with.store().read([&](storage::reader& from) {
            const auto library = circulation::load_library(from, institution.id);
            const storage::page first{.first = 0, .count = static_cast<int>(limit_)};
            for (const auto& each : from.items_in_state(institution.id, state, first)) {
                const auto& home = library.branch(each.item.branch);
                shown.add({each.item.barcode, each.title.text, home.code, each.item.call_number,
                           each.item.seen_at ? time_text(*each.item.seen_at, home.time_zone) : "never",
                           each.item.note});
            }
        });
        if (with.how().json) shown.print_json(std::cout);
        else if (shown.empty()) std::cout << "no item is " << in_words(state) << '\n';
        else shown.print(std::cout);
        return done;
    }

private:
    std::string state_;
    std::int64_t limit_ = 1000;
};

} // namespace

std::unique_ptr<command> make_item_list() { return std::make_unique<item_list>(); }
std::unique_ptr<command> make_item_state() { return std::make_unique<item_state_set>(); }

} // namespace circ::tool
