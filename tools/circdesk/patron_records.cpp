#include "server/circulation/facts.hpp"
#include "server/circulation/perform.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/confirm.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/typed_day.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iostream>

// The verbs that make, change and forget readers: add, edit, renew, erase.

namespace circ::tool {
namespace {

/// What may be said of a reader. An empty text takes away what was there.
class patron_words {
public:
    void add_to(std::vector<option>& options) {
        for (option each : {
                 option{"--name", &data_.family_name, "family name"},
                 option{"--given-name", &data_.given_name, "given name"},
                 option{"--born", &born_, "date of birth, as 1988-03-14"},
                 option{"--category", &data_.category, "category, a word of your policy"},
                 option{"--branch", &data_.branch, "code of the branch they belong to"},
                 option{"--language", &data_.language, "two letters: en, de, fr, es ..."},
                 option{"--address", &data_.address, "postal address"},
                 option{"--email", &data_.email, "e-mail address"},
                 option{"--phone", &data_.phone, "telephone"},
                 option{
                     "--expires", &expires_, "last day on which the card is good, as 2027-11-30"},
             })
            options.push_back(each);
    }

    /// @throws complaint (wrong_usage) for a date that is none
    [[nodiscard]] circulation::patron_data said() const {
        circulation::patron_data all = data_;
        if (born_) all.birth_date = typed_day(*born_);
        if (expires_) all.expires_on = typed_day(*expires_);
        return all;
    }

private:
    circulation::patron_data data_;
    std::optional<std::string> born_;
    std::optional<std::string> expires_;
};

/// The sentence, or for machines whom it is about.
void tell_patron(tool& with,
                 const std::string& card,
                 const circulation::outcome& made,
                 const std::string& sentence) {
    if (!with.how().json) {
        std::cout << sentence << '\n';
        return;
    }
    boost::json::object all{{"result", "done"}, {"card", card}};
    if (made.patron) all["name"] = made.patron->name;
    if (made.patron && made.patron->expires_on)
        all["expires"] = date_text(*made.patron->expires_on);
    std::cout << boost::json::serialize(all) << '\n';
}

class patron_add final : public command {
public:
    std::string_view path() const override { return "patron add"; }
    std::string_view summary() const override { return "a new reader and their card"; }
    std::string_view example() const override {
        return "circdesk patron add 29012000007777 --name Rivera --given-name Ana --category adult "
               "--branch MAIN";
    }
    std::vector<option> options() override {
        std::vector<option> all{{"card", &card_, "the number of the new card", true}};
        words_.add_to(all);
        all.push_back(by_.where());
        return all;
    }

    int run(tool& with) override {
        const auto made =
            outcome_at_desk(with,
                            circulation::create_patron{
                                .by = {}, .card = card_, .data = words_.said(), .blocks = {}},
                            by_);
        expect_all_said(made);
        expect_done(made, with.institution());
        tell_patron(with,
                    card_,
                    made,
                    "card " + card_ + " is " + (made.patron ? made.patron->name : "there"));
        return done;
    }

private:
    /// Where nothing else is wrong than that options are lacking, the line is to be mended.
    static void expect_all_said(const circulation::outcome& made) {
        std::string lacking;
        for (const auto& each : made.reasons) {
            if (each.code != circulation::reason_code::request_incomplete || each.field == "card") return;
            lacking += (lacking.empty() ? "--" : ", --") + each.field;
        }
        if (!lacking.empty()) throw complaint("a new reader needs more: " + lacking, wrong_usage);
    }

    std::string card_;
    patron_words words_;
    desk_words by_;
};

class patron_edit final : public command {
public:
    std::string_view path() const override { return "patron edit"; }
    std::string_view summary() const override {
        return "what is said of a reader, anew; an empty text takes it away";
    }
    std::string_view example() const override {
        return "circdesk patron edit 29012000000044 --phone '+49 30 555' --reason 'told at the "
               "desk'";
    }
    std::vector<option> options() override {
        std::vector<option> all{{"card", &card_, "the number of any of the reader's cards", true}};
        words_.add_to(all);
        all.push_back(by_.why());
        all.push_back(by_.where());
        return all;
    }

    int run(tool& with) override {
        circulation::update_patron asked;
        asked.card = card_;
        asked.data = words_.said();
        asked.why = by_.reason;
        const auto made = perform_at_desk(with, std::move(asked), by_);
        tell_patron(with, card_, made, "changed: " + (made.patron ? made.patron->name : card_));
        return done;
    }

private:
    std::string card_;
    patron_words words_;
    desk_words by_;
};

class patron_renew final : public command {
public:
    std::string_view path() const override { return "patron renew"; }
    std::string_view summary() const override {
        return "a card is good for longer: as long as policy says (`card_months`) from its end, or from today; or until a day";
    }
    std::string_view example() const override {
        return "circdesk patron renew 29012000000218 --reason 'paid for a year'";
    }
    std::vector<option> options() override {
        return {{"card", &card_, "the number of any of the reader's cards", true},
                {"--until", &until_, "its last day, as 2027-11-30 (as policy says)"},
                by_.why(),
                by_.where()};
    }

    int run(tool& with) override {
        circulation::update_patron asked;
        asked.card = card_;
        asked.why = by_.reason;
        asked.data.expires_on = until_.empty() ? day_by_policy(with) : typed_day(until_);
        const auto day = *asked.data.expires_on;
        const auto made = perform_at_desk(with, std::move(asked), by_);
        tell_patron(with, card_, made, "card " + card_ + " is good until " + date_text(day));
        return done;
    }

private:
    /// From the end of the card, unless that is over: nobody pays for days that are gone.
    storage::local_date day_by_policy(tool& with) const {
        const auto of = with.institution();
        const auto now = with.now();
        const auto rules = policy_of(with);
        storage::local_date from;
        std::chrono::months longer{};
        with.store().read([&](storage::reader& in) {
            const auto who = find_reader(in, of, card_, now).patron;
            const auto library = circulation::load_library(in, of.id);
            const auto today = circulation::date_in(now, library->branch(who.branch).time_zone);
            from = std::max(today, who.expires_on.value_or(today));
            const auto about = circulation::subject_of(&who, nullptr, who.branch, *library, today);
            longer = std::chrono::months{rules.find(about).card_months};
        });
        std::chrono::year_month_day day{from};
        day += longer;
        return day.ok() ? storage::local_date{day}
                        : storage::local_date{day.year() / day.month() / std::chrono::last};
    }

    std::string card_;
    std::string until_;
    desk_words by_;
};

class patron_erase final : public command {
public:
    std::string_view path() const override { return "patron erase"; }
    std::string_view summary() const override {
        return "forget who a reader was; refused while loans, holds, fees or credit are open";
    }
    std::string_view example() const override {
        return "circdesk patron erase 29012000000127 --reason 'asked for it in writing' --yes";
    }
    std::vector<option> options() override {
        return {{"card", &card_, "the number of any of the reader's cards", true},
                without_asking(yes_),
                by_.why(),
                by_.where()};
    }

    int run(tool& with) override {
        if (!yes_ && !confirm(with, would(with), yes_)) return refused;
        circulation::delete_patron asked;
        asked.card = card_;
        asked.why = by_.reason;
        static_cast<void>(perform_at_desk(
            with, std::move(asked), by_)); // a refusal has thrown; who it was is gone
        with.store().end_turn();
        if (!with.empty_log())
            std::cerr << "somebody read the store all the while: its log still holds earlier rows, until the "
                         "writes of the next hours have taken their place\n";
        tell_patron(with, card_, {}, "the reader of card " + card_ + " is forgotten");
        return done;
    }

private:
    std::string would(tool& with) const {
        const auto of = with.institution();
        std::string sentence;
        with.store().read([&](storage::reader& in) {
            const auto who = find_reader(in, of, card_, with.now()).patron;
            sentence = fmt::format("this would forget {} {}, card {}, for good", who.given_name, who.family_name, card_);
        });
        with.store().end_turn();
        return sentence;
    }

    std::string card_;
    bool yes_ = false;
    desk_words by_;
};

} // namespace

std::unique_ptr<command> make_patron_add() {
    return std::make_unique<patron_add>();
}
std::unique_ptr<command> make_patron_edit() {
    return std::make_unique<patron_edit>();
}
std::unique_ptr<command> make_patron_renew() {
    return std::make_unique<patron_renew>();
}
std::unique_ptr<command> make_patron_erase() {
    return std::make_unique<patron_erase>();
}

} // namespace circ::tool
