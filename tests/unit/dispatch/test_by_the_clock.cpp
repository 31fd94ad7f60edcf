// No answer depends on whether the day's work has been done: what is over by its date is over.

#include "tests/unit/circulation/day_library.hpp"
#include "tests/unit/dispatch/riverton.hpp"

namespace circ::dispatch::test {
namespace {

using std::chrono::days;
using storage::hold_state;

/// The small library, spoken to through a kiosk's door.
class spoken_to : public circ::test::day_library {
public:
    std::string say(const std::string& line) {
        const auto door = make_door([this](config::profile&, sip2_door& at) {
            at.identity = terminal_identity{rows.kiosk, rows.institution, rows.main};
        });
        const auto message = request(line);
        auto asked = to_operation({.message = message, .once_only_text = {}, .at = now}, door);
        if (const auto* given = std::get_if<sip2::response>(&asked)) return line_of(*given, door);
        auto outcome = std::visit(
            [this](const auto& operation) { return any_outcome{perform(operation)}; }, std::get<any_operation>(asked));
        return line_of(to_answer(message, outcome, door, now), door);
    }

    /// All that can be seen of both readers and the item.
    std::string all_to_see() {
        std::string seen = say("1720260302    100000AOTOWN|ABi1|") + '\n';
        for (const char* card : {"p1", "p2"})
            for (std::size_t list = 0; list < 6; ++list) {
                std::string summary(10, ' ');
                summary[list] = 'Y';
                seen += say("6300120260302    100000" + summary + "AOTOWN|AA" + card + "|") + '\n';
            }
        return seen;
    }
};

struct clock_case {
    std::string name;
    std::function<void(spoken_to&)> given;
    int days_later = 2;
    std::string then; ///< what is asked next
    std::string job;  ///< which finds somebody, so that the case is one

    friend std::ostream& operator<<(std::ostream& out, const clock_case& row) { return out << row.name; }
};

const std::string checkin_line = "09N20260302    10000020260302    100000APMAIN|AOTOWN|ABi1|AC|";
const std::string hold_line = "15+20260302    100000BSMAIN|BY2|AOTOWN|AAp1|ABi1|";
std::string checkout_line(const std::string& card) {
    return "11YN20260302    100000                  AOTOWN|AA" + card + "|ABi1|AC|";
}

void shelve(spoken_to& f) {
    f.add_hold("p1", [&](storage::hold& hold) {
        hold.state = hold_state::on_shelf;
        hold.trapped_item = f.rows.item.id;
        hold.shelf_until = f.today() + days{1};
    });
}
void shelve_with_one_behind(spoken_to& f) {
    shelve(f);
    f.add_hold("p2");
}
void hold_until_tomorrow(spoken_to& f) {
    f.add_hold("p1", [&](storage::hold& hold) { hold.expires_on = f.today() + days{1}; });
}
void suspend_until_tomorrow(spoken_to& f) {
    f.add_hold("p1", [&](storage::hold& hold) {
        hold.state = hold_state::suspended;
        hold.suspended_until = f.today() + days{1};
    });
}

class the_answers : public testing::TestWithParam<clock_case> {};

TEST_P(the_answers, are_the_same_whether_the_job_has_run_never_once_or_twice) {
    std::vector<std::string> told;
    for (int times = 0; times < 3; ++times) {
        spoken_to f;
        GetParam().given(f);
        f.now += days{GetParam().days_later};
        for (int i = 0; i < times; ++i) {
            const auto done = f.do_day();
            EXPECT_TRUE(i > 0 || done.find(GetParam().job) != std::string::npos) << done;
        }
        std::string all = f.all_to_see();
        all += f.say(GetParam().then) + '\n' + f.all_to_see();
        told.push_back(all);
    }
    EXPECT_EQ(told[0], told[1]);
    EXPECT_EQ(told[0], told[2]);
}

INSTANTIATE_TEST_SUITE_P(
    by_date, the_answers,
    testing::Values(
        clock_case{"shelf_time_over_then_scanned", shelve, 2, checkin_line, "end_shelf_time"},
        clock_case{"shelf_time_over_then_lent_to_another", shelve, 2, checkout_line("p2"), "end_shelf_time"},
        clock_case{"shelf_time_over_then_lent_to_its_reader", shelve, 2, checkout_line("p1"), "end_shelf_time"},
        clock_case{"shelf_time_over_with_one_behind_then_scanned", shelve_with_one_behind, 2, checkin_line,
                   "end_shelf_time"},
        clock_case{"shelf_time_over_with_one_behind_then_lent_to_its_reader", shelve_with_one_behind, 2,
                   checkout_line("p1"), "end_shelf_time"},
        clock_case{"shelf_time_over_then_held_again", shelve, 2, hold_line, "end_shelf_time"},
        clock_case{"hold_past_its_date_then_scanned", hold_until_tomorrow, 2, checkin_line, "lapse_holds"},
        clock_case{"hold_past_its_date_then_lent_to_another", hold_until_tomorrow, 2, checkout_line("p2"),
                   "lapse_holds"},
        clock_case{"hold_past_its_date_then_held_again", hold_until_tomorrow, 2, hold_line, "lapse_holds"},
        clock_case{"hold_past_its_date_in_front_of_another",
                   [](spoken_to& f) {
                       hold_until_tomorrow(f);
                       f.add_hold("p2");
                   },
                   2, checkout_line("p1"), "lapse_holds"},
        clock_case{"hold_past_its_date_counts_for_no_limit",
                   [](spoken_to& f) {
                       f.set_policy({circ::test::set("max_holds", 1)});
                       storage::title_id other;
                       f.store.write([&](storage::unit_of_work& in) {
                           other = f.rows.another_title(in, "Something else").id;
                       });
                       f.add_hold("p1", [&](storage::hold& hold) {
                           hold.title = other;
                           hold.expires_on = f.today() + days{1};
                       });
                   },
                   2, hold_line, "lapse_holds"},
        clock_case{"suspended_hold_wakes_then_scanned", suspend_until_tomorrow, 2, checkin_line, "wake_holds"},
        clock_case{"suspended_hold_wakes_then_lent_to_another", suspend_until_tomorrow, 2, checkout_line("p2"),
                   "wake_holds"},
        clock_case{"card_past_its_date",
                   [](spoken_to& f) {
                       f.store.write([&](storage::unit_of_work& in) {
                           auto who = in.find_patron(f.patron("p2").id).value();
                           who.expires_on = f.today() + days{5};
                           in.change(who);
                       });
                   },
                   6, checkout_line("p2"), ""},
        clock_case{"loan_overdue",
                   [](spoken_to& f) { EXPECT_EQ(f.checkout("p1", "i1").result, verdict::done); }, 60, checkin_line,
                   "overdue_notices"}),
    [](const auto& of) { return of.param.name; });

} // namespace
} // namespace circ::dispatch::test
