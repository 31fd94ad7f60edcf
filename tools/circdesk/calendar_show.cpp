#include "server/circulation/calendar.hpp"
#include "server/circulation/facts.hpp"
#include "tools/circdesk/calendar_words.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/rules.hpp"
#include "tools/circdesk/table.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <algorithm>
#include <iostream>

namespace circ::tool {
namespace {

using std::chrono::days;
using storage::local_date;

class calendar_show final : public command {
public:
    std::string_view path() const override { return "calendar show"; }
    std::string_view summary() const override { return "when a branch is open, day by day"; }
    std::string_view example() const override { return "circdesk calendar show MAIN"; }
    std::vector<option> options() override {
        return {{"branch", &branch_, "code of the branch", true},
                {"--from", &from_, "first day; today"},
                {"--to", &to_, "last day; two weeks later"}};
    }

    int run(tool& with) override {
        const auto by = operator_at(with, branch_);
        table shown({"day", "weekday", "open", "why"});
        storage::branch where;
        with.store().read([&](storage::reader& from) {
            where = from.find_branch(by.branch).value();
            fill(shown, from, where, with.now());
        });
        if (with.how().json) {
            shown.print_json(std::cout);
            return done;
        }
        std::cout << where.code << ", " << where.name << ", on the clock of " << where.time_zone << '\n';
        shown.print(std::cout);
        return done;
    }

private:
    void fill(table& shown, storage::reader& from, const storage::branch& where, storage::instant now) const {
        const auto today = circulation::date_in(now, where.time_zone);
        const auto first = to_day(from_, today);
        const auto last = to_.empty() ? first + days{13} : to_day(to_, today);
        if (last < first) throw complaint("the last day lies before the first", wrong_usage);
        const auto calendar = from.calendar_of(where.id, first);
        const auto closed = from.closed_days(where.id, first, last);
        for (auto day = first; day <= last; day += days{1}) add_day(shown, day, calendar, closed);
    }

    static void add_day(table& shown, local_date day, const storage::calendar& calendar,
                        const std::vector<storage::closed_day>& closed) {
        const auto weekday = static_cast<int>(std::chrono::weekday{day}.iso_encoding());
        const auto hours = std::ranges::find(calendar.hours, weekday, &storage::opening_hours::weekday);
        const auto once = std::ranges::find(closed, day, &storage::closed_day::day);
        std::string open = "all day"; // no hours are kept
        if (hours != calendar.hours.end()) open = opening_text({hours->opens, hours->closes});
        if (once != closed.end() || (!calendar.hours.empty() && hours == calendar.hours.end())) open = "closed";
        shown.add({date_text(day), std::string(weekday_text(weekday)), open, once == closed.end() ? "" : once->reason});
    }

    std::string branch_;
    std::string from_ = "today";
    std::string to_;
};

} // namespace

std::unique_ptr<command> make_calendar_show() { return std::make_unique<calendar_show>(); }

} // namespace circ::tool
