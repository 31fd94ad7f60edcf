#include "server/circulation/desk.hpp"
#include "tools/circdesk/calendar_words.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/said_line.hpp"
#include "tools/circdesk/typed_day.hpp"
#include "tools/circdesk/wording.hpp"

// What staff changes of a loan that goes on: due, reprice.

namespace circ::tool {
namespace {

/// The loan as it stands now.
storage::loan loan_of(tool& with, const std::string& item) {
    const auto of = with.institution().id;
    storage::loan found;
    with.store().read([&](storage::reader& from) {
        if (const auto what = from.item_by_barcode(of, item); what && what->open_loan) found = *what->open_loan;
    });
    return found;
}

class loan_due final : public command {
public:
    std::string_view path() const override { return "loan due"; }
    std::string_view summary() const override {
        return "another due date for a loan, whatever policy says: the end of a day, or an hour of it";
    }
    std::string_view example() const override {
        return "circdesk loan due 39012000000737 2027-01-31 --reason 'is in hospital'";
    }
    std::vector<option> options() override {
        return {{"item", &asked_.item, "the item's number", true},
                {"day", &day_, "its new last day, as 2027-01-31", true},
                {"--hour", &hour_, "the hour of that day, as 17:30 (its end)"},
                words_.why(),
                words_.where()};
    }

    int run(tool& with) override {
        asked_.day = typed_day(day_);
        if (!hour_.empty()) asked_.hour = to_minute(hour_);
        asked_.why = words_.reason;
        static_cast<void>(perform_at_desk(with, asked_, words_)); // a refusal has thrown
        const auto due = time_text(loan_of(with, asked_.item).due_at, with.institution().time_zone);
        say_done(with, "item " + asked_.item + " is due " + due, {{"item", asked_.item}, {"due", due}});
        return done;
    }

private:
    circulation::change_due asked_;
    std::string day_;
    std::string hour_;
    desk_words words_;
};

class loan_reprice final : public command {
public:
    std::string_view path() const override { return "loan reprice"; }
    std::string_view summary() const override {
        return "a loan goes on by the terms that policy has today: overdue rate, cap, grace, renewals; its due date stays";
    }
    std::string_view example() const override {
        return "circdesk loan reprice 39012000000737 --reason 'fees were lowered'";
    }
    std::vector<option> options() override {
        return {{"item", &asked_.item, "the item's number", true}, words_.why(), words_.where()};
    }

    int run(tool& with) override {
        const auto before = loan_of(with, asked_.item);
        with.store().end_turn();
        asked_.why = words_.reason;
        static_cast<void>(perform_at_desk(with, asked_, words_)); // a refusal has thrown
        const auto after = loan_of(with, asked_.item);
        const auto of = with.institution();
        say_done(with,
                 "item " + asked_.item + " goes on by " + terms_text(after.terms, of) + "; before: " + terms_text(before.terms, of),
                 {{"item", asked_.item}, {"terms", terms_text(after.terms, of)}, {"before", terms_text(before.terms, of)}});
        return done;
    }

private:
    static std::string terms_text(const storage::loan_terms& of, const storage::institution& in) {
        return "rule '" + of.rule + "', " + money_text(of.overdue_rate, in) +
               (of.overdue_per == storage::fee_period::hour ? " an hour" : " a day") + " when overdue" +
               (of.overdue_cap ? ", at most " + money_text(*of.overdue_cap, in) : "") + ", " +
               std::to_string(of.max_renewals) + " renewals";
    }

    circulation::reprice_loan asked_;
    desk_words words_;
};

} // namespace

std::unique_ptr<command> make_loan_due() {
    return std::make_unique<loan_due>();
}
std::unique_ptr<command> make_loan_reprice() {
    return std::make_unique<loan_reprice>();
}

} // namespace circ::tool
