#include "server/circulation/make_views.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/confirm.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/wording.hpp"

#include <fmt/format.h>

#include <string>

// Two records of one reader become one.

namespace circ::tool {
namespace {

class patron_merge final : public command {
public:
    std::string_view path() const override { return "patron merge"; }
    std::string_view summary() const override {
        return "make two records of one reader one: cards, loans, holds, fees and all else go to the second";
    }
    std::string_view example() const override {
        return "circdesk patron merge 29012000000036 29012000000044 --reason 'registered twice' --yes";
    }
    std::vector<option> options() override {
        return {{"card", &asked_.card, "a card of the record that goes", true},
                {"into", &asked_.into, "a card of the record that stays", true},
                without_asking(yes_),
                words_.why(),
                words_.where()};
    }

    int run(tool& with) override {
        asked_.why = words_.reason;
        if (!yes_ && !confirm(with, would(with), yes_)) return refused;
        tell(with, perform_at_desk(with, asked_, words_),
             "card " + asked_.card + " and all that hung on it are the reader's of card " + asked_.into);
        return done;
    }

private:
    std::string would(tool& with) const {
        const auto of = with.institution();
        std::string sentence;
        with.store().read([&](storage::reader& from) {
            sentence = fmt::format("this would make {} one with {} for good", told(from, of, asked_.card, with.now()),
                                   told(from, of, asked_.into, with.now()));
        });
        with.store().end_turn();
        return sentence;
    }

    static std::string
    told(storage::reader& from, const storage::institution& of, const std::string& card, storage::instant now) {
        const auto who = find_reader(from, of, card, now).patron;
        return fmt::format("{}, card {} ({}, {}, {}),", circulation::display_name(who), card,
                           counted(who.open_loans, "loan", "loans"), counted(who.open_holds, "hold", "holds"),
                           counted(who.open_fees, "fee", "fees"));
    }

    circulation::merge_patrons asked_;
    bool yes_ = false;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_patron_merge() {
    return std::make_unique<patron_merge>();
}

} // namespace circ::tool
