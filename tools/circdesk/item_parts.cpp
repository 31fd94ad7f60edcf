#include "server/circulation/desk_catalogue.hpp"
#include "server/circulation/desk_items.hpp"
#include "server/circulation/perform.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/said_line.hpp"
#include "tools/circdesk/typed_day.hpp"
#include "tools/circdesk/wording.hpp"

// One thing said of an item at a time: move, price, note, repair, temporary. `item edit` says several.

namespace circ::tool {
namespace {

std::string title_of(const circulation::outcome& made) {
    return made.item ? ": " + made.item->title : std::string();
}

/// What verbs that change one part of an item share.
class item_part : public command {
public:
    std::vector<option> options() override {
        std::vector<option> all{{"item", &asked_.item, "its barcode", true}};
        for (auto& each : further()) all.push_back(each);
        all.push_back(words_.why());
        all.push_back(words_.where());
        return all;
    }

    int run(tool& with) override {
        fill(asked_.data, with);
        asked_.why = words_.reason;
        const auto made = perform_at_desk(with, asked_, words_);
        say_done(with, "item " + asked_.item + ' ' + came_to() + title_of(made), {{"item", asked_.item}});
        return done;
    }

protected:
    virtual std::vector<option> further() = 0;
    /// @throws complaint (wrong_usage) for what cannot be read
    virtual void fill(circulation::item_data& into, tool& with) = 0;
    [[nodiscard]] virtual std::string came_to() const = 0;

private:
    circulation::update_item asked_;
    desk_words words_;
};

class item_move final : public item_part {
public:
    std::string_view path() const override { return "item move"; }
    std::string_view summary() const override {
        return "an item belongs to another branch, or another shelf, from now on; its next scan sends it there";
    }
    std::string_view example() const override {
        return "circdesk item move 39012000000133 --branch NORTH --location fiction --reason 'new home'";
    }

private:
    std::vector<option> further() override {
        return {{"--branch", &branch_, "code of the branch"}, {"--location", &location_, "shelf or department there"}};
    }
    void fill(circulation::item_data& into, tool&) override {
        if (!branch_ && !location_) throw complaint("say where to: --branch, --location or both", wrong_usage);
        into.branch = branch_;
        into.location = location_;
    }
    std::string came_to() const override {
        return "belongs to " + branch_.value_or("") + (branch_ && location_ ? ", " : "") + location_.value_or("");
    }

    std::optional<std::string> branch_;
    std::optional<std::string> location_;
};

class item_price final : public item_part {
public:
    std::string_view path() const override { return "item price"; }
    std::string_view summary() const override { return "what replacing an item costs"; }
    std::string_view example() const override {
        return "circdesk item price 39012000000133 18.00 --reason 'new edition'";
    }

private:
    std::vector<option> further() override { return {{"amount", &amount_, "as 18.00", true}}; }
    void fill(circulation::item_data& into, tool& with) override {
        const auto of = with.institution();
        into.price = typed_amount(amount_, of);
        as_read_ = money_text(*into.price, of);
    }
    std::string came_to() const override { return "costs " + as_read_; }

    std::string amount_;
    std::string as_read_; ///< what is stored, in the library's words
};

class item_note final : public item_part {
public:
    std::string_view path() const override { return "item note"; }
    std::string_view summary() const override {
        return "what staff is shown when an item is lent and when it comes back; '' takes it away";
    }
    std::string_view example() const override {
        return "circdesk item note 39012000000133 'map in the back pocket' --reason 'seen at the desk'";
    }

private:
    std::vector<option> further() override { return {{"text", &text_, "what it says", true, blank::fits}}; }
    void fill(circulation::item_data& into, tool&) override { into.note = text_; }
    std::string came_to() const override { return text_.empty() ? "has no note any more" : "is noted"; }

    std::string text_;
};

class item_repair final : public command {
public:
    std::string_view path() const override { return "item repair"; }
    std::string_view summary() const override { return "an item is being repaired; `item state ITEM usable --reason` ends it"; }
    std::string_view example() const override { return "circdesk item repair 39012000000307 --reason 'spine'"; }
    std::vector<option> options() override {
        return {{"item", &asked_.item, "its barcode", true}, words_.why(), words_.where()};
    }

    int run(tool& with) override {
        asked_.to = storage::item_state::in_repair;
        asked_.why = words_.reason;
        const auto made = perform_at_desk(with, asked_, words_);
        say_done(with,
                 "item " + asked_.item + " is in repair" + (made.repeated ? ", as before" : "") +
                     (made.hold_waits_again ? "; the reader it was kept for waits for the next copy" : ""),
                 {{"item", asked_.item}, {"hold_waits_again", made.hold_waits_again}});
        return done;
    }

private:
    circulation::set_item_state asked_;
    desk_words words_;
};

class item_temporary final : public command {
public:
    std::string_view path() const override { return "item temporary"; }
    std::string_view summary() const override {
        return "until a day an item stands at another shelf, or is lent as another type";
    }
    std::string_view example() const override {
        return "circdesk item temporary 39012000000133 --location 'Summer table' --until 2027-08-31 --reason 'reading list'";
    }
    std::vector<option> options() override {
        return {{"item", &asked_.item, "its barcode", true},
                {"--location", &asked_.location, "shelf or department where it stands"},
                {"--type", &asked_.item_type, "type as which it is lent, a word of your policy"},
                {"--until", &until_, "the last day, as 2027-08-31; it is over by itself"},
                {"--end", &end_, "it is over now"},
                words_.why(),
                words_.where()};
    }

    int run(tool& with) override {
        if (until_.empty() != end_) throw complaint("say --until and a day, or --end", wrong_usage);
        if (!end_) asked_.until = typed_day(until_);
        asked_.why = words_.reason;
        const auto made = perform_at_desk(with, asked_, words_);
        say_done(with, "item " + asked_.item + (end_ ? " is as ever" : " is lent and shelved otherwise until " + until_) + title_of(made),
                 {{"item", asked_.item}});
        return done;
    }

private:
    circulation::set_temporary asked_;
    std::string until_;
    bool end_ = false;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_item_move() {
    return std::make_unique<item_move>();
}
std::unique_ptr<command> make_item_price() {
    return std::make_unique<item_price>();
}
std::unique_ptr<command> make_item_note() {
    return std::make_unique<item_note>();
}
std::unique_ptr<command> make_item_repair() {
    return std::make_unique<item_repair>();
}
std::unique_ptr<command> make_item_temporary() {
    return std::make_unique<item_temporary>();
}

} // namespace circ::tool
