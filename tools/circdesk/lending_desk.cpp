#include "server/circulation/perform.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/refusal_words.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

// What a reader's device does too, done for them at the desk: hold place, loan renew.

namespace circ::tool {
namespace {

class hold_place final : public command {
public:
    std::string_view path() const override { return "hold place"; }
    std::string_view summary() const override {
        return "place a hold for a reader, on a title or on one copy";
    }
    std::string_view example() const override {
        return "circdesk hold place 29012000000010 39012000001255 --pickup NORTH";
    }
    std::vector<option> options() override {
        return {
            {"card", &asked_.card, "the number of any of the reader's cards", true},
            {"item", &asked_.what.item, "a copy of the title"},
            {"--title", &asked_.what.title, "instead: the title's control number"},
            {"--this-copy", &this_copy_, "that copy and no other"},
            {"--pickup", &asked_.pickup, "code of the branch where it is fetched (the reader's)"},
            by_.where()};
    }

    int run(tool& with) override {
        if (asked_.what.item.empty() == asked_.what.title.empty())
            throw complaint("name a copy, or the title by --title", wrong_usage);
        if (this_copy_) asked_.level = storage::hold_level::item;
        const auto made = perform_at_desk(with, asked_, by_);
        const std::string place = made.position ? std::to_string(*made.position) : "";
        if (with.how().json)
            std::cout << boost::json::serialize(boost::json::object{
                             {"result", "done"}, {"position", place}, {"pickup", made.pickup}})
                      << '\n';
        else
            std::cout << (made.item ? made.item->title : asked_.what.title)
                      << " is asked for by card " << asked_.card << ", place "
                      << (place.empty() ? "not known" : place) << ", to be fetched at "
                      << made.pickup << '\n';
        return done;
    }

private:
    circulation::place_hold asked_;
    bool this_copy_ = false;
    desk_words by_;
};

class loan_renew final : public command {
public:
    std::string_view path() const override { return "loan renew"; }
    std::string_view summary() const override {
        return "renew a reader's loan of an item, or all of them";
    }
    std::string_view example() const override {
        return "circdesk loan renew 29012000000010 39012000000737";
    }
    std::vector<option> options() override {
        return {{"card", &card_, "the number of any of the reader's cards", true},
                {"item", &item_, "the item's number (all loans)"},
                by_.where()};
    }

    int run(tool& with) override {
        return item_.empty() ? renew_all(with) : renew_one(with);
    }

private:
    int renew_one(tool& with) {
        circulation::renew asked;
        asked.card = card_;
        asked.what.item = item_;
        const auto made = perform_at_desk(with, std::move(asked), by_);
        table shown({"item", "title", "due"});
        shown.add(
            {item_, made.item ? made.item->title : "", made.due_at ? due(with, *made.due_at) : ""});
        with.how().json ? shown.print_json(std::cout) : shown.print(std::cout);
        return done;
    }

    int renew_all(tool& with) {
        circulation::renew_all asked;
        asked.card = card_;
        const auto made = perform_at_desk(with, std::move(asked), by_);
        const auto of = with.institution();
        table shown({"item", "title", "due", "renewed"});
        for (const auto& each : made.renewed)
            shown.add(
                {each.barcode, each.title, each.due_at ? due(with, *each.due_at) : "", "yes"});
        for (const auto& each : made.unrenewed)
            shown.add({each.barcode,
                       each.title,
                       each.due_at ? due(with, *each.due_at) : "",
                       each.why_not ? "no: " + refusal_text(*each.why_not, of) : "no"});
        with.how().json ? shown.print_json(std::cout) : shown.print(std::cout);
        return made.unrenewed.empty() ? done : refused;
    }

    static cell due(tool& with, storage::instant at) {
        return time_cell(at, with.institution().time_zone);
    }

    std::string card_;
    std::string item_;
    desk_words by_;
};

} // namespace

std::unique_ptr<command> make_hold_place() {
    return std::make_unique<hold_place>();
}
std::unique_ptr<command> make_loan_renew() {
    return std::make_unique<loan_renew>();
}

} // namespace circ::tool
