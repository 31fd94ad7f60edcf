#include "server/circulation/facts.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/happenings.hpp"
#include "tools/circdesk/list_page.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/serialize.hpp>

#include <iostream>

// What happened to a reader, as far back as it is kept.

namespace circ::tool {
namespace {

class patron_history final : public command {
public:
    std::string_view path() const override { return "patron history"; }
    std::string_view summary() const override {
        return "what happened to a reader, newest first, as long as the library keeps it (day.event_patron_days)";
    }
    std::string_view example() const override { return "circdesk patron history 29012000000010"; }
    std::vector<option> options() override {
        return {{"card", &card_, "the number of any of the reader's cards", true}, page_.which()};
    }

    int run(tool& with) override {
        const auto of = with.institution();
        table shown({"when", "what", "item", "title", "where", "by", "why"});
        boost::json::array all;
        with.store().read([&](storage::reader& from) {
            const auto who = find_reader(from, of, card_, with.now()).patron;
            const auto library = circulation::load_library(from, of.id);
            const auto events = told(from, from.events_of_patron(who.id, page_.page()));
            all = events_json(events, *library);
            for (const auto& each : events) add(shown, from, *library, library->branch(who.branch).time_zone, each);
        });
        if (with.how().json)
            std::cout << boost::json::serialize(all) << '\n';
        else
            page_.print(with, shown);
        return done;
    }

private:
    static void add(table& shown,
                    storage::reader& from,
                    const circulation::library_facts& library,
                    const std::string& zone,
                    const told_event& each) {
        const auto item = from.find_item(each.what.item);
        const auto title = item ? from.find_title(item->title) : std::nullopt;
        shown.add({time_text(each.what.at, zone),
                   event_in_words(each.what.kind),
                   item ? item->barcode : "",
                   title ? title->text : "",
                   library.branch(each.what.branch).code,
                   each.by,
                   each.what.reason});
    }

    std::string card_;
    list_page page_;
};

} // namespace

std::unique_ptr<command> make_patron_history() {
    return std::make_unique<patron_history>();
}

} // namespace circ::tool
