// Each verb of the day's work, of notices and of the counters, once, over a small library.

#include "server/circulation/local_time.hpp"
#include "tests/unit/storage/scratch_folder.hpp"
#include "tests/unit/tools/run_verb.hpp"
#include "tools/circdesk/command.hpp"
#include "tools/circdesk/commands.hpp"
#include "tools/circdesk/tool.hpp"
#include "tools/circdesk/wording.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

namespace circ::test {
namespace {

using std::chrono::days;
using testing::HasSubstr;

/// A branch, a reader whose card ends soon and one with a hold that is over.
class day_verbs : public testing::Test {
protected:
    day_verbs() {
        tool::tool with(how());
        now_ = with.now();
        storage::write_and_wait(with.store(true), [this](storage::unit_of_work& in) { fill(in); });
    }

    void fill(storage::unit_of_work& in) {
        const storage::institution library{.id = in.new_id<storage::institution_id>(), .code = "TOWN", .name = "Town",
                                           .currency = "EUR", .decimals = 2, .language = "en", .time_zone = "UTC"};
        in.add(library);
        const storage::branch main{.id = in.new_id<storage::branch_id>(), .institution = library.id, .code = "MAIN",
                                   .name = "Main", .address = {}, .time_zone = "UTC"};
        in.add(main);
        storage::title title;
        title.id = in.new_id<storage::title_id>();
        title.institution = library.id;
        title.text = "The art of fugue";
        in.add(title);
        storage::patron who;
        who.id = in.new_id<storage::patron_id>();
        who.institution = library.id;
        who.branch = main.id;
        who.category = "adult";
        who.family_name = "Reader";
        who.expires_on = today() + days{10};
        in.add(who);
        storage::card card;
        card.id = in.new_id<storage::card_id>();
        card.institution = library.id;
        card.number = "2900700";
        card.patron = who.id;
        in.add(card);
        storage::hold hold;
        hold.id = in.new_id<storage::hold_id>();
        hold.institution = library.id;
        hold.title = title.id;
        hold.patron = who.id;
        hold.pickup = main.id;
        hold.expires_on = today() - days{1};
        in.add(hold);
        in.count({.day = today(), .branch = main.id, .item_type = "book", .collection = {}, .patron_category = "adult",
                  .age_band = {}, .kind = "checkout"},
                 3);
        in.count({.day = today(), .branch = main.id, .item_type = "dvd", .collection = {}, .patron_category = "adult",
                  .age_band = {}, .kind = "checkout"},
                 2);
        in.count({.day = today() - days{400}, .branch = main.id, .item_type = "dvd", .collection = {},
                  .patron_category = {}, .age_band = {}, .kind = "checkout"},
                 50);
    }

    [[nodiscard]] storage::local_date today() const {
        return storage::local_date{std::chrono::floor<days>(now_).time_since_epoch()};
    }

    tool::tool::common_options how(bool json = false) {
        return {.settings_file = settings_, .data_dir = folder_.file("data"), .operator_name = "anna", .json = json};
    }

    using words = std::map<std::string_view, std::string>;
    ran run(std::unique_ptr<tool::command> verb, const words& said = {}, bool json = false) {
        for (const auto& each : verb->options()) {
            if (!said.contains(each.name)) continue;
            if (auto* const* flag = std::get_if<bool*>(&each.into))
                **flag = true;
            else if (auto* const* list = std::get_if<std::vector<std::string>*>(&each.into))
                (**list).push_back(said.at(each.name));
            else
                *std::get<std::string*>(each.into) = said.at(each.name);
        }
        return run_verb(*verb, how(json));
    }

    std::vector<storage::notice> notices(storage::notice_state in) {
        std::vector<storage::notice> found;
        tool::tool with(how());
        const auto of = with.institution().id;
        with.store().read([&](storage::reader& from) { found = from.notices_in(of, in, {}, 10); });
        return found;
    }

    scratch_folder folder_;
    std::optional<std::string> settings_;
    storage::instant now_{};
};

TEST_F(day_verbs, say_first_what_would_be_done_and_then_do_it_once) {
    const auto before = run(tool::make_day_status());
    EXPECT_EQ(before.code, tool::done);
    EXPECT_THAT(before.out, HasSubstr("not due yet"));

    const auto tried = run(tool::make_day_run(), {{"--dry-run", ""}});
    EXPECT_EQ(tried.code, tool::done);
    EXPECT_THAT(tried.out, HasSubstr("The art of fugue"));
    EXPECT_THAT(tried.out, HasSubstr("card_notices"));
    EXPECT_TRUE(notices(storage::notice_state::waiting).empty());
    EXPECT_THAT(run(tool::make_day_status()).out, HasSubstr("not due yet"));

    EXPECT_EQ(run(tool::make_day_run()).code, tool::done);
    EXPECT_EQ(notices(storage::notice_state::waiting).size(), 2U);
    const auto after = run(tool::make_day_status());
    EXPECT_EQ(after.code, tool::done);
    EXPECT_THAT(after.out, HasSubstr("in time"));
    EXPECT_THAT(after.wrong, HasSubstr("notices wait and no program takes them"));
    EXPECT_EQ(run(tool::make_day_run(), {{"--dry-run", ""}}).out, "nothing is to be done\n");
}

TEST_F(day_verbs, say_what_is_left_to_a_library_system_that_keeps_the_book_of_record) {
    settings_ = folder_.file("circdesk.toml");
    std::ofstream(*settings_) << "[[ncip_backend]]\nname = \"main\"\nurl = \"http://127.0.0.1/\"\n"
                                 "[[relay]]\nbackend = \"main\"\n";
    EXPECT_EQ(run(tool::make_day_run(), {{"--dry-run", ""}}).out, "nothing is to be done\n");
    const auto made = run(tool::make_day_run());
    EXPECT_EQ(made.code, tool::done);
    EXPECT_THAT(made.wrong, HasSubstr("main keeps the book of record"));
    EXPECT_TRUE(notices(storage::notice_state::waiting).empty());
    const auto after = run(tool::make_day_status());
    EXPECT_EQ(after.code, tool::done);
    EXPECT_THAT(after.out, HasSubstr("at main"));
    EXPECT_THAT(after.out, HasSubstr("in time")) << "what our store keeps";
    EXPECT_THAT(after.wrong, HasSubstr("main keeps the book of record"));
}

TEST_F(day_verbs, refuse_a_day_to_come_and_a_branch_that_is_not_there) {
    EXPECT_EQ(run(tool::make_day_run(), {{"--date", "tomorrow"}}).code, tool::wrong_usage);
    const auto made = run(tool::make_day_run(), {{"--branch", "NOWHERE"}});
    EXPECT_EQ(made.code, tool::not_found);
    EXPECT_EQ(made.wrong, "there is no branch NOWHERE");
}

/// Whatever the hour: the one is at least a day ahead of the other.
TEST_F(day_verbs, take_a_day_on_the_calendar_of_the_branch) {
    tool::tool with(how());
    storage::write_and_wait(with.store(), [of = with.institution().id](storage::unit_of_work& in) {
        for (const auto& [code, zone] : {std::pair{"AHEAD", "Pacific/Kiritimati"}, {"BEHIND", "Pacific/Pago_Pago"}})
            in.add(storage::branch{.id = in.new_id<storage::branch_id>(), .institution = of, .code = code, .name = code,
                                   .address = {}, .time_zone = zone});
    });
    const auto day = tool::date_text(circulation::date_in(with.now(), "Pacific/Kiritimati"));
    const auto made = run(tool::make_day_run(), {{"--date", day}, {"--branch", "AHEAD"}});
    EXPECT_EQ(made.code, tool::done) << made.wrong;
    EXPECT_THAT(made.out, HasSubstr(day));
    EXPECT_EQ(run(tool::make_day_run(), {{"--date", day}, {"--branch", "BEHIND"}}).wrong,
              day + " is still to come: its work cannot be done yet");
}

TEST_F(day_verbs, list_export_and_acknowledge_notices) {
    EXPECT_EQ(run(tool::make_notice_list()).out, "nothing is on this list\n");
    ASSERT_EQ(run(tool::make_day_run()).code, tool::done);
    const auto listed = run(tool::make_notice_list());
    EXPECT_THAT(listed.out, HasSubstr("hold_lapsed"));
    EXPECT_THAT(listed.out, HasSubstr("The art of fugue"));
    EXPECT_THAT(listed.out, HasSubstr("card_expiring"));
    EXPECT_THAT(listed.out, HasSubstr("card 2900700 until " + tool::date_text(today() + days{10})));
    const auto exported = run(tool::make_notice_export());
    EXPECT_THAT(exported.out, HasSubstr(R"("kind":"hold_lapsed")"));
    const auto waiting = notices(storage::notice_state::waiting);
    ASSERT_EQ(waiting.size(), 2U);

    EXPECT_EQ(run(tool::make_notice_acknowledge(), {{"notices", std::to_string(waiting[1].id.value)}}).out,
              "1 notice has been taken over\n");
    EXPECT_EQ(run(tool::make_notice_acknowledge(), {{"--through", std::to_string(waiting[1].id.value)}}).out,
              "1 notice has been taken over\n");
    EXPECT_EQ(notices(storage::notice_state::handed_over).size(), 2U);
    EXPECT_EQ(run(tool::make_notice_export()).out, "[]\n");
    EXPECT_EQ(run(tool::make_notice_acknowledge()).code, tool::wrong_usage);
    EXPECT_EQ(run(tool::make_notice_acknowledge(), {{"notices", "1"}}).code, tool::not_found);
}

TEST_F(day_verbs, give_notices_up_and_let_them_wait_again) {
    ASSERT_EQ(run(tool::make_day_run()).code, tool::done);
    const auto id = notices(storage::notice_state::waiting).front();
    const words said{{"notice", std::to_string(id.id.value)}, {"--reason", "told in person"}};
    EXPECT_EQ(run(tool::make_notice_give_up(), said).code, tool::done);
    EXPECT_EQ(run(tool::make_notice_give_up(), said).code, tool::refused);
    EXPECT_THAT(run(tool::make_notice_list(), {{"--state", "given_up"}}).out, HasSubstr("hold_lapsed"));
    EXPECT_EQ(run(tool::make_notice_retry(), said).code, tool::done);
    tool::tool with(how());
    with.store().read([&](storage::reader& from) {
        const auto events = from.events_of_patron(id.patron, 2);
        ASSERT_EQ(events.size(), 2U);
        EXPECT_EQ(events[1].kind, "notice_given_up");
        EXPECT_EQ(events[0].kind, "notice_retried");
        EXPECT_EQ(events[0].by, "anna");
        EXPECT_EQ(events[0].reason, "told in person");
    });
    EXPECT_EQ(run(tool::make_notice_retry(), {{"notice", "x"}, {"--reason", "y"}}).code, tool::wrong_usage);
    EXPECT_EQ(run(tool::make_notice_list(), {{"--state", "lost"}}).code, tool::wrong_usage);
}

TEST_F(day_verbs, hand_notices_over_to_a_program) {
    EXPECT_EQ(run(tool::make_notice_hand_over()).code, tool::wrong_usage);
    ASSERT_EQ(run(tool::make_day_run()).code, tool::done);
    settings_ = folder_.file("circdesk.toml");
    std::ofstream(*settings_) << "[notices]\ncommand = [\"/bin/sh\", \"-c\", \"cat >> " << folder_.file("letters")
                              << "\"]\n";
    EXPECT_EQ(run(tool::make_notice_hand_over()).out, "2 handed over, 0 failed\n");
    std::ifstream letters(folder_.file("letters"));
    int lines = 0;
    for (std::string line; std::getline(letters, line); ++lines)
        EXPECT_THAT(line, testing::StartsWith("{"));
    EXPECT_EQ(lines, 2);
    EXPECT_EQ(run(tool::make_notice_hand_over()).out, "0 handed over, 0 failed\n");
}

TEST_F(day_verbs, count_what_happened) {
    EXPECT_EQ(run(tool::make_report_circulation(), {{"--from", "today"}}).out, "of   checkout\nall  5\n");
    EXPECT_EQ(run(tool::make_report_circulation(), {{"--from", "today"}, {"--by", "type"}}).out,
              "type  checkout\nbook  3\ndvd   2\n");
    EXPECT_EQ(run(tool::make_report_circulation(), {{"--from", "2000-01-01"}, {"--to", "2000-12-31"}}).out,
              "nothing was counted between 2000-01-01 and 2000-12-31\n");
    EXPECT_EQ(run(tool::make_report_circulation(), {{"--from", "today"}, {"--by", "weather"}}).code, tool::wrong_usage);
    EXPECT_EQ(run(tool::make_report_circulation(), {{"--from", "today"}, {"--to", "2000-01-01"}}).code,
              tool::wrong_usage);
}

} // namespace
} // namespace circ::test
