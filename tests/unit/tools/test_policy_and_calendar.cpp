// policy explain, policy check and the verbs of the calendar, over a small library.

#include "server/circulation/local_time.hpp"
#include "storage/store.hpp"
#include "tests/unit/storage/scratch_folder.hpp"
#include "tools/circdesk/calendar_words.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

namespace circ::test {
namespace {

using namespace storage;
using testing::HasSubstr;
using testing::Not;
using tool::date_text;
using std::chrono::days;

struct answer {
    int code = 0;
    std::string text; ///< printed, or the complaint
};

/// The settings that ship, with rules of policy before the others, one behind them, and lines of the
/// last rule left out.
struct policy_file {
    std::string first;
    std::string last;
    std::string without;

    [[nodiscard]] std::string text() const {
        std::ifstream in(std::string(CIRC_SOURCE_DIR) + "/config/circdesk.toml");
        std::string made;
        bool has_begun = false;
        for (std::string line; std::getline(in, line);) {
            if (line == "[[policy]]" && !has_begun) made += first;
            has_begun = has_begun || line == "[[policy]]";
            if (without.empty() || !line.starts_with(without)) made += line + '\n';
        }
        return made + last;
    }
};

class policy_and_calendar : public testing::Test {
protected:
    policy_and_calendar() {
        write_and_wait(with.store(true), [this](unit_of_work& unit) { fill(unit); });
        today = circulation::date_in(with.now(), "Europe/Berlin");
    }

    answer run(std::unique_ptr<tool::command> verb, const std::map<std::string_view, std::string>& words) {
        return run(with, std::move(verb), words);
    }

    static answer run(tool::tool& in, std::unique_ptr<tool::command> verb,
                      const std::map<std::string_view, std::string>& words) {
        for (const auto& each : verb->options()) {
            const auto found = words.find(each.name);
            if (found == words.end()) continue;
            if (auto* const text = std::get_if<std::string*>(&each.into)) **text = found->second;
            if (auto* const flag = std::get_if<bool*>(&each.into)) **flag = true;
        }
        testing::internal::CaptureStdout();
        try {
            const int code = verb->run(in);
            return {code, testing::internal::GetCapturedStdout()};
        } catch (const tool::complaint& about) {
            static_cast<void>(testing::internal::GetCapturedStdout());
            return {about.code(), about.what()};
        }
    }

    /// What policy check says of these settings.
    answer check(const policy_file& of) {
        const auto name = folder.file("circdesk.toml");
        std::ofstream(name) << of.text();
        tool::tool other({.settings_file = name, .data_dir = folder.file("data"), .operator_name = "jo"});
        return run(other, tool::make_policy_check(), {});
    }

    template <class Question>
    auto ask(Question question) {
        std::optional<decltype(question(std::declval<reader&>()))> found;
        with.store().read([&](reader& from) { found.emplace(question(from)); });
        with.store().end_turn();
        return std::move(*found);
    }

    instant due() {
        return ask([&](reader& from) { return from.item_by_barcode(library.id, "i1")->open_loan.value().due_at; });
    }

    scratch_folder folder;
    tool::tool with{{.data_dir = folder.file("data"), .operator_name = "jo"}};
    institution library{.code = "TOWN", .name = "Town library", .currency = "EUR", .decimals = 2, .language = "en",
                        .time_zone = "Europe/Berlin"};
    branch main;
    local_date today{};

private:
    /// p1, an adult, has i1, a book of MAIN, for ten days; i2 stands on the hold shelf.
    void fill(unit_of_work& unit) {
        library.id = unit.new_id<institution_id>();
        unit.add(library);
        main = {.id = unit.new_id<branch_id>(), .institution = library.id, .code = "MAIN", .name = "Main Library",
                .address = {}, .time_zone = "Europe/Berlin"};
        unit.add(main);
        const title book{.id = unit.new_id<title_id>(), .institution = library.id, .control_number = "c1",
                         .text = "The art of fugue"};
        unit.add(book);
        const patron who{.id = unit.new_id<patron_id>(), .institution = library.id, .family_name = "Reader",
                         .category = "adult", .branch = main.id, .created_at = with.now()};
        unit.add(who);
        unit.add(card{.id = unit.new_id<card_id>(), .institution = library.id, .number = "p1", .patron = who.id,
                      .since = with.now()});
        const auto day = circulation::date_in(with.now(), "Europe/Berlin");
        item copy{.id = unit.new_id<item_id>(), .institution = library.id, .barcode = "i1", .title = book.id,
                  .branch = main.id, .place = main.id, .item_type = "book", .created_at = with.now()};
        unit.add(copy);
        unit.add(loan{.id = unit.new_id<loan_id>(), .item = copy.id, .patron = who.id, .branch = main.id,
                      .lent_at = with.now(), .due_at = circulation::end_of_day(day + days{10}, "Europe/Berlin")});
        copy.id = unit.new_id<item_id>();
        copy.barcode = "i2";
        unit.add(copy);
        unit.add(hold{.id = unit.new_id<hold_id>(), .institution = library.id, .title = book.id, .patron = who.id,
                      .pickup = main.id, .placed_at = with.now(), .rank = 1, .state = hold_state::on_shelf,
                      .trapped_item = copy.id, .trapped_at = with.now(), .shelf_until = day + days{10}});
    }
};

// --- policy

TEST_F(policy_and_calendar, explain_tells_each_term_with_its_rule) {
    const auto told = run(tool::make_policy_explain(), {{"card", "p1"}, {"item", "i1"}});
    EXPECT_EQ(told.code, tool::done);
    EXPECT_THAT(told.text, HasSubstr("patron category adult, of branch MAIN; item type book"));
    EXPECT_THAT(told.text, testing::ContainsRegex("\nloan  *for_loan  *true  *everyone\n"));
    EXPECT_THAT(told.text, testing::ContainsRegex("\nrenewal  *max_renewals  *2  *everyone\n"));
    EXPECT_THAT(told.text, testing::ContainsRegex("\n  *fixed_due_date  *none  *everyone\n"));
    EXPECT_EQ(run(tool::make_policy_explain(), {{"card", "p1"}, {"item", "i9"}}).code, tool::not_found);
    EXPECT_EQ(run(tool::make_policy_explain(), {{"card", "p9"}, {"item", "i1"}}).code, tool::not_found);
    EXPECT_EQ(run(tool::make_policy_explain(), {{"card", "p1"}, {"item", "i1"}, {"--at", "WEST"}}).code, tool::not_found);
}

TEST_F(policy_and_calendar, check_finds_nothing_wrong_but_words_of_no_record) {
    const auto told = run(tool::make_policy_check(), {});
    EXPECT_EQ(told.code, tool::done);
    EXPECT_THAT(told.text, HasSubstr("policy.children.when.patron_category: no record of the library has 'child'; "
                                     "there are: adult"));
    EXPECT_THAT(told.text, Not(HasSubstr("mistake")));
}

TEST_F(policy_and_calendar, check_names_whom_a_key_is_missing_for) {
    const auto told = check({.first = {}, .last = {}, .without = "max_loans = 20"});
    EXPECT_EQ(told.code, tool::refused);
    EXPECT_THAT(told.text, testing::ContainsRegex("circdesk.toml:[0-9]+:1: policy.set.max_loans: no rule sets it for "
                                                  "everything no other rule is for; let a last rule without conditions"));
}

TEST_F(policy_and_calendar, check_names_the_rule_that_can_never_match) {
    const auto told = check({.first = {},
                             .last = "[[policy]]\nname = \"too late\"\nwhen = { item_type = [\"dvd\"] }\n"
                                     "[policy.set]\nloan_days = 3\n",
                             .without = {}});
    EXPECT_EQ(told.code, tool::refused);
    EXPECT_THAT(told.text, testing::ContainsRegex("circdesk.toml:[0-9]+:1: policy.too late: can never decide anything"));
}

TEST_F(policy_and_calendar, check_names_a_value_that_cannot_be) {
    const auto told = check({.first = "[[policy]]\nname = \"odd\"\nwhen = { item_type = [\"book\"] }\n"
                                      "[policy.set]\nrenew_from = \"sometimes\"\n",
                             .last = {},
                             .without = {}});
    EXPECT_EQ(told.code, tool::refused);
    EXPECT_THAT(told.text, HasSubstr("policy.odd.set.renew_from: must be one of: due now"));
}

TEST_F(policy_and_calendar, check_warns_of_a_mistyped_word) {
    const auto told = check({.first = "[[policy]]\nname = \"odd\"\nwhen = { item_type = [\"bok\"], place = [\"MIAN\"] }\n"
                                      "[policy.set]\nloan_days = 3\n",
                             .last = {},
                             .without = {}});
    EXPECT_EQ(told.code, tool::done) << "a warning is no mistake";
    EXPECT_THAT(told.text, HasSubstr("policy.odd.when.item_type: no record of the library has 'bok'; there are: book"));
    EXPECT_THAT(told.text, HasSubstr("policy.odd.when.place: no record of the library has 'MIAN'; there are: MAIN"));
}

// --- calendar

TEST_F(policy_and_calendar, close_shows_what_would_move_and_moves_it) {
    const std::map<std::string_view, std::string> words{{"branch", "MAIN"},
                                                        {"from", date_text(today + days{9})},
                                                        {"to", date_text(today + days{11})},
                                                        {"--reason", "Burst pipe"}};
    const auto before = due();
    auto told = run(tool::make_calendar_close(), words);
    EXPECT_EQ(told.code, tool::refused) << "as all that says first what it would do";
    EXPECT_THAT(told.text, testing::ContainsRegex("due date  *" + date_text(today + days{10}) + "  *" +
                                                  date_text(today + days{12}) + "  *1\n"));
    EXPECT_THAT(told.text, testing::ContainsRegex("shelf time  *" + date_text(today + days{10}) + "  *" +
                                                  date_text(today + days{13}) + "  *1\n"));
    EXPECT_THAT(told.text, HasSubstr("this would close MAIN from " + date_text(today + days{9}) + " to " +
                                     date_text(today + days{11}) + "; nothing is changed yet"));
    EXPECT_EQ(due(), before);

    auto decided = words;
    decided["--yes"] = "";
    told = run(tool::make_calendar_close(), decided);
    EXPECT_THAT(told.text, HasSubstr("done: 1 loan and 1 shelf time moved"));
    EXPECT_EQ(due(), circulation::end_of_day(today + days{12}, "Europe/Berlin"));

    told = run(tool::make_calendar_show(),
               {{"branch", "MAIN"}, {"--from", date_text(today + days{8})}, {"--to", date_text(today + days{9})}});
    EXPECT_THAT(told.text, testing::ContainsRegex(date_text(today + days{8}) + " .* all day"));
    EXPECT_THAT(told.text, testing::ContainsRegex(date_text(today + days{9}) + " .* closed  *Burst pipe"));

    told = run(tool::make_calendar_open(), {{"branch", "MAIN"},
                                            {"from", date_text(today + days{9})},
                                            {"to", date_text(today + days{9})},
                                            {"--reason", "Mended"}});
    EXPECT_EQ(told.text, "1 day is open again; loans keep the dates they were moved to\n");
    EXPECT_EQ(due(), circulation::end_of_day(today + days{12}, "Europe/Berlin"));
}

TEST_F(policy_and_calendar, machines_are_told_what_would_be_done_and_what_was) {
    std::map<std::string_view, std::string> closed{
        {"branch", "MAIN"}, {"from", date_text(today + days{9})}, {"to", date_text(today + days{11})}, {"--reason", "Flood"}};
    std::map<std::string_view, std::string> week{
        {"branch", "MAIN"}, {"weekday", "mon-sat"}, {"hours", "00:00-23:59"}, {"--reason", "As decided"}};
    tool::tool machine({.data_dir = folder.file("data"), .operator_name = "jo", .json = true});
    auto told = run(machine, tool::make_calendar_hours(), week);
    EXPECT_EQ(told.code, tool::refused);
    EXPECT_THAT(told.text, HasSubstr(R"("result":"not done","would":"this would set the hours of MAIN on mon-sat: 00:00-23:59")"));
    told = run(machine, tool::make_calendar_close(), closed);
    EXPECT_EQ(told.code, tool::refused);
    EXPECT_THAT(told.text, HasSubstr(R"({"result":"not done","would":"this would close MAIN from )"));
    EXPECT_THAT(told.text, HasSubstr(R"("moves":[{"what":"due date")"));
    closed["--yes"] = "";
    told = run(machine, tool::make_calendar_close(), closed);
    EXPECT_EQ(told.code, tool::done);
    EXPECT_THAT(told.text, HasSubstr(R"({"result":"done","loans":1,"shelf_times":1,"moves":[{"what":"due date")"));
}

TEST_F(policy_and_calendar, whoever_sits_at_a_terminal_is_asked_before_anything_moves) {
    const std::map<std::string_view, std::string> closed{
        {"branch", "MAIN"}, {"from", date_text(today + days{9})}, {"to", date_text(today + days{11})}, {"--reason", "Flood"}};
    const std::map<std::string_view, std::string> week{
        {"branch", "MAIN"}, {"weekday", "mon-sat"}, {"hours", "09:30-18:00"}, {"--reason", "As decided"}};
    tool::tool at_terminal({.data_dir = folder.file("data"), .operator_name = "jo", .can_be_asked = true});
    std::istringstream answers("no\nno\nyes\n");
    auto* const before = std::cin.rdbuf(answers.rdbuf());
    const auto first_due = due();
    for (const auto& told : {run(at_terminal, tool::make_calendar_close(), closed),
                             run(at_terminal, tool::make_calendar_hours(), week)}) {
        EXPECT_EQ(told.code, tool::refused);
        EXPECT_THAT(told.text, HasSubstr("nothing is changed"));
    }
    EXPECT_EQ(due(), first_due);
    EXPECT_TRUE(ask([&](reader& from) { return from.calendar_of(main.id, today).hours; }).empty());
    const auto told = run(at_terminal, tool::make_calendar_close(), closed);
    std::cin.rdbuf(before);
    EXPECT_EQ(told.code, tool::done) << told.text;
    EXPECT_THAT(told.text, HasSubstr("this would close MAIN from"));
    EXPECT_EQ(due(), circulation::end_of_day(today + days{12}, "Europe/Berlin"));
}

TEST_F(policy_and_calendar, hours_are_set_by_weekday) {
    EXPECT_EQ(run(tool::make_calendar_hours(),
                  {{"branch", "MAIN"}, {"weekday", "mon-sat"}, {"hours", "09:30-18:00"}, {"--reason", "As decided"}})
                  .code,
              tool::refused);
    const auto told = run(tool::make_calendar_hours(), {{"branch", "MAIN"},
                                                        {"weekday", "mon-sat"},
                                                        {"hours", "09:30-18:00"},
                                                        {"--reason", "As the council decided"},
                                                        {"--yes", ""}});
    EXPECT_EQ(told.code, tool::done);
    const auto kept = ask([&](reader& from) { return from.calendar_of(main.id, today).hours; });
    ASSERT_EQ(kept.size(), 7U) << "no hours were kept, and so Sunday stays open";
    EXPECT_EQ(kept[0].opens, std::chrono::minutes{570});
    EXPECT_EQ(kept[6].closes, days{1});
}

TEST_F(policy_and_calendar, a_weekday_closed_moves_what_is_due_on_it) {
    const auto weekday = std::chrono::weekday{today + days{10}}.iso_encoding();
    const auto told = run(tool::make_calendar_hours(),
                          {{"branch", "MAIN"},
                           {"weekday", std::string(tool::weekday_text(static_cast<int>(weekday)))},
                           {"hours", "closed"},
                           {"--reason", "No staff"},
                           {"--yes", ""}});
    EXPECT_THAT(told.text, HasSubstr("done: 1 loan and 1 shelf time moved"));
    EXPECT_EQ(due(), circulation::end_of_day(today + days{11}, "Europe/Berlin"));
}

TEST_F(policy_and_calendar, refuses_with_the_way_out) {
    const auto close = [&](std::map<std::string_view, std::string> words) {
        words.emplace("branch", "MAIN");
        return run(tool::make_calendar_close(), words);
    };
    const auto day = date_text(today);
    EXPECT_THAT(close({{"from", day}, {"to", day}}).text, HasSubstr("give the reason with --reason"));
    EXPECT_EQ(close({{"from", "24.12.2026"}, {"to", day}, {"--reason", "x"}}).code, tool::wrong_usage);
    EXPECT_THAT(close({{"from", "tomorrow"}, {"to", "today"}, {"--reason", "x"}}).text, HasSubstr("before the first"));
    EXPECT_THAT(close({{"from", day}, {"to", date_text(today + days{400})}, {"--reason", "x"}}).text,
                HasSubstr("more than a year"));
    EXPECT_EQ(run(tool::make_calendar_show(), {{"branch", "WEST"}}).code, tool::not_found);
    EXPECT_EQ(run(tool::make_calendar_open(), {{"branch", "MAIN"}, {"from", day}, {"to", day}, {"--reason", "x"}}).code,
              tool::not_found);
    EXPECT_THAT(run(tool::make_calendar_hours(),
                    {{"branch", "MAIN"}, {"weekday", "mon-sun"}, {"hours", "closed"}, {"--reason", "x"}})
                    .text,
                HasSubstr("would never open"));
}

TEST(calendar_words, are_read_as_an_operator_types_them) {
    EXPECT_EQ(tool::to_weekdays("mon"), (std::vector{1}));
    EXPECT_EQ(tool::to_weekdays("mon-wed,sun"), (std::vector{1, 2, 3, 7}));
    EXPECT_THROW(static_cast<void>(tool::to_weekdays("sat-mon")), tool::complaint);
    EXPECT_THROW(static_cast<void>(tool::to_weekdays("monday")), tool::complaint);
    EXPECT_EQ(tool::opening_text(tool::to_opening("00:00-24:00")), "00:00-24:00");
    for (const char* wrong : {"9-18", "09:00", "18:00-09:00", "09:00-24:01", "09:60-18:00", ""})
        EXPECT_THROW(static_cast<void>(tool::to_opening(wrong)), tool::complaint) << wrong;
}

} // namespace
} // namespace circ::test
