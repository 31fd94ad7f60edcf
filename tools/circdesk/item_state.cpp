#include "server/circulation/desk_items.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/import/codes.hpp"
#include "tools/circdesk/list_page.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <string>
#include <string_view>

// What is the matter with items: said of one, and listed.

namespace circ::tool {
namespace {

using storage::item_state;

constexpr std::string_view known_states = "usable, on_order, in_process, missing, damaged, in_repair or withdrawn";

item_state read_state(const std::string& word) {
    const auto state = state_named(word);
    if (state) return *state;
    throw complaint(std::string("'").append(word).append("' is no state of an item: ").append(known_states), wrong_usage);
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
                {"state", &state_, known_states, true},
                words_.why(),
                words_.where()};
    }

    int run(tool& with) override {
        asked_.to = read_state(state_);
        asked_.why = words_.reason;
        const auto made = perform_at_desk(with, asked_, words_);
        with.how().json ? print_json(made) : print(made);
        return done;
    }

private:
    void print(const circulation::item_state_outcome& made) const {
        std::cout << "item " << asked_.item << " is " << in_words(asked_.to)
                  << (made.repeated ? ", as before" : "") << '\n';
        if (made.hold_waits_again) std::cout << "the reader it was kept for waits for the next copy\n";
        if (asked_.to == item_state::usable && !made.repeated)
            std::cout << "its next scan says where it goes\n";
    }

    void print_json(const circulation::item_state_outcome& made) const {
        const boost::json::object all{{"barcode", asked_.item},
                                      {"state", name_of(asked_.to)},
                                      {"before", name_of(made.before)},
                                      {"hold_waits_again", made.hold_waits_again}};
        std::cout << boost::json::serialize(all) << '\n';
    }

    circulation::set_item_state asked_;
    std::string state_;
    desk_words words_;
};

class item_list final : public command {
public:
    std::string_view path() const override { return "item list"; }
    std::string_view summary() const override { return "the items in a state, by number: missing, damaged, withdrawn ..."; }
    std::string_view example() const override { return "circdesk item list --state missing"; }
    std::vector<option> options() override {
        return {{"--state", &state_, known_states, true},
                page_.which()};
    }

    int run(tool& with) override {
        const auto institution = with.institution();
        const auto state = read_state(state_);
        table shown({"item", "title", "branch", "call number", "last seen", "note"});
        with.store().read([&](storage::reader& from) {
            const auto library = *circulation::load_library(from, institution.id);
            for (const auto& each : from.items_in_state(institution.id, state, page_.page())) {
                const auto& home = library.branch(each.item.branch);
                shown.add({each.item.barcode, each.title.text, home.code, each.item.call_number,
                           each.item.seen_at ? time_cell(*each.item.seen_at, home.time_zone) : "never",
                           each.item.note});
            }
        });
        page_.print(with, shown);
        return done;
    }

private:
    std::string state_;
    list_page page_;
};

} // namespace

std::unique_ptr<command> make_item_list() { return std::make_unique<item_list>(); }
std::unique_ptr<command> make_item_state() { return std::make_unique<item_state_set>(); }

} // namespace circ::tool
