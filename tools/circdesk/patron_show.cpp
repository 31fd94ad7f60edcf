#include "protocol/text/one_line.hpp"
#include "server/circulation/facts.hpp"
#include "server/circulation/make_views.hpp"
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

constexpr storage::page first_lines{.first = 0, .count = 50};

/// Everything the screen shows, read in one snapshot.
struct patron_story {
    circulation::library_facts library;
    storage::patron_facts patron;
    storage::money running;
    std::vector<storage::card> cards;
    std::vector<storage::loan_line> loans;
    std::vector<storage::hold_line> holds;
    std::vector<storage::fee_line> fees;
    std::vector<storage::message> messages;
    std::string guarantor; ///< a card of theirs; empty: none
    std::vector<told_event> events;
};

patron_story read_story(storage::reader& from, const storage::institution& of, const std::string& card,
                        storage::instant now) {
    patron_story story;
    story.library = *circulation::load_library(from, of.id);
    const auto found = from.patron_by_card(of.id, card, now);
    if (!found) throw complaint("nobody has the card " + card, not_found);
    story.patron = *found;
    const auto id = found->patron.id;
    story.running = circulation::running_fees(from, *found, story.library, now);
    story.cards = from.cards_of(id);
    story.loans = from.open_loans_of(id, first_lines);
    story.holds = from.ready_holds_of(id, first_lines);
    for (auto& each : from.waiting_holds_of(id, first_lines)) story.holds.push_back(std::move(each));
    story.fees = from.open_fees_of(id, first_lines);
    story.messages = from.messages_of(id, now);
    story.guarantor = circulation::card_number_of(from, found->patron.guarantor);
    story.events = told(from, from.events_of_patron(id, 8));
    return story;
}

/// The three states of a PIN, and until when it is locked.
struct pin_now {
    const char* state = "none";
    std::optional<storage::instant> locked_until;
};
pin_now pin_of(const storage::patron& who, storage::instant now) {
    if (who.pin_verifier.empty()) return {};
    if (who.pin_locked_until && *who.pin_locked_until > now) return {"locked", who.pin_locked_until};
    return {"set", {}};
}

void print_person(const patron_story& story, storage::instant now) {
    const auto line = [](std::string_view name, const std::string& value) { print_fact(std::cout, name, value); };
    const auto& who = story.patron.patron;
    const auto& home = story.library.branch(who.branch);
    std::cout << protocol::text::one_line(circulation::display_name(who)) << "  (" << who.category << ", " << home.name << ")\n";
    for (const auto& each : story.cards) line("card", each.number + "  " + std::string(in_words(each.state)));
    if (who.expires_on) line("good until", date_text(*who.expires_on));
    if (who.birth_date) line("born", date_text(*who.birth_date));
    if (!who.address.empty()) line("address", who.address);
    if (!who.phone.empty()) line("telephone", who.phone);
    if (!who.email.empty()) line("e-mail", who.email);
    const auto pin = pin_of(who, now);
    line("PIN", pin.state + (pin.locked_until ? " until " + time_text(*pin.locked_until, home.time_zone) : std::string()));
    if (!story.guarantor.empty()) line("guarantor", "card " + story.guarantor);
    line("owes", money_text(who.owed, story.library.institution) +
                     (story.running.minor > 0 ? " and " + money_text(story.running, story.library.institution) + " still running" : ""));
    if (who.credit.minor > 0) line("credit", money_text(who.credit, story.library.institution));
    for (const auto& each : story.patron.blocks)
        line(each.kind == storage::block_kind::block ? "BLOCKED" : "note",
             each.reason + " (" + date_text(circulation::date_in(each.placed_at, home.time_zone)) + ", block " +
                 std::to_string(each.id.value) + ")");
    for (const auto& each : story.messages)
        line(each.shown_to == storage::audience::reader ? "message" : "for staff",
             each.text + " (message " + std::to_string(each.id.value) + ")");
}

table loans_of(const patron_story& story, storage::instant now) {
    const auto& zone = story.library.branch(story.patron.patron.branch).time_zone;
    table shown({"item", "title", "due", "state"});
    for (const auto& each : story.loans)
        shown.add({each.barcode, each.title, time_cell(each.loan.due_at, zone),
                   each.loan.state == storage::loan_state::open && each.loan.due_at < now ? "overdue" : std::string(in_words(each.loan.state))});
    return shown;
}

table holds_of(const patron_story& story) {
    table shown({"title", "state", "pickup", "item"});
    for (const auto& each : story.holds) shown.add({each.title, std::string(in_words(each.hold.state)), each.pickup, each.barcode});
    return shown;
}

table fees_of(const patron_story& story) {
    const auto& of = story.library.institution;
    table shown({"fee", "kind", "open", "of", "title"});
    for (const auto& each : story.fees)
        shown.add({std::to_string(each.fee.id.value), std::string(in_words(each.fee.kind)), money_text(each.open, of),
                   money_text(each.fee.amount, of), each.title});
    return shown;
}

/// Unless there is nothing in it.
void print_list(const char* heading, int how_many, const table& shown) {
    if (shown.empty()) return;
    std::cout << '\n' << heading << ": " << how_many << '\n';
    shown.print(std::cout);
}

void print_lists(const patron_story& story, storage::instant now) {
    const auto& who = story.patron.patron;
    print_list("On loan", who.open_loans, loans_of(story, now));
    print_list("Holds", who.open_holds, holds_of(story));
    print_list("Open fees", who.open_fees, fees_of(story));
    std::cout << "\nWhat happened last\n";
    print_events(story.events, story.library, story.library.branch(who.branch).time_zone);
}

boost::json::array cards_json(const patron_story& story) {
    boost::json::array all;
    for (const auto& each : story.cards)
        all.push_back(boost::json::object{{"number", each.number}, {"state", in_words(each.state)}});
    return all;
}

boost::json::array blocks_json(const patron_story& story) {
    boost::json::array all;
    for (const auto& each : story.patron.blocks)
        all.push_back(boost::json::object{{"block", std::to_string(each.id.value)},
                                          {"kind", each.kind == storage::block_kind::block ? "block" : "note"},
                                          {"reason", each.reason},
                                          {"placed_at", machine_time(each.placed_at)}});
    return all;
}

boost::json::array messages_json(const patron_story& story) {
    boost::json::array all;
    for (const auto& each : story.messages)
        all.push_back(boost::json::object{{"message", std::to_string(each.id.value)},
                                          {"shown_to", each.shown_to == storage::audience::reader ? "reader" : "staff"},
                                          {"text", each.text}});
    return all;
}

void print_json(const patron_story& story, storage::instant now) {
    const auto& who = story.patron.patron;
    const auto pin = pin_of(who, now);
    boost::json::object all{{"name", circulation::display_name(who)}, {"category", who.category},
                            {"address", who.address}, {"phone", who.phone}, {"email", who.email},
                            {"branch", story.library.branch(who.branch).code}, {"cards", cards_json(story)},
                            {"pin", pin.state}, {"open_loans", who.open_loans},
                            {"overdue", story.patron.overdue_loans}, {"open_holds", who.open_holds},
                            {"ready_holds", story.patron.ready_holds}, {"open_fees", who.open_fees},
                            {"owed", money_text(who.owed, story.library.institution)},
                            {"running", money_text(story.running, story.library.institution)},
                            {"credit", money_text(who.credit, story.library.institution)},
                            {"blocks", blocks_json(story)},
                            {"messages", messages_json(story)},
                            {"guarantor", story.guarantor},
                            {"loans", loans_of(story, now).json()},
                            {"holds", holds_of(story).json()},
                            {"fees", fees_of(story).json()},
                            {"events", events_json(story.events, story.library)}};
    if (who.expires_on) all["expires_on"] = date_text(*who.expires_on);
    if (who.birth_date) all["birth_date"] = date_text(*who.birth_date);
    if (pin.locked_until) all["pin_locked_until"] = machine_time(*pin.locked_until);
    std::cout << boost::json::serialize(all) << '\n';
}

class patron_show final : public command {
public:
    std::string_view path() const override { return "patron show"; }
    std::string_view summary() const override { return "a reader on one screen: cards, loans, holds, fees, blocks, messages"; }
    std::string_view example() const override { return "circdesk patron show 29012000000010"; }
    std::vector<option> options() override { return {{"card", &card_, "the number of any of the reader's cards", true}}; }

    int run(tool& with) override {
        const auto institution = with.institution();
        patron_story story;
        with.store().read([&](storage::reader& from) { story = read_story(from, institution, card_, with.now()); });
        if (with.how().json) {
            print_json(story, with.now());
            return done;
        }
        print_person(story, with.now());
        print_lists(story, with.now());
        return done;
    }

private:
    std::string card_;
};

} // namespace

std::unique_ptr<command> make_patron_show() { return std::make_unique<patron_show>(); }

} // namespace circ::tool
