#include "server/circulation/closure.hpp"
#include "tools/circdesk/calendar_words.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/confirm.hpp"
#include "tools/circdesk/rules.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <iostream>
#include <map>
#include <tuple>
#include <utility>

// The verbs that change when a branch is open: close, open, hours. What would be moved is shown
// first, and asked about: what has moved keeps its new date.

namespace circ::tool {
namespace {

using circulation::calendar_moves;
using circulation::day_span;
using std::chrono::days;
using storage::local_date;

/// What moves, one line for each way from a day to another.
class shown_moves {
public:
    shown_moves(const calendar_moves& moves, std::string_view zone) : zone_(zone) {
        for (const auto& each : moves.loans) add(each);
        for (const auto& each : moves.holds)
            add("shelf time", date_text(*each.before.shelf_until), date_text(*each.after.shelf_until));
    }

    void print() const {
        if (ways_.empty())
            std::cout << "no due date and no shelf time falls on it\n";
        else
            rows().print(std::cout);
    }
    [[nodiscard]] boost::json::array json() const { return rows().json(); }

private:
    table rows() const {
        table shown({"what", "was", "will be", "how many"});
        for (const auto& [way, count] : ways_) {
            const auto& [what, was, to] = way;
            shown.add({what, was, to, std::to_string(count)});
        }
        return shown;
    }

    void add(const circulation::loan_move& move) {
        const auto& was = move.before;
        const auto& to = move.after;
        if (was.due_at != to.due_at)
            add(was.terms.hourly ? "due hour" : "due date", due_text(was), due_text(to));
        else if (was.terms.overdue_grace_days != to.terms.overdue_grace_days)
            add("last day of grace", grace_text(was), grace_text(to));
    }

    void add(std::string what, std::string was, std::string to) {
        ++ways_[{std::move(what), std::move(was), std::move(to)}];
    }

    std::string due_text(const storage::loan& of) const {
        return of.terms.hourly ? time_text(of.due_at, zone_) : date_text(circulation::date_in(of.due_at, zone_));
    }

    std::string grace_text(const storage::loan& of) const {
        return date_text(circulation::date_in(of.due_at, zone_) + days{of.terms.overdue_grace_days});
    }

    std::string zone_;
    std::map<std::tuple<std::string, std::string, std::string>, int> ways_;
};

/// Asks the rules, inside one unit of work.
template <class Operation>
auto write(tool& with, const Operation& asked, const circulation::surroundings& around) {
    decltype(circulation::perform(std::declval<storage::unit_of_work&>(), asked, around)) made;
    storage::write_and_wait(with.store(),
                            [&](storage::unit_of_work& unit) { made = circulation::perform(unit, asked, around); });
    return made;
}

/// In small units of work, so that kiosks hardly wait. @return how many were moved
int move_all(tool& with, circulation::move_due_dates step, const circulation::surroundings& around,
             std::string_view zone) {
    int moved = 0;
    for (auto next = std::optional{circulation::first_window(step.days, zone)}; next;) {
        step.at = *next;
        const auto made = write(with, step, around);
        moved += static_cast<int>(made.loans.size());
        next = made.next;
    }
    return moved;
}

/// What the verbs share: whose calendar, and why.
class calendar_verb : public command {
protected:
    void begin(tool& with) {
        by_ = operator_at(with, branch_);
        if (why_.empty()) throw complaint("give the reason with --reason; it is kept with what changes", wrong_usage);
        with.store().read([&](storage::reader& from) { zone_ = from.find_branch(by_.branch).value().time_zone; });
        today_ = circulation::date_in(with.now(), zone_);
    }

    day_span span(const std::string& first, const std::string& last) const {
        constexpr days longest{365};
        const day_span made{to_day(first, today_), to_day(last.empty() ? first : last, today_)};
        if (made.last < made.first) throw complaint("the last day lies before the first", wrong_usage);
        if (made.last - made.first > longest)
            throw complaint("these are more than a year; close a branch for good by its hours", wrong_usage);
        return made;
    }

    /// Shows what the change comes to, and asks.
    /// @param would names the change: "this would close MAIN from 2026-12-24 to 2026-12-26"
    /// @return whether it is to be done
    template <class Change>
    bool is_wanted(tool& with, const Change& asked, day_span over, const circulation::surroundings& around,
                   const std::string& would) {
        calendar_moves moves;
        with.store().read([&](storage::reader& from) {
            const auto after = circulation::changed(circulation::load_calendar_for(from, by_, over), asked);
            moves = circulation::preview(from, by_, after, over, around);
        });
        with.store().end_turn();
        const shown_moves shown(moves, zone_);
        if (!with.how().json) {
            shown.print();
            return confirm(with, would, yes_);
        }
        moves_ = shown.json();
        if (!yes_) print_json({{"result", "not done"}, {"would", would}});
        return yes_;
    }

    /// Changes the calendar, then what is due.
    template <class Change>
    void carry_out(tool& with, const Change& asked, day_span over, const circulation::surroundings& around) {
        const auto made = write(with, asked, around);
        const int moved = move_all(with, {.by = by_, .days = over, .at = {}, .why = why_}, around, zone_);
        if (with.how().json)
            print_json({{"result", "done"}, {"loans", moved}, {"shelf_times", made.holds}});
        else
            std::cout << "done: " << counted(moved, "loan", "loans") << " and "
                      << counted(made.holds, "shelf time", "shelf times") << " moved\n";
    }

    std::string branch_;
    std::string why_;
    bool yes_ = false;
    circulation::requester by_;
    std::string zone_;
    local_date today_{};

private:
    /// What became of it, with what moves by it.
    void print_json(boost::json::object told) {
        told["moves"] = std::move(moves_);
        std::cout << boost::json::serialize(told) << '\n';
    }

    boost::json::array moves_; ///< as they were shown, for machines
};

class calendar_close final : public calendar_verb {
public:
    std::string_view path() const override { return "calendar close"; }
    std::string_view summary() const override { return "close a branch for some days; moves what is due then"; }
    std::string_view example() const override {
        return "circdesk calendar close MAIN today tomorrow --reason \"Snow\"";
    }
    std::vector<option> options() override {
        return {{"branch", &branch_, "code of the branch", true},
                {"from", &from_, "first closed day: 2026-12-24, today or tomorrow", true},
                {"to", &to_, "last closed day", true},
                {"--reason", &why_, "why, in words for the calendar"},
                without_asking(yes_)};
    }

    int run(tool& with) override {
        begin(with);
        const auto policy = policy_of(with);
        const circulation::surroundings around{.rules = policy, .now = with.now()};
        const circulation::close_branch asked{by_, span(from_, to_), why_};
        std::string would = "this would close ";
        would.append(branch_).append(" from ").append(date_text(asked.days.first));
        would.append(" to ").append(date_text(asked.days.last));
        if (!is_wanted(with, asked, asked.days, around, would)) return refused;
        carry_out(with, asked, asked.days, around);
        return done;
    }

private:
    std::string from_;
    std::string to_;
};

class calendar_open final : public calendar_verb {
public:
    std::string_view path() const override { return "calendar open"; }
    std::string_view summary() const override { return "take closed days out of a branch's calendar again"; }
    std::string_view example() const override {
        return "circdesk calendar open MAIN today tomorrow --reason \"The snow has gone\"";
    }
    std::vector<option> options() override {
        return {{"branch", &branch_, "code of the branch", true},
                {"from", &from_, "first day: 2026-12-24, today or tomorrow", true},
                {"to", &to_, "last day", true},
                {"--reason", &why_, "why"}};
    }

    int run(tool& with) override {
        begin(with);
        const auto policy = policy_of(with);
        const circulation::surroundings around{.rules = policy, .now = with.now()};
        const auto made = write(with, circulation::reopen_branch{by_, span(from_, to_), why_}, around);
        if (made.days == 0)
            throw complaint("no day from " + from_ + " to " + to_ + " is closed for once at " + branch_ +
                                "; weekdays are opened by `circdesk calendar hours`",
                            not_found);
        if (with.how().json) {
            table shown({"days"});
            shown.add({std::to_string(made.days)});
            shown.print_json(std::cout);
        } else {
            std::cout << counted(made.days, "day is", "days are")
                      << " open again; loans keep the dates they were moved to\n";
        }
        return done;
    }

private:
    std::string from_;
    std::string to_;
};

class calendar_hours final : public calendar_verb {
public:
    std::string_view path() const override { return "calendar hours"; }
    std::string_view summary() const override { return "set a branch's opening hours by weekday; moves what is due on days closed"; }
    std::string_view example() const override {
        return "circdesk calendar hours NORTH mon 10:00-18:00 --reason \"Summer hours\" --yes";
    }
    std::vector<option> options() override {
        return {{"branch", &branch_, "code of the branch", true},
                {"weekday", &weekday_, "mon, mon-fri or mon,wed", true},
                {"hours", &hours_, "10:00-19:00, or closed", true},
                {"--reason", &why_, "why"},
                without_asking(yes_)};
    }

    int run(tool& with) override {
        begin(with);
        const auto policy = policy_of(with);
        const circulation::surroundings around{.rules = policy, .now = with.now()};
        circulation::set_opening_hours asked{by_, to_weekdays(weekday_), {}, why_};
        if (hours_ != "closed") asked.open = to_opening(hours_);
        refuse_never_open(with, asked);
        constexpr days far_ahead{3660}; // longer than any loan
        const day_span from_today{today_, today_ + far_ahead};
        std::string would = "this would set the hours of ";
        would.append(branch_).append(" on ").append(weekday_).append(": ").append(hours_);
        if (!is_wanted(with, asked, from_today, around, would)) return refused;
        carry_out(with, asked, from_today, around);
        return done;
    }

private:
    void refuse_never_open(tool& with, const circulation::set_opening_hours& asked) const {
        with.store().read([&](storage::reader& from) {
            const auto before = circulation::load_calendar_for(from, by_, {today_, today_});
            if (circulation::changed(before, asked).days.hours.empty())
                throw complaint("then " + branch_ + " would never open; leave it one weekday, and close it for a time by "
                                                    "`circdesk calendar close`");
        });
    }

    std::string weekday_;
    std::string hours_;
};

} // namespace

std::unique_ptr<command> make_calendar_close() { return std::make_unique<calendar_close>(); }
std::unique_ptr<command> make_calendar_open() { return std::make_unique<calendar_open>(); }
std::unique_ptr<command> make_calendar_hours() { return std::make_unique<calendar_hours>(); }

} // namespace circ::tool
