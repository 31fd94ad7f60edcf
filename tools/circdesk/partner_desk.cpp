#include "server/circulation/facts.hpp"
#include "server/circulation/partner_desk.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/list_page.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

// Other libraries, and what they lent us: partner add, list, change; item send-home.

namespace circ::tool {
namespace {

void tell_done(tool& with, const std::string& sentence) {
    if (with.how().json)
        std::cout << boost::json::serialize(boost::json::object{{"result", "done"}}) << '\n';
    else
        std::cout << sentence << '\n';
}

class partner_list final : public command {
public:
    std::string_view path() const override { return "partner list"; }
    std::string_view summary() const override { return "the libraries that lend to us or borrow from us, by code"; }
    std::string_view example() const override { return "circdesk partner list"; }
    std::vector<option> options() override { return {page_.which()}; }

    int run(tool& with) override {
        const auto of = with.institution();
        table shown({"code", "name", "borrows by card", "on loan", "since"});
        with.store().read([&](storage::reader& from) {
            for (const auto& each : from.partners(of.id, page_.page())) add_row(shown, from, each, of.time_zone);
        });
        page_.print(with, shown);
        return done;
    }

private:
    static void add_row(table& to, storage::reader& from, const storage::partner& each, const std::string& zone) {
        const auto who = each.patron ? from.find_patron(each.patron) : std::nullopt;
        to.add({each.code, each.name, who ? circulation::card_number_of(from, who->id) : "",
                who ? std::to_string(who->open_loans) : "", time_cell(each.created_at, zone)});
    }

    list_page page_;
};

class partner_add final : public command {
public:
    std::string_view path() const override { return "partner add"; }
    std::string_view summary() const override { return "a library that lends to us, or borrows from us by a card of its own"; }
    std::string_view example() const override { return "circdesk partner add CITY 'Weirton City Library'"; }
    std::vector<option> options() override {
        return {{"code", &asked_.code, "what it calls itself in its requests", true},
                {"name", &asked_.name, "its name", true},
                {"--card", &asked_.card, "the card of the patron by which it borrows (it only lends to us)"}};
    }

    int run(tool& with) override {
        static_cast<void>(perform_at_desk(with, asked_, {}));
        tell_done(with, asked_.name + " is a partner as " + asked_.code +
                            (asked_.card.empty() ? "" : ", and borrows by card " + asked_.card));
        return done;
    }

private:
    circulation::add_partner asked_;
};

class partner_change final : public command {
public:
    std::string_view path() const override { return "partner change"; }
    std::string_view summary() const override { return "give a partner another name, or another card to borrow by"; }
    std::string_view example() const override { return "circdesk partner change STATE --name 'State and University Library'"; }
    std::vector<option> options() override {
        return {{"code", &asked_.code, "the partner's code", true},
                {"--name", &asked_.name, "its name", false, blank::is_wrong},
                {"--card", &asked_.card, "the card by which it borrows; empty: it borrows no more"}};
    }

    int run(tool& with) override {
        static_cast<void>(perform_at_desk(with, asked_, {}));
        tell_done(with, "partner " + asked_.code + " is changed");
        return done;
    }

private:
    circulation::change_partner asked_;
};

class item_send_home final : public command {
public:
    std::string_view path() const override { return "item send-home"; }
    std::string_view summary() const override {
        return "an item goes back to the library that lent it, and leaves the catalogue";
    }
    std::string_view example() const override { return "circdesk item send-home 39012000002055"; }
    std::vector<option> options() override {
        return {{"barcode", &asked_.item, "the item's number", true},
                {"--reason", &asked_.why, "why, kept with your name"},
                words_.where()};
    }

    int run(tool& with) override {
        const auto made = perform_at_desk(with, asked_, words_);
        tell_done(with, "item " + asked_.item + " goes home to " + (made.item ? made.item->lender : "its lender") +
                            " and has left the catalogue");
        return done;
    }

private:
    circulation::send_home asked_;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_partner_list() { return std::make_unique<partner_list>(); }
std::unique_ptr<command> make_partner_add() { return std::make_unique<partner_add>(); }
std::unique_ptr<command> make_partner_change() { return std::make_unique<partner_change>(); }
std::unique_ptr<command> make_item_send_home() { return std::make_unique<item_send_home>(); }

} // namespace circ::tool
