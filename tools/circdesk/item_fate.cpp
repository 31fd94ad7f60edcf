#include "server/circulation/perform.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/said_line.hpp"

// What became of an item, whether it is on loan or not: lost, claimed, found.

namespace circ::tool {
namespace {

using circulation::item_report;

/// lost and claimed are one verb with two names.
class item_reported final : public command {
public:
    explicit item_reported(item_report what) { asked_.what = what; }

    std::string_view path() const override { return claims() ? "item claimed" : "item lost"; }
    std::string_view summary() const override {
        return claims() ? "its reader says it was brought back (as `loan claim`)"
                        : "an item is lost: its loan is booked so (as `loan lost`); one that is not on loan is missing";
    }
    std::string_view example() const override {
        return claims() ? "circdesk item claimed 39012000003020 --reason 'book drop on Sunday'"
                        : "circdesk item lost 39012000000737 --reason 'left on the train'";
    }
    std::vector<option> options() override {
        return {{"item", &asked_.item, "its barcode", true}, words_.why(), words_.where()};
    }

    int run(tool& with) override {
        if (!claims() && !is_on_loan(with)) asked_.what = item_report::missing;
        asked_.why = words_.reason;
        const auto made = perform_at_desk(with, asked_, words_);
        say_done(with, "item " + asked_.item + " is " + came_to() + (made.item ? ": " + made.item->title : ""),
                 {{"item", asked_.item}, {"is", came_to()}});
        return done;
    }

private:
    [[nodiscard]] bool claims() const { return asked_.what == item_report::claimed_returned; }

    [[nodiscard]] bool is_on_loan(tool& with) const {
        const auto of = with.institution().id;
        bool is_lent = false;
        with.store().read([&](storage::reader& from) {
            const auto what = from.item_by_barcode(of, asked_.item);
            is_lent = what && what->open_loan;
        });
        with.store().end_turn();
        return is_lent;
    }

    [[nodiscard]] std::string came_to() const {
        if (claims()) return "claimed returned";
        return asked_.what == item_report::lost ? "booked as lost" : "missing";
    }

    circulation::report_item asked_;
    desk_words words_;
};

class item_found final : public command {
public:
    std::string_view path() const override { return "item found"; }
    std::string_view summary() const override {
        return "an item is in hand again: what a scan of it would do at the branch; says where it goes";
    }
    std::string_view example() const override { return "circdesk item found 39012000000307 --at MAIN"; }
    std::vector<option> options() override {
        return {{"item", &asked_.item, "its barcode", true},
                {"--at", &words_.at, "code of the branch where it was found", true}};
    }

    int run(tool& with) override {
        const auto made = perform_at_desk(with, asked_, words_);
        std::string sentence = "item " + asked_.item + " is found";
        if (made.destination) sentence += " and goes to " + made.destination->name;
        if (!made.hold_card.empty()) sentence += ", for card " + made.hold_card;
        say_done(with, sentence,
                 {{"item", asked_.item},
                  {"destination", made.destination ? made.destination->code : ""},
                  {"hold_card", made.hold_card}});
        return done;
    }

private:
    circulation::checkin asked_;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_item_lost() {
    return std::make_unique<item_reported>(item_report::lost);
}
std::unique_ptr<command> make_item_claimed() {
    return std::make_unique<item_reported>(item_report::claimed_returned);
}
std::unique_ptr<command> make_item_found() {
    return std::make_unique<item_found>();
}

} // namespace circ::tool
