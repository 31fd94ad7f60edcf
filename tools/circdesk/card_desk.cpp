#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/wording.hpp"

#include <array>
#include <iostream>

// The verbs for cards: list, lost, found, replace.

namespace circ::tool {
namespace {

using storage::card_state;

struct state_word {
    std::string_view word;
    card_state state;
};
constexpr std::array state_words{state_word{"lost", card_state::lost},
                                 state_word{"stolen", card_state::stolen},
                                 state_word{"replaced", card_state::replaced},
                                 state_word{"retained", card_state::retained}};

card_state state_named(const std::string& word) {
    for (const auto& each : state_words)
        if (each.word == word) return each.state;
    throw complaint("'" + word +
                        "' is no state of a card to list: lost, stolen, replaced or retained (`patron locked` "
                        "lists those that wrong PINs have locked)",
                    wrong_usage);
}

class card_list final : public command {
public:
    std::string_view path() const override { return "card list"; }
    std::string_view summary() const override {
        return "a reader's cards, or all that are lost, stolen, replaced or retained";
    }
    std::string_view example() const override { return "circdesk card list --state lost"; }
    std::vector<option> options() override {
        return {{"card", &card_, "the number of any of the reader's cards"},
                {"--state", &state_, "instead of a card: lost, stolen, replaced or retained"}};
    }

    int run(tool& with) override {
        if (card_.empty() == state_.empty())
            throw complaint("name a card, or a --state", wrong_usage);
        const auto of = with.institution();
        table shown({"card", "state", "since", "good until"});
        with.store().read([&](storage::reader& from) {
            for (const auto& each : cards(from, of, with.now())) {
                const auto who = from.find_patron(each.patron);
                shown.add({each.number,
                           std::string(in_words(each.state)),
                           time_cell(each.since, of.time_zone),
                           who && who->expires_on ? date_text(*who->expires_on) : "no end"});
            }
        });
        with.how().json ? shown.print_json(std::cout) : shown.print(std::cout);
        return done;
    }

private:
    std::vector<storage::card>
    cards(storage::reader& from, const storage::institution& of, storage::instant now) const {
        if (!card_.empty()) return from.cards_of(find_reader(from, of, card_, now).patron.id);
        const auto state = state_named(state_);
        std::vector<storage::card> all;
        for (storage::page window;; window.first += window.count) {
            const auto some = from.cards_in(of.id, state, window);
            all.insert(all.end(), some.begin(), some.end());
            if (static_cast<int>(some.size()) < window.count) return all;
        }
    }

    std::string card_;
    std::string state_;
};

class card_lost final : public command {
public:
    std::string_view path() const override { return "card lost"; }
    std::string_view summary() const override {
        return "report a card as lost or stolen: it borrows nothing, and tells nobody whose it is";
    }
    std::string_view example() const override {
        return "circdesk card lost 29012000000028 --reason 'rang up'";
    }
    std::vector<option> options() override {
        return {{"card", &card_, "its number", true},
                {"--stolen", &stolen_, "stolen, not lost"},
                words_.why(),
                words_.where()};
    }

    int run(tool& with) override {
        const auto state = stolen_ ? card_state::stolen : card_state::lost;
        const auto made = perform_at_desk(
            with,
            circulation::report_card{.card = card_, .state = state, .why = words_.reason},
            words_);
        tell(with, made, "card " + card_ + " is " + std::string(in_words(state)));
        return done;
    }

private:
    std::string card_;
    bool stolen_ = false;
    desk_words words_;
};

class card_found final : public command {
public:
    std::string_view path() const override { return "card found"; }
    std::string_view summary() const override {
        return "a lost card is good again, or one that a machine kept is given back";
    }
    std::string_view example() const override {
        return "circdesk card found 29012000000242 --reason 'handed in'";
    }
    std::vector<option> options() override {
        return {{"card", &card_, "its number", true}, words_.why(), words_.where()};
    }

    int run(tool& with) override {
        const auto made =
            perform_at_desk(with,
                            circulation::report_card{
                                .card = card_, .state = card_state::good, .why = words_.reason},
                            words_);
        tell(with, made, "card " + card_ + " is good again");
        return done;
    }

private:
    std::string card_;
    desk_words words_;
};

class card_replace final : public command {
public:
    std::string_view path() const override { return "card replace"; }
    std::string_view summary() const override {
        return "a new card for its reader; the old number answers as replaced";
    }
    std::string_view example() const override {
        return "circdesk card replace 29012000000036 29012000009920 --reason 'worn out'";
    }
    std::vector<option> options() override {
        return {{"card", &card_, "the old number", true},
                {"number", &number_, "the new number", true},
                words_.why(),
                words_.where()};
    }

    int run(tool& with) override {
        const auto made = perform_at_desk(
            with,
            circulation::replace_card{.card = card_, .number = number_, .why = words_.reason},
            words_);
        tell(with,
             made,
             "card " + card_ + " is replaced by " + number_ +
                 "; charged: " + charges_text(made.charged, with.institution()));
        return done;
    }

private:
    std::string card_;
    std::string number_;
    desk_words words_;
};

class card_add final : public command {
public:
    std::string_view path() const override { return "card add"; }
    std::string_view summary() const override {
        return "one more card for a reader, beside those there are";
    }
    std::string_view example() const override {
        return "circdesk card add 29012000000036 29012000009921 --reason 'a card for the bag'";
    }
    std::vector<option> options() override {
        return {{"card", &asked_.card, "a card of the reader", true},
                {"number", &asked_.number, "the number of the new one", true},
                words_.why(),
                words_.where()};
    }

    int run(tool& with) override {
        asked_.why = words_.reason;
        tell(with,
             perform_at_desk(with, asked_, words_),
             "card " + asked_.number + " is the reader's of card " + asked_.card + ", too");
        return done;
    }

private:
    circulation::add_card asked_;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_card_add() {
    return std::make_unique<card_add>();
}
std::unique_ptr<command> make_card_list() {
    return std::make_unique<card_list>();
}
std::unique_ptr<command> make_card_lost() {
    return std::make_unique<card_lost>();
}
std::unique_ptr<command> make_card_found() {
    return std::make_unique<card_found>();
}
std::unique_ptr<command> make_card_replace() {
    return std::make_unique<card_replace>();
}

} // namespace circ::tool
