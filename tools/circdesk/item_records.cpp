#include "server/circulation/perform.hpp"
#include "tools/circdesk/blank_words.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/typed_int.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>

// The verbs that make, change and withdraw items: add, edit, withdraw.

namespace circ::tool {
namespace {

/// What may be said of an item. An empty text takes away what was there.
class item_words {
public:
    void add_to(std::vector<option>& options) {
        for (option each : {
                 option{"--branch", &data_.branch, "code of the branch it belongs to"},
                 option{"--location", &data_.location, "shelf or department there"},
                 option{"--type", &data_.item_type, "type, a word of your policy"},
                 option{"--collection", &data_.collection, "collection"},
                 option{"--call-number", &data_.call_number, "call number"},
                 option{"--price", &price_, "what replacing it costs, as 14.00"},
                 option{"--note",
                        &data_.note,
                        "shown to staff when it is lent and when it comes back"},
                 option{"--parts", &parts_, "how many pieces are to be counted"},
             })
            options.push_back(each);
    }

    /// @throws complaint (wrong_usage) for an amount or a number that is none
    [[nodiscard]] circulation::item_data said(const storage::institution& of) const {
        circulation::item_data all = data_;
        if (price_) all.price = typed_amount(*price_, of);
        if (parts_) all.parts = typed_int(*parts_, "part");
        return all;
    }

private:
    circulation::item_data data_;
    std::optional<std::string> price_;
    std::optional<std::string> parts_;
};

/// The sentence, or for machines which item it is.
void tell_item(tool& with,
               const circulation::outcome& made,
               const std::string& asked,
               const std::string& how) {
    const std::string barcode = made.item ? made.item->barcode : asked;
    if (with.how().json)
        std::cout << boost::json::serialize(
                         boost::json::object{{"result", "done"},
                                             {"item", barcode},
                                             {"title", made.item ? made.item->title : ""}})
                  << '\n';
    else
        std::cout << "item " << barcode << how << (made.item ? ": " + made.item->title : "")
                  << '\n';
}

class item_add final : public command {
public:
    std::string_view path() const override { return "item add"; }
    std::string_view summary() const override {
        return "a new copy of a title that is there, or of a new one";
    }
    std::string_view example() const override {
        return "circdesk item add 39012000009999 --new-title 'The Long Field' --author 'Ada Moss' "
               "--branch MAIN --type book";
    }
    std::vector<option> options() override {
        std::vector<option> all{
            {"item", &asked_.item, "its barcode", true},
            {"--title", &asked_.title, "control number of a title that is there"},
            {"--new-title", &asked_.about.text, "else the title statement of a new one"},
            {"--author", &asked_.about.author, "author of the new title"},
            {"--isbn", &asked_.about.isbn, "ISBN of the new title"}};
        words_.add_to(all);
        all.push_back(by_.where());
        return all;
    }

    int run(tool& with) override {
        if (asked_.title.empty() == asked_.about.text.empty())
            throw complaint("name a title by --title, or a new one by --new-title", wrong_usage);
        if (asked_.title.empty()) refuse_blank("--new-title", asked_.about.text);
        asked_.data = words_.said(with.institution());
        if (!asked_.data.branch && by_.at.empty()) throw complaint("a new item needs more: --branch", wrong_usage);
        tell_item(with, perform_at_desk(with, asked_, by_), asked_.item, " is there");
        return done;
    }

private:
    circulation::create_item asked_;
    item_words words_;
    desk_words by_;
};

class item_edit final : public command {
public:
    std::string_view path() const override { return "item edit"; }
    std::string_view summary() const override {
        return "what is said of an item, anew: where it belongs, type, call number, price, note, "
               "parts";
    }
    std::string_view example() const override {
        return "circdesk item edit 39012000000133 --price 18.00 --location 'Fantasy' --reason 'new "
               "shelf'";
    }
    std::vector<option> options() override {
        std::vector<option> all{{"item", &asked_.item, "its barcode", true}};
        words_.add_to(all);
        all.push_back(by_.why());
        all.push_back(by_.where());
        return all;
    }

    int run(tool& with) override {
        asked_.data = words_.said(with.institution());
        asked_.why = by_.reason;
        tell_item(with, perform_at_desk(with, asked_, by_), asked_.item, " is changed");
        return done;
    }

private:
    circulation::update_item asked_;
    item_words words_;
    desk_words by_;
};

class item_withdraw final : public command {
public:
    std::string_view path() const override { return "item withdraw"; }
    std::string_view summary() const override {
        return "lend an item no more; `item state ITEM usable --reason` brings it back";
    }
    std::string_view example() const override {
        return "circdesk item withdraw 39012000000133 --reason 'worn out'";
    }
    std::vector<option> options() override {
        return {{"item", &asked_.item, "its barcode", true}, by_.why(), by_.where()};
    }

    int run(tool& with) override {
        asked_.why = by_.reason;
        tell_item(with, perform_at_desk(with, asked_, by_), asked_.item, " is withdrawn");
        return done;
    }

private:
    circulation::delete_item asked_;
    desk_words by_;
};

} // namespace

std::unique_ptr<command> make_item_add() {
    return std::make_unique<item_add>();
}
std::unique_ptr<command> make_item_edit() {
    return std::make_unique<item_edit>();
}
std::unique_ptr<command> make_item_withdraw() {
    return std::make_unique<item_withdraw>();
}

} // namespace circ::tool
