#include "server/circulation/desk.hpp"
#include "tools/circdesk/calendar_words.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/desk_verb.hpp"
#include "tools/circdesk/loan_now.hpp"
#include "tools/circdesk/said_line.hpp"
#include "tools/circdesk/typed_day.hpp"
#include "tools/circdesk/wording.hpp"

// What staff changes of a loan that goes on: due, reprice.

namespace circ::tool {
namespace {

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
        const auto now_is = find_loan_now(with, asked_.item);
        const auto due = time_cell(now_is.loan.due_at, now_is.time_zone);
        say_done(with, "item " + asked_.item + " is due " + due.shown, {{"item", asked_.item}, {"due", due.machine}});
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
        const auto before = find_loan_now(with, asked_.item).loan;
        with.store().end_turn();
        asked_.why = words_.reason;
        static_cast<void>(perform_at_desk(with, asked_, words_)); // a refusal has thrown
        const auto after = find_loan_now(with, asked_.item).loan;
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
