#include "protocol/text/one_line.hpp"
#include "server/circulation/facts.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/happenings.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

namespace circ::tool {
namespace {

using circulation::library_facts;

/// Everything the screen shows, read in one snapshot.
struct item_story {
    library_facts library;
    storage::item_facts item;
    std::string borrower;
    std::vector<std::pair<storage::hold, std::string>> queue; ///< with the waiting patron's card
    std::vector<told_event> events;
};

item_story read_story(storage::reader& from, const storage::institution& of, const std::string& barcode) {
    item_story story;
    story.library = *circulation::load_library(from, of.id);
    const auto found = from.item_by_barcode(of.id, barcode);
    if (!found) throw complaint("there is no item " + barcode, not_found);
    story.item = *found;
    if (found->open_loan) story.borrower = circulation::card_number_of(from, found->open_loan->patron);
    for (const auto& each : from.queue_of(found->title.id, {.first = 0, .count = 20}))
        story.queue.emplace_back(each, circulation::card_number_of(from, each.patron));
    story.events = told(from, from.events_of_item(found->item.id, 8));
    return story;
}

std::string lender_of(const storage::item& what, const std::string& zone) {
    std::string text = what.lender;
    if (what.wanted_back) text += ", until " + time_text(*what.wanted_back, zone);
    return what.renewable ? text : text + ", not to be renewed";
}

table queue_of(const item_story& story) {
    const auto& zone = story.library.branch(story.item.item.branch).time_zone;
    table waiting({"place", "card", "state", "pickup", "since"});
    int place = 0;
    for (const auto& [hold, card] : story.queue)
        waiting.add({std::to_string(++place), card, std::string(in_words(hold.state)),
                     story.library.branch(hold.pickup).code, time_cell(hold.placed_at, zone)});
    return waiting;
}

void print(const item_story& story) {
    const auto line = [](std::string_view name, const std::string& value) { print_fact(std::cout, name, value); };
    const auto& item = story.item.item;
    const auto& title = story.item.title;
    const auto& home = story.library.branch(item.branch);
    std::cout << item.barcode << "  "
              << protocol::text::one_line(title.text + (title.author.empty() ? "" : " / " + title.author)) << '\n';
    line("belongs to", home.name + ", " + item.location + "  " + item.call_number);
    if (!item.lender.empty()) line("borrowed from", lender_of(item, home.time_zone));
    if (item.temporary_until)
        line("for a while", (item.temporary_location.empty() ? "" : "at " + item.temporary_location + ", ") +
                                (item.temporary_type.empty() ? "" : "lent as " + item.temporary_type + ", ") + "until " +
                                date_text(*item.temporary_until));
    line("type", item.item_type + (item.collection.empty() ? "" : ", " + item.collection));
    line("is", whereabouts(story.item, story.library));
    if (const auto& loan = story.item.open_loan) {
        line("with", "card " + story.borrower + " since " + time_text(loan->lent_at, home.time_zone));
        line("until", time_text(loan->due_at, home.time_zone) + ", renewed " + counted(loan->renewals, "time", "times"));
    }
    if (item.seen_at) line("last seen", time_text(*item.seen_at, home.time_zone) + " at " + story.library.branch(item.place).name);
    if (item.price) line("price", money_text(*item.price, story.library.institution));
    if (item.parts > 1) line("parts", std::to_string(item.parts));
    if (!item.note.empty()) line("note", item.note);
    if (!item.properties.empty()) line("properties", item.properties);

    if (!story.queue.empty()) {
        std::cout << "\nWho waits for this title\n";
        queue_of(story).print(std::cout);
    }
    std::cout << "\nWhat happened last\n";
    print_events(story.events, story.library, home.time_zone);
}

void print_json(const item_story& story) {
    const auto& item = story.item.item;
    boost::json::object all{{"barcode", item.barcode}, {"title", story.item.title.text},
                            {"author", story.item.title.author}, {"control_number", story.item.title.control_number},
                            {"branch", story.library.branch(item.branch).code}, {"location", item.location}, {"lender", item.lender},
                            {"call_number", item.call_number}, {"item_type", item.item_type},
                            {"collection", item.collection}, {"whereabouts", whereabouts(story.item, story.library)},
                            {"place", story.library.branch(item.place).code}, {"parts", item.parts},
                            {"note", item.note}, {"properties", item.properties}, {"waiting", queue_of(story).json()},
                            {"events", events_json(story.events, story.library)}};
    if (item.temporary_until)
        all["temporary"] = boost::json::object{{"location", item.temporary_location},
                                               {"type", item.temporary_type},
                                               {"until", date_text(*item.temporary_until)}};
    if (item.seen_at) all["seen_at"] = machine_time(*item.seen_at);
    if (item.price) all["price"] = money_text(*item.price, story.library.institution);
    if (!item.lender.empty()) all["renewable"] = item.renewable;
    if (item.wanted_back) all["wanted_back"] = machine_time(*item.wanted_back);
    if (const auto& loan = story.item.open_loan) {
        all["card"] = story.borrower;
        all["due_at"] = machine_time(loan->due_at);
        all["lent_at"] = machine_time(loan->lent_at);
        all["renewals"] = loan->renewals;
    }
    std::cout << boost::json::serialize(all) << '\n';
}

class item_show final : public command {
public:
    std::string_view path() const override { return "item show"; }
    std::string_view summary() const override {
        return "where an item should be, where it is, who has it until when, who waits, what happened last";
    }
    std::string_view example() const override { return "circdesk item show 39012000000778"; }
    std::vector<option> options() override { return {{"barcode", &barcode_, "the item's number", true}}; }

    int run(tool& with) override {
        const auto institution = with.institution();
        item_story story;
        with.store().read([&](storage::reader& from) { story = read_story(from, institution, barcode_); });
        with.how().json ? print_json(story) : print(story);
        return done;
    }

private:
    std::string barcode_;
};

} // namespace

std::unique_ptr<command> make_item_show() { return std::make_unique<item_show>(); }

} // namespace circ::tool
